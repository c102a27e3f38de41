"""Background work as rows: PostgreSQL is the truth, the broker is only a wake-up call.

A unit of work is a row with a state, a lease and a number of attempts. A task is started with
the row's id and claims it; the effect of the work and its end are one transaction, which holds
the row and checks the lease's token, so a worker whose lease was taken writes nothing. Whatever
message is lost, doubled or late, the sweeper wakes the row again.
"""

import logging
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final, TypeVar

from celery import current_app
from django.apps import apps
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from crisisdesk.letters import storable
from crisisdesk.tenancy import Across, TenantModel, every_organization, organization_scope

logger = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=2)
WAKE_AGAIN: Final = timedelta(seconds=30)
SWEEP_AT_ONCE: Final = 500


class WorkState(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    PARKED = "parked"  # a person must look: the reason stands in the row


class LeaseLostError(RuntimeError):
    """Another worker took the row over; whatever this one did is rolled back."""


class TryAgain(Exception):  # noqa: N818 -- it is a request, not a fault
    """The outside was not ready: come back later. Counts as an attempt unless `patient`."""

    def __init__(self, reason: str, *, after: timedelta | None = None, patient: bool = False) -> None:
        super().__init__(reason)
        self.after, self.patient = after, patient


class GiveUp(Exception):  # noqa: N818 -- it is a verdict, not a fault
    """The outside said no for good: the row is parked with this reason, whatever attempts are left."""


class Work(TenantModel):
    """A row of work. `task` names the Celery task, which gets the organization's and the row's id."""

    across = Across.CLAIM  # the sweeper looks over all organizations for rows that are due
    task: ClassVar[str]
    max_attempts: ClassVar[int] = 3
    lease: ClassVar[timedelta] = LEASE
    calls_itself: ClassVar[bool] = True  # as soon as it is written
    is_swept: ClassVar[bool] = True  # else somebody else wakes what is due, and the sweeper what a worker died over

    state = models.CharField(max_length=10, choices=WorkState, default=WorkState.WAITING)
    due_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    woken_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, default="")

    class Meta(TenantModel.Meta):
        abstract = True
        # The one index that does not begin with the organization: the sweeper asks for all of them.
        indexes = [
            models.Index(
                fields=["due_at"],
                name="%(app_label)s_%(class)s_due",
                condition=Q(state__in=["waiting", "running"]),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="running", lease_token__isnull=False, lease_until__isnull=False)
                | ~Q(state="running") & Q(lease_token__isnull=True, lease_until__isnull=True),
                name="%(app_label)s_%(class)s_lease_while_running",
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's signature
        is_due = self._state.adding and self.state == WorkState.WAITING and self.due_at <= timezone.now()
        is_due = is_due and self.calls_itself
        if is_due:
            self.woken_at = timezone.now()
        super().save(*args, **kwargs)
        if is_due:
            wake_on_commit(self)


W = TypeVar("W", bound=Work)


@dataclass(frozen=True)
class Lease:
    """The right to finish one row. It holds as long as nobody else has claimed the row."""

    model: type[Work]
    organization_id: int
    pk: int
    token: uuid.UUID
    attempt: int

    @contextmanager
    def effect(self, *, again_at: datetime | None = None) -> Iterator[None]:
        """The last transaction of the work: what is written in it and the row's end come together.

        With `again_at` the row waits for its next turn instead of being done (a schedule).
        """
        with self.step():
            yield
            state = WorkState.WAITING if again_at else WorkState.DONE
            self._let_go(state=state, due_at=again_at or F("due_at"), attempts=0, reason="")

    @contextmanager
    def step(self) -> Iterator[None]:
        """A transaction in the middle of long work: the lease is checked, held and prolonged."""
        with organization_scope(self.organization_id):
            prolonged = self._mine().update(lease_until=timezone.now() + self.model.lease)
            if not prolonged:  # the update also locks the row until this transaction ends
                raise LeaseLostError(f"{self.model.__name__} {self.pk}")
            yield

    def fail(
        self, reason: str, *, after: timedelta | None = None, patient: bool = False, for_good: bool = False
    ) -> None:
        """Give the row back; the last attempt, or a no for good, parks it with its reason.

        Work that got on in a step has set its attempts to 0: a fault behind that is a first one again.
        """
        with organization_scope(self.organization_id):
            attempts = self._mine().values_list("attempts", flat=True).first() or 0
            parked = for_good or (not patient and attempts >= self.model.max_attempts)
            self._let_go(
                state=WorkState.PARKED if parked else WorkState.WAITING,
                due_at=timezone.now() + (after or backoff(self.attempt)),
                attempts=max(0, attempts - 1) if patient else attempts,
                reason=storable(reason[:2000]),
            )

    def _mine(self) -> models.QuerySet[Work]:
        rows: models.QuerySet[Work] = self.model.objects.filter(
            pk=self.pk, lease_token=self.token, state=WorkState.RUNNING
        )
        return rows

    def _let_go(self, **fields: Any) -> None:  # noqa: ANN401 -- values of several columns
        ended = timezone.now() if fields["state"] in {WorkState.DONE, WorkState.PARKED} else None
        if not self._mine().update(lease_token=None, lease_until=None, woken_at=None, finished_at=ended, **fields):
            raise LeaseLostError(f"{self.model.__name__} {self.pk}")


def backoff(attempt: int) -> timedelta:
    """5 s, 20 s, 80 s … at most an hour."""
    return timedelta(seconds=min(3600, 5 * 4 ** (attempt - 1)))


def claim(model: type[W], organization_id: int, pk: int) -> Lease | None:
    """Take the row if it is due and free; a worker that died too often with it parks it."""
    now, token = timezone.now(), uuid.uuid4()
    free = Q(state=WorkState.WAITING, due_at__lte=now) | Q(state=WorkState.RUNNING, lease_until__lt=now)
    with organization_scope(organization_id):
        row = model.objects.select_for_update(skip_locked=True, of=("self",)).filter(free, pk=pk).first()
        if row is None:
            return None
        if row.attempts >= model.max_attempts:
            _park_after_deaths(model, row)
            return None
        model.objects.filter(pk=pk).update(
            state=WorkState.RUNNING, lease_token=token, lease_until=now + model.lease, attempts=F("attempts") + 1
        )
    return Lease(model, organization_id, pk, token, row.attempts + 1)


def _park_after_deaths(model: type[W], row: W) -> None:
    model.objects.filter(pk=row.pk).update(
        state=WorkState.PARKED,
        lease_token=None,
        lease_until=None,
        finished_at=timezone.now(),
        reason=row.reason or f"The worker died {row.attempts} times over this.",
    )


def perform(model: type[W], organization_id: int, pk: int, service: Callable[[Lease], None]) -> bool:
    """The border between Celery and a service. True when this call did the work."""
    lease = claim(model, organization_id, pk)
    if lease is None:
        return False
    try:
        return _carry_out(lease, service)
    except LeaseLostError:  # also found out by giving the row back
        logger.warning("%s %s was taken over; nothing was written", model.__name__, pk)
        return False


def _carry_out(lease: Lease, service: Callable[[Lease], None]) -> bool:
    """Raises LeaseLostError; whatever else goes wrong is the reason with which the row is given back."""
    try:
        service(lease)
    except LeaseLostError:
        raise
    except TryAgain as request:
        lease.fail(str(request), after=request.after, patient=request.patient)
        return False
    except GiveUp as verdict:
        lease.fail(str(verdict), for_good=True)
        return False
    except Exception as fault:
        logger.exception("%s %s failed", lease.model.__name__, lease.pk)
        lease.fail(f"{type(fault).__name__}: {fault}")
        return False
    return True


def wake_on_commit(row: Work) -> None:
    task, organization_id, pk = row.task, row.organization_id, row.pk
    transaction.on_commit(lambda: wake(task, organization_id, pk), robust=True)


def wake(task: str, organization_id: int, pk: int) -> None:
    """Best effort: when the broker is away, the sweeper finds the row within half a minute."""
    try:
        current_app.send_task(task, args=[organization_id, pk], retry=False)
    except OperationalError:
        logger.warning("The broker is away; %s %s waits for the sweeper", task, pk)


def work_models() -> list[type[Work]]:
    return [model for model in apps.get_models() if issubclass(model, Work)]


def sweep() -> int:
    """Wake the rows that are due longest and were not woken lately. Several sweepers at once do no harm.

    The rows behind them wait for their own messages: waking a long backlog again and again would fill the
    broker with calls for rows that are known to wait.
    """
    return sum(_sweep(model) for model in work_models())


def _sweep(model: type[Work]) -> int:
    now = timezone.now()
    due = Q(state=WorkState.RUNNING, lease_until__lt=now)
    if model.is_swept:
        due |= Q(state=WorkState.WAITING, due_at__lte=now)
    unwoken = Q(woken_at__isnull=True) | Q(woken_at__lt=now - WAKE_AGAIN)
    with every_organization():  # a queue of the whole platform; only ids leave this block
        first = model.objects.filter(due).order_by("due_at", "pk").values("pk")[:SWEEP_AT_ONCE]
        rows = list(
            model.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(unwoken, pk__in=first)
            .values_list("organization_id", "pk")
        )
        model.objects.filter(pk__in=[pk for _, pk in rows]).update(woken_at=now)
    for organization_id, pk in rows:
        wake(model.task, organization_id, pk)
    return len(rows)


def overdue(after: timedelta) -> dict[str, int]:
    """How many rows of each kind of work wait longer than this for their turn or their worker."""
    before = timezone.now() - after
    late = Q(state=WorkState.WAITING, due_at__lt=before) | Q(state=WorkState.RUNNING, lease_until__lt=before)
    with every_organization():  # for operators; only counts leave this block
        return {model.__name__: model.objects.filter(late).count() for model in work_models()}
