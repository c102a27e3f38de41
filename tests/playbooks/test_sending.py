"""From approved words to proof that they left: exactly once."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from crisisdesk.errors import DomainError, StaleState
from crisisdesk.tenancy import organization_scope
from incidents.models import TimelineEntry
from playbooks.enums import DispatchOutcome, ResponseStatus, Stage
from playbooks.models import Dispatch, Response
from playbooks.services.keeping import hash_of
from playbooks.services.responses import save_draft
from playbooks.services.sending import (
    begin_sending,
    confirm_sent,
    report_failed,
    report_unknown,
    settle_unknown,
)
from tests.factories import Tenant, make_story, make_tenant
from tests.playbooks.races import at_once
from tests.playbooks.rows import WORDS, make_incident, on_its_way, statement_on_its_way, submitted

PROOF = {"address": "https://x.test/1", "proof": "Seen on my phone at 12:04"}


def test_only_approved_words_are_sent(inside: Tenant) -> None:
    response = submitted(inside.agent, make_story(inside.brand))

    with pytest.raises(StaleState):
        begin_sending(actor=inside.agent, response=response)


def test_a_status_without_an_approval_is_not_enough(inside: Tenant) -> None:
    response = submitted(inside.agent, make_story(inside.brand))
    Response.objects.filter(pk=response.pk).update(status=ResponseStatus.APPROVED)

    with pytest.raises(DomainError, match="not approved"):
        begin_sending(actor=inside.agent, response=response)


def test_two_people_do_not_send_at_the_same_time(inside: Tenant) -> None:
    response = on_its_way(inside)

    with pytest.raises(StaleState, match="right now"):
        begin_sending(actor=inside.approver, response=response)


def test_sent_words_have_an_address_a_proof_and_the_hash_that_was_approved(inside: Tenant) -> None:
    response = on_its_way(inside)

    dispatch = confirm_sent(actor=inside.agent, response=response, **PROOF)

    response.refresh_from_db()
    assert (response.status, response.sent_at is not None) == (ResponseStatus.SENT, True)
    assert (dispatch.text_hash, dispatch.version, dispatch.address, dispatch.proof) == (
        hash_of(WORDS),
        1,
        PROOF["address"],
        PROOF["proof"],
    )


@pytest.mark.parametrize(("missing", "sentence"), [("address", "Enter the address"), ("proof", "how you know")])
def test_without_address_or_proof_it_is_not_sent(inside: Tenant, missing: str, sentence: str) -> None:
    response = on_its_way(inside)

    with pytest.raises(DomainError, match=sentence):
        confirm_sent(actor=inside.agent, response=response, **PROOF | {missing: "  "})

    response.refresh_from_db()
    assert response.status == ResponseStatus.SENDING


def test_the_second_confirmation_is_told(inside: Tenant) -> None:
    response = on_its_way(inside)
    confirm_sent(actor=inside.agent, response=response, **PROOF)

    with pytest.raises(StaleState, match="sent already"):
        confirm_sent(actor=inside.approver, response=response, **PROOF)

    assert Dispatch.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_leave_one_dispatch() -> None:
    tenant = make_tenant("acme")
    with organization_scope(tenant.id):
        response = on_its_way(tenant)

    def confirm(address: str) -> Callable[[], Dispatch]:
        def deed() -> Dispatch:
            with organization_scope(tenant.id):
                return confirm_sent(actor=tenant.agent, response=response, address=address, proof="Seen")

        return deed

    results = at_once(confirm("https://x.test/1"), confirm("https://x.test/2"))

    assert sorted(type(result).__name__ for result in results) == ["Dispatch", "StaleState"]
    with organization_scope(tenant.id):
        assert Dispatch.objects.count() == 1


def test_the_database_knows_one_sending_at_most(inside: Tenant) -> None:
    response = on_its_way(inside)
    confirm_sent(actor=inside.agent, response=response, **PROOF)
    Response.objects.filter(pk=response.pk).update(status=ResponseStatus.SENDING)

    with pytest.raises(StaleState, match="sent already"):
        confirm_sent(actor=inside.agent, response=response, **PROOF)

    assert Dispatch.objects.count() == 1


def test_the_database_refuses_to_send_words_that_were_not_approved(inside: Tenant) -> None:
    response = submitted(inside.agent, make_story(inside.brand))
    row = {
        "response": response,
        "version": 1,
        "text_hash": response.text_hash,
        "outcome": "sent",
        "actor": inside.agent,
    }

    with pytest.raises(IntegrityError, match="dispatch_of_approved_words"), transaction.atomic():
        Dispatch.objects.create(organization_id=inside.id, **row, **PROOF)
    with pytest.raises(IntegrityError, match="dispatch_of_an_approval"), transaction.atomic():
        Dispatch.objects.create(organization_id=inside.id, **row, **PROOF, decision="returned")


def test_the_unknown_is_settled_by_a_person(inside: Tenant) -> None:
    sent, failed = on_its_way(inside), on_its_way(inside)
    for response in (sent, failed):
        report_unknown(actor=inside.agent, response=response, proof="The page hung")

    settle_unknown(actor=inside.approver, response=sent, sent=True, **PROOF)
    settle_unknown(actor=inside.approver, response=failed, sent=False, proof="Not there")

    assert [Response.objects.get(pk=row.pk).status for row in (sent, failed)] == ["sent", "failed"]
    assert list(Dispatch.objects.order_by("pk").values_list("outcome", flat=True)) == [
        DispatchOutcome.UNKNOWN,
        DispatchOutcome.UNKNOWN,
        DispatchOutcome.SENT,
        DispatchOutcome.FAILED,
    ]
    with pytest.raises(StaleState, match="sent already"):
        settle_unknown(actor=inside.approver, response=sent, sent=False)


def test_what_did_not_leave_goes_through_approval_again(inside: Tenant) -> None:
    response = on_its_way(inside)
    report_failed(actor=inside.agent, response=response, proof="The account was locked")
    response.refresh_from_db()

    edited = save_draft(actor=inside.agent, response=response, text="Again", revision=response.revision)

    assert (response.status, edited.status, edited.version) == ("failed", ResponseStatus.DRAFT, 2)
    with pytest.raises(StaleState):
        begin_sending(actor=inside.agent, response=edited)


@pytest.mark.parametrize(("stage", "field"), [(Stage.HOLDING, "holding_at"), (Stage.STATEMENT, "meaningful_at")])
def test_a_statement_stops_the_incidents_clock_when_it_is_out(inside: Tenant, stage: str, field: str) -> None:
    incident = make_incident(inside)

    dispatch = confirm_sent(actor=inside.agent, response=statement_on_its_way(inside, incident, stage), **PROOF)

    incident.refresh_from_db()
    assert getattr(incident, field) == dispatch.at
    entry = TimelineEntry.objects.filter(kind="response").order_by("pk").last()
    assert entry
    assert (entry.detail["event"], entry.detail["address"], entry.text) == ("sent", PROOF["address"], WORDS)


def test_a_reply_stops_no_clock(inside: Tenant) -> None:
    story = make_story(inside.brand)
    incident = make_incident(inside, story=story)

    confirm_sent(actor=inside.agent, response=on_its_way(inside, story), **PROOF)

    incident.refresh_from_db()
    assert (incident.holding_at, incident.meaningful_at) == (None, None)
