"""Wake-up calls for messages: claim the row, call its service, stop."""

from celery import shared_task

from crisisdesk.work import perform
from notifications.models import Email
from notifications.services.delivery import deliver_email


@shared_task(name=Email.task)
def deliver(organization_id: int, pk: int) -> None:
    perform(Email, organization_id, pk, deliver_email)
