"""What every test can ask for."""

import os
from collections.abc import Iterator

import pytest

from tests.support import ground, moment, needs, thrift

# Playwright drives the browser from an event loop of its own, beside the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_configure() -> None:
    moment.start()
    thrift.list_static_files_once()
    thrift.collect_no_garbage()


def pytest_collection_finish() -> None:
    thrift.collect_garbage_of_tests_alone()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip, with the reason, what this machine lacks the programs for; begin with what would keep one core waiting."""
    needs.mark(config, items)
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(autouse=True)
def begun_anew() -> Iterator[None]:
    """Each test begins at the real time, in the site's language, with nothing that a process remembers for a minute.

    Else it would see another test's clock, Arabic or pages; and what is looked up again after a minute of another
    test's requests would be statements more in the middle of this one, which may be counting them.
    """
    from django.utils import translation

    from city import context
    from cms import standing
    from core import clock

    context.forget_zone()
    standing.forget()
    yield
    clock.reset()
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker) -> Iterator[None]:
    """A migrated database for this worker; see tests/support/ground.py."""
    from django.contrib.contenttypes.models import ContentType
    from django.test import TransactionTestCase

    with django_db_blocker.unblock():
        own = ground.lay()

    def put_back(case: TransactionTestCase) -> None:
        own.put_back()
        ContentType.objects.clear_cache()

    # Django would flush: that loses what migrations wrote, and trips over triggers that forbid deleting.
    TransactionTestCase._fixture_teardown = put_back  # type: ignore[attr-defined]
    yield
    with django_db_blocker.unblock():
        own.remove()
