"""The six people of the demo, under fixed refs; the seed makes them with all their story, this makes what is missing."""

from django.db import transaction

from .models import Person, Role, RoleGrant, User
from .system import SYSTEM

PEOPLE = {
    "resident": ("Amal", "Khoury", ""),
    "organizer": ("Ana", "Reyes", ""),
    "official": ("Mia", "Lund", Role.OFFICIAL),
    "moderator": ("Nadim", "Farouk", Role.MODERATOR),
    "editor": ("Noor", "Visser", Role.EDITOR),
    "administrator": ("Ivo", "Brandt", Role.ADMINISTRATOR),
}
PLACES = {
    "resident": "/me/",
    "organizer": "/me/",
    "official": "/admin/",
    "moderator": "/admin/",
    "editor": "/admin/",
    "administrator": "/admin/",
}


@transaction.atomic
def demo_person(role: str) -> Person:
    """The person behind a demo door, with a login and the role; safe to call again."""
    first_name, last_name, grants = PEOPLE[role]
    person, _made = Person.objects.get_or_create(
        ref=f"demo-{role}", defaults={"first_name": first_name, "last_name": last_name, "adult": True}
    )
    if not User.objects.filter(person=person).exists():
        User.objects.create_user(f"demo-{role}@larkhaven.example", person)
    if grants and not RoleGrant.objects.in_force().filter(person=person, role=grants).exists():
        RoleGrant.objects.create(person=person, role=grants, by=SYSTEM())
    return person
