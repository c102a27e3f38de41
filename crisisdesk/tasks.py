"""The clockwork's own tasks. Work on customers' rows has its tasks in the apps."""

from celery import shared_task

from crisisdesk.work import sweep


@shared_task(name="crisisdesk.sweep")
def sweep_work() -> int:
    return sweep()
