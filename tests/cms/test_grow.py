"""The city that has grown in bulk is as sound as one that was lived."""

import pytest
from django.core.management import call_command
from django.db.models import F

from cms.demo.grow import grow
from cms.demo.people import move_in
from cms.demo.place import lay_out
from gamification.actions import reconcile_person
from gamification.models import Award, LedgerEntry, PointCause, PointsAccount
from people.models import Person
from projects.models import Event, Project, SignUp, Slot

PROJECTS = 40


@pytest.fixture
def grown(db):
    from wagtail.models import Site

    lay_out(Site.objects.get())
    move_in()
    grow(projects=PROJECTS)


@pytest.mark.usefixtures("grown")
class TestGrown:
    def test_the_doctor_finds_nothing(self):
        call_command("doctor")  # it would exit with 1

    def test_every_project_has_a_date_behind_it_and_one_ahead(self):
        assert Project.objects.public().count() == PROJECTS
        assert Event.objects.filter(status="closed").count() == Event.objects.coming().count() == PROJECTS

    def test_only_people_before_a_full_task_wait(self):
        assert Slot.objects.filter(waiting__gt=0).exists()
        assert not Slot.objects.filter(waiting__gt=0, seats_held__lt=F("capacity")).exists()

    def test_nobody_said_yes_to_two_places_at_once(self):
        times: dict[int, list] = {}
        for person, starts, ends in SignUp.objects.values_list(
            "person", "slot__event__starts_at", "slot__event__ends_at"
        ):
            times.setdefault(person, []).append((starts, ends))
        for spans in times.values():
            spans.sort()
            assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:], strict=False))

    def test_reconciling_changes_nothing(self):
        def rows():
            return [
                list(PointCause.objects.order_by("pk").values()),
                list(LedgerEntry.objects.order_by("pk").values()),
                list(Award.objects.order_by("pk").values()),
                list(PointsAccount.objects.order_by("pk").values("person", "balance", "last_entry_id")),
            ]

        before = rows()
        for person in Person.objects.filter(attendances__isnull=False).distinct().order_by("pk")[:8]:
            reconcile_person(person=person)
        assert rows() == before

    def test_it_can_grow_again(self):
        grow(projects=3)
        assert Project.objects.count() == PROJECTS + 3


def test_an_invented_city_never_grows_on_a_real_site(settings):
    settings.PRODUCTION = True
    with pytest.raises(RuntimeError, match="does not belong on a real site"):
        grow(projects=1)
