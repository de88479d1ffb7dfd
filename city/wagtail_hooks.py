"""Administrators keep the neighborhoods and the departments of their city."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import Department, Neighborhood


class NeighborhoodViewSet(SnippetViewSet):
    model = Neighborhood
    icon = "globe"
    menu_label = _("Neighborhoods")
    list_display = ["name", "letter", "shape", "color_key", "residents"]
    inspect_view_enabled = False
    copy_view_enabled = False


class DepartmentViewSet(SnippetViewSet):
    model = Department
    icon = "group"
    menu_label = _("Departments")
    list_display = ["name", "email"]
    inspect_view_enabled = False
    copy_view_enabled = False


class CityGroup(SnippetViewSetGroup):
    """One entry of the menu, seen by those who may change something in it."""

    items = (NeighborhoodViewSet, DepartmentViewSet)
    menu_label = _("City")
    menu_icon = "site"
    menu_order = 500


register_snippet(CityGroup)
