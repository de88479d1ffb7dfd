"""Where an account went that is part of another one by now."""

from .bells import accounts_joined
from .models import Deed, FormerAddress, Person


def survivor(person: Person) -> Person:
    """Whose account theirs is now, over however many joins; themselves, if it was never joined. Not where its address was given
    up since: then nobody may speak for whoever reads what was sent there."""
    while person.kind == Person.Kind.ERASED:
        deed = Deed.objects.filter(bell=accounts_joined.name, ids__gone=person.pk).first()
        if deed is None or not FormerAddress.objects.for_good().filter(pk=deed.ids["former"]).exists():
            break
        person = Person.objects.select_related("user").get(pk=deed.ids["kept"])
    return person
