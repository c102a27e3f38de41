"""Wake-up calls for rows of work: claim it, call its service, stop."""

from celery import shared_task

from crisisdesk.work import perform
from mentions.models import FetchJob, FileImport, WebhookDelivery
from mentions.services.completeness import judge_senders
from mentions.services.deliveries import read_delivery
from mentions.services.dispatching import dispatch, dispatch_if_many_are_free
from mentions.services.fair_deliveries import call_deliveries
from mentions.services.fetching import fetch_source
from mentions.services.imports import run_import


@shared_task(name="mentions.dispatch")
def call_next() -> int:
    return dispatch() + call_deliveries()


@shared_task(name="mentions.listen_for_silence")
def listen_for_silence() -> None:
    judge_senders()


@shared_task(name=FetchJob.task)
def fetch(organization_id: int, pk: int) -> None:
    if perform(FetchJob, organization_id, pk, fetch_source):
        dispatch_if_many_are_free()


@shared_task(name=WebhookDelivery.task)
def read(organization_id: int, pk: int) -> None:
    if perform(WebhookDelivery, organization_id, pk, read_delivery):
        call_deliveries()


@shared_task(name=FileImport.task)
def import_file(organization_id: int, pk: int) -> None:
    perform(FileImport, organization_id, pk, run_import)
