"""Wagtail knows groups, the city knows roles: each role has one group, and logins follow the roles of their person.

A role may also end by time alone, so the door of the back office lets a login follow once more on every entry.
"""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from .models import STAFF_ROLES, Person, Role, User

ENTER = [("wagtailadmin", "access_admin")]
PAGES = ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page")
FILES = ("image", "document")
FACE = [("city", "change_citysettings")]
PLACES = [("city", f"{verb}_{thing}") for verb in ("add", "change") for thing in ("neighborhood", "department")]
WRITERS = (Role.EDITOR, Role.ADMINISTRATOR)


def name_of(role: str) -> str:
    return f"role: {role}"


def prepare_groups() -> None:
    """One group for each role, with exactly its permissions; run after every migration."""
    for role in STAFF_ROLES:
        group, _made = Group.objects.get_or_create(name=name_of(role))
        wanted = ENTER + (FACE if role in WRITERS else []) + (PLACES if role == Role.ADMINISTRATOR else [])
        group.permissions.set([found for label, codename in wanted for found in _permissions(label, codename)])
        if role in WRITERS:
            _let_write(group)


def _permissions(label: str, codename: str):
    return Permission.objects.filter(content_type__app_label=label, codename=codename)


def _let_write(group: Group) -> None:
    """All pages, all pictures and documents of the library."""
    root = Page.get_first_root_node()
    top = Collection.get_first_root_node()
    for permission in Permission.objects.filter(codename__in=PAGES, content_type__app_label="wagtailcore"):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    for permission in Permission.objects.filter(
        content_type__app_label__in=("cms", "wagtailimages", "wagtaildocs"),
        codename__in=[
            f"{verb}_{thing}" for verb in ("add", "change", "delete", "choose") for thing in (*FILES, "customimage")
        ],
    ):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=top, permission=permission)


def follow_roles(person: Person) -> None:
    """Let the login of this person be in the groups of the roles in force, and in no other."""
    user = User.objects.filter(person=person).first()
    if user is None:
        return
    roles = person.role_grants.in_force().values_list("role", flat=True)
    wanted = {name_of(role) for role in roles}
    if wanted != set(user.groups.values_list("name", flat=True)):
        user.groups.set(Group.objects.filter(name__in=wanted))
