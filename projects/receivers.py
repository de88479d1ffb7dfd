"""What this room does when it hears of people. Facts are read as they are when the echo arrives."""

from people import bells
from people.deeds import hears
from people.models import Deed, Person

from .actions import hide_faces_of


@hears(bells.photos_answered)
def hide_pictures_that_may_not_be_public(deed: Deed) -> None:
    """Pages stop showing them in the moment of the no; here the pictures themselves go."""
    hide_faces_of(person=Person.objects.get(pk=deed.ids["person"]))
