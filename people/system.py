"""What no person did is done by the system."""

from .models import Person

REF = "system"


def SYSTEM() -> Person:
    """The one Person that stands for the site itself; made on first use."""
    return Person.objects.get_or_create(ref=REF, defaults={"kind": Person.Kind.SYSTEM, "first_name": "Engage"})[0]
