"""Echoes of deeds, hurried or swept."""

from celery import shared_task

from . import actions, deeds


@shared_task(name="people.tasks.deliver_deed")
def deliver_deed(deed_id: int) -> int:
    """Right after a deed. Twice: the second finds nothing. Late: the sweeper was first."""
    return deeds.deliver_deed(deed_id)


@shared_task(name="people.tasks.sweep")
def sweep() -> int:
    """Every 30 seconds. Delivers what a crash swallowed; twice or late changes nothing."""
    return deeds.deliver_all()


@shared_task(name="people.tasks.come_of_age")
def come_of_age() -> int:
    """Every hour: whose 18th birthday has come. Twice finds nobody; late, joining and the gate look for themselves."""
    return actions.come_of_age()


@shared_task(name="people.tasks.carry_out_factor_resets")
def carry_out_factor_resets() -> int:
    """Every 10 minutes: second factors asked to be removed a day ago. Twice finds nothing; late, it waits longer."""
    return actions.carry_out_factor_resets()
