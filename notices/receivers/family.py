"""Letters of families: people who live together, and guardians who say yes."""

from django.utils.translation import gettext_lazy as _

from notices.actions import post
from notices.links import button
from people.bells import consent_asked, consent_refused, household_asked
from people.deeds import hears
from people.models import Consent, ConsentAsk, Deed, Guardianship, HouseholdAsk, Person, User
from projects import bells
from projects.models import Project, SignUp

from .proposals import organizers
from .seats import confirm_seat, facts, joined_with, moment, signup_of, tell


@hears(household_asked)
def ask_about_the_household(deed: Deed) -> None:
    """To the address, known or not; whoever has an account reads it in their language."""
    ask = HouseholdAsk.objects.select_related("asker").filter(pk=deed.ids["ask"]).first()
    if ask is None or not ask.is_open:
        return
    post(
        kind="household_asked",
        to=None,
        address=ask.email,
        event_key=f"household:{ask.ref}",
        language=language_of(ask.email, ask.language),
        good_until=ask.expires_at,
        context={"asker": ask.asker, **button(_("Answer"), "people:household_answer", ref=ask.ref)},
    )


def language_of(address: str, otherwise: str) -> str:
    known = User.objects.filter(email=address, is_active=True).select_related("person").first()
    return known.person.language if known and known.person else otherwise


@hears(consent_asked)
def ask_the_guardian(deed: Deed) -> None:
    """To the address, known or not. The link opens the page; only a press there answers."""
    ask = ConsentAsk.objects.select_related("minor").filter(pk=deed.ids["ask"]).first()
    if ask is None or not ask.is_open:
        return
    post(
        kind="consent_asked",
        to=None,
        address=ask.email,
        event_key=f"consent:{ask.ref}",
        language=language_of(ask.email, ask.minor.language),
        good_until=ask.expires_at,
        context={
            "minor": ask.minor,
            "project": Project.objects.get(pk=ask.project),
            **button(_("Read, and say yes or no"), "projects:consent_answer", token=ask.token),
        },
    )


@hears(consent_refused)
def tell_of_the_no_of_a_guardian(deed: Deed) -> None:
    ask = ConsentAsk.objects.select_related("minor__user").filter(pk=deed.ids["ask"]).first()
    if ask is not None:
        post(
            kind="consent_refused",
            to=ask.minor,
            event_key=f"consent:{ask.ref}:no",
            context={
                "project": Project.objects.get(pk=ask.project),
                **button(_("Find something to do"), "projects:find"),
            },
        )


@hears(bells.place_confirmed)
def tell_of_the_place(deed: Deed) -> None:
    """What was missing is there: the same letter as for every other place."""
    signup = signup_of(deed)
    if signup.state == SignUp.State.CONFIRMED:
        confirm_seat(signup)


@hears(bells.slot_joined, bells.offer_accepted)
def tell_what_is_missing(deed: Deed) -> None:
    """A place is held while a yes or a signature is missing."""
    signup = signup_of(deed)
    if signup.state == SignUp.State.PENDING_CONSENT and signup.offer_expires_at:
        tell(
            signup,
            "place_held",
            key=lambda one: "held",
            context=lambda one: {
                **facts(one, _("See what is missing")),
                "until": moment(one.offer_expires_at, one.slot.event),
            },
            same=joined_with(signup),
            good_until=signup.offer_expires_at,
        )


@hears(bells.consent_lapsed)
def tell_of_the_lapsed_place(deed: Deed) -> None:
    signup = signup_of(deed)
    if signup.state == SignUp.State.EXPIRED:
        post(
            kind="consent_lapsed",
            to=signup.person,
            event_key=f"signup:{signup.pk}:lapsed-consent",
            context=facts(signup, _("See how I stand")),
            good_until=signup.slot.event.starts_at,
        )


@hears(bells.places_taken_back)
def tell_guardians_and_leads(deed: Deed) -> None:
    """A yes was taken back: every guardian, and the leads of the dates that a place came free on."""
    consent = Consent.objects.select_related("minor").get(pk=deed.ids["consent"])
    ended = SignUp.objects.filter(pk__in=deed.ids["signups"]).select_related("slot__event__project")
    projects = {signup.slot.event.project for signup in ended}
    guardians = [row.guardian for row in Guardianship.objects.in_force().filter(dependant=consent.minor)]
    for project in sorted(projects, key=lambda one: one.pk):
        readers: list[Person] = [*guardians, *organizers(project)]
        for reader in {one.pk: one for one in readers}.values():
            post(
                kind="consent_ended",
                to=reader,
                event_key=f"consent:{consent.pk}:ended:{project.pk}",
                context={
                    "minor_name": consent.minor.first_name,
                    "project": project,
                    "events": [one.slot.event for one in ended if one.slot.event.project_id == project.pk],
                    **button(_("See the project"), "projects:project_page", slug=project.slug),
                },
            )
