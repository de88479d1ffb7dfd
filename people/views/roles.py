"""Roles, in the back office: who works for the city, since when, granted by whom."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from core.doors import door
from core.errors import RuleBroken
from people import actions
from people.forms import RoleForm
from people.models import RoleGrant
from people.permissions import administrator


@door(administrator, methods="GET POST")
def role_list(request: HttpRequest) -> HttpResponse:
    """Everybody with a role; grant one more."""
    form = RoleForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            grant = actions.grant_role(by=request.person, **form.cleaned_data)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
        else:
            said = gettext("%(name)s: %(role)s, from now on.")
            messages.success(request, said % {"name": grant.person, "role": grant.get_role_display()})
            return redirect("role_list")
    grants = (
        RoleGrant.objects.in_force()
        .select_related("person__user", "department", "by")
        .order_by("person__first_name", "pk")
    )
    page = {"form": form, "grants": grants, "ended": ended()}
    return render(request, "people/roles_admin.html", page, status=422 if form.errors else 200)


@door(administrator, methods="POST")
def role_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one back."""
    grant = get_object_or_404(RoleGrant.objects.select_related("person"), pk=pk)
    try:
        actions.end_role(by=request.person, grant=grant)
        messages.success(request, gettext("%(name)s has this role no more.") % {"name": grant.person})
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect("role_list")


def ended():
    """The last twenty that are over."""
    return RoleGrant.objects.over().select_related("person", "department", "by").order_by("-ends_at")[:20]
