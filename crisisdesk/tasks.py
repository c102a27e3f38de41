"""The clockwork's own tasks. Work on customers' rows has its tasks in the apps."""

from celery import shared_task

from crisisdesk.heartbeat import WORKER, pulse
from crisisdesk.work import sweep


@shared_task(name="crisisdesk.sweep")
def sweep_work() -> int:
    return sweep()


@shared_task(name="crisisdesk.pulse")
def worker_pulse() -> None:
    """Through the queue, so that the sign proves the broker and the worker together."""
    pulse(WORKER)
