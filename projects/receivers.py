"""What this room does when it hears of people. Facts are read as they are when the echo arrives."""

from conversations import bells as conversations
from conversations.models import Case
from people import bells
from people.deeds import hears
from people.models import AddressChange, Consent, Deed, Person

from .actions import close_calendars, free_unallowed, hide_faces_of, hide_or_show
from .models import Project


@hears(bells.photos_answered)
def hide_pictures_that_may_not_be_public(deed: Deed) -> None:
    """Pages stop showing them in the moment of the no; here the pictures themselves go."""
    hide_faces_of(person=Person.objects.get(pk=deed.ids["person"]))


@hears(bells.consent_revoked)
def free_places_that_nobody_allows(deed: Deed) -> None:
    """A yes that was taken back freed them already; one that ended with the guardianship does it here."""
    consent = Consent.objects.select_related("minor").get(pk=deed.ids["consent"])
    free_unallowed(by=deed.by, consent=consent)


@hears(bells.address_stopped)
def close_what_a_stranger_opened(deed: Deed) -> None:
    """Calendars that were opened after the change would go on telling where the person, and their children, will be."""
    change = AddressChange.objects.select_related("person").get(pk=deed.ids["change"])
    if change.changed_at:
        close_calendars(person=change.person, since=change.changed_at)


@hears(conversations.case_decided, conversations.appeal_decided)
def out_of_sight_or_back(deed: Deed) -> None:
    """A moderator has decided about a project, or somebody else about the appeal: its pages follow."""
    case = Case.objects.get(pk=deed.ids["case"])
    project = Project.objects.filter(subject=case.subject_id).first() if case.comment_id is None else None
    if project is not None:
        hide_or_show(project=project)
