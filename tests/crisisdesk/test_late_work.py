"""Work that is late, and work that cannot be done."""

from datetime import timedelta

from django.utils import timezone

from crisisdesk.tenancy import organization_scope
from crisisdesk.work import GiveUp, Lease, WorkState, claim, overdue, perform
from mentions.models import WebhookDelivery
from tests.factories import Tenant, make_source


def deliver(tenant: Tenant) -> WebhookDelivery:
    with organization_scope(tenant.id):
        row: WebhookDelivery = WebhookDelivery.objects.create(
            organization_id=tenant.id, source=make_source(tenant.brand), message_id="m1", body=b"{}"
        )
        return row


def test_late_rows_are_counted_for_operators(tenant: Tenant, rival: Tenant) -> None:
    waiting, expired = deliver(tenant), deliver(rival)
    assert claim(WebhookDelivery, rival.id, expired.pk)
    for row, late in ((waiting, "due_at"), (expired, "lease_until")):
        with organization_scope(row.organization_id):
            WebhookDelivery.objects.filter(pk=row.pk).update(**{late: timezone.now() - timedelta(minutes=6)})

    assert overdue(timedelta(minutes=5))["WebhookDelivery"] == 2
    assert overdue(timedelta(minutes=7))["WebhookDelivery"] == 0


def test_work_that_can_never_succeed_is_parked_at_once(tenant: Tenant) -> None:
    row = deliver(tenant)

    def refuse(lease: Lease) -> None:
        raise GiveUp("The file is no table.")

    assert perform(WebhookDelivery, tenant.id, row.pk, refuse) is False
    with organization_scope(tenant.id):
        row.refresh_from_db()
    assert (row.state, row.attempts, row.reason) == (WorkState.PARKED, 1, "The file is no table.")
