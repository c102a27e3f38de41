"""The words of an answer until somebody else looks at them."""

import hashlib
from collections.abc import Callable

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from accounts.models import AuditEntry, Membership
from crisisdesk.errors import DomainError, StaleState
from crisisdesk.tenancy import organization_scope
from incidents.models import TimelineEntry
from playbooks.enums import ResponseStatus, Stage
from playbooks.models import Response, ResponseVersion
from playbooks.services.approvals import approve_response, return_response
from playbooks.services.responses import (
    TEXT_LIMIT,
    save_draft,
    start_reply,
    start_statement,
    submit_response,
    withdraw_response,
    write_reply,
)
from playbooks.services.sending import confirm_sent, report_failed
from tests.factories import Tenant, make_story, make_tenant
from tests.playbooks.races import at_once
from tests.playbooks.rows import WORDS, approved, drafted, make_incident, on_its_way, submitted


def test_an_answer_knows_its_mention_its_language_and_its_incident(inside: Tenant) -> None:
    story = make_story(inside.brand)
    incident = make_incident(inside, story=story)

    response = start_reply(actor=inside.agent, story=story, mention=story.lead)

    assert (response.brand, response.mention, response.story) == (inside.brand, story.lead, story)
    assert (response.incident, response.stage, response.language, response.channel) == (incident, "reply", "en", "x")


def test_a_mention_has_one_open_answer(inside: Tenant) -> None:
    story = make_story(inside.brand)
    mine = start_reply(actor=inside.agent, story=story, mention=story.lead)

    assert start_reply(actor=inside.agent, story=story, mention=story.lead) == mine
    with pytest.raises(StaleState, match="Somebody else is answering"):
        start_reply(actor=inside.approver, story=story, mention=story.lead)

    withdraw_response(actor=inside.agent, response=mine)
    assert start_reply(actor=inside.approver, story=story, mention=story.lead) != mine


@pytest.mark.django_db(transaction=True)
def test_two_agents_at_once_leave_one_answer() -> None:
    tenant = make_tenant("acme")
    with organization_scope(tenant.id):
        story = make_story(tenant.brand)

    def start(member: Membership) -> Callable[[], Response]:
        def deed() -> Response:
            with organization_scope(tenant.id):
                return start_reply(actor=member, story=story, mention=story.lead)

        return deed

    results = at_once(start(tenant.agent), start(tenant.approver))

    assert sorted(type(result).__name__ for result in results) == ["Response", "StaleState"]
    with organization_scope(tenant.id):
        assert Response.objects.count() == 1


@pytest.mark.parametrize("stage", [Stage.REPLY, "poem", ""])
def test_a_statement_says_what_kind_it_is(inside: Tenant, stage: str) -> None:
    with pytest.raises(DomainError, match="what kind"):
        start_statement(actor=inside.agent, incident=make_incident(inside), stage=stage)


def test_typing_keeps_the_words_with_their_hash_and_counts_revisions_not_versions(inside: Tenant) -> None:
    response = drafted(inside.agent, make_story(inside.brand), "One")

    response = save_draft(actor=inside.agent, response=response, text="Öne two", revision=2)

    assert (response.text, response.revision, response.version) == ("Öne two", 3, 1)
    assert response.text_hash == hashlib.sha256("Öne two".encode()).hexdigest()


def test_the_same_words_again_change_nothing(inside: Tenant) -> None:
    response = submitted(inside.agent, make_story(inside.brand))

    same = save_draft(actor=inside.approver, response=response, text=WORDS, revision=response.revision)

    assert (same.status, same.revision, same.author) == (ResponseStatus.IN_REVIEW, response.revision, inside.agent)


def test_words_from_a_stale_page_are_refused(inside: Tenant) -> None:
    response = drafted(inside.agent, make_story(inside.brand))
    save_draft(actor=inside.approver, response=response, text="Theirs", revision=response.revision)

    with pytest.raises(StaleState, match="Your words are kept"):
        save_draft(actor=inside.agent, response=response, text="Mine", revision=response.revision)

    response.refresh_from_db()
    assert (response.text, response.author) == ("Theirs", inside.approver)


def test_the_same_words_by_the_same_author_are_no_conflict(inside: Tenant) -> None:
    response = submitted(inside.agent, make_story(inside.brand))

    again = save_draft(actor=inside.agent, response=response, text=WORDS, revision=1)

    assert (again.status, again.revision) == (ResponseStatus.IN_REVIEW, response.revision)


def test_first_words_never_replace_words_that_stand_there(inside: Tenant) -> None:
    story = make_story(inside.brand)
    drafted(inside.agent, story)

    with pytest.raises(StaleState, match="Your words are kept"):
        write_reply(actor=inside.agent, story=story, mention=story.lead, text="From another tab")


def test_what_failed_does_not_come_back_beside_another_answer(inside: Tenant) -> None:
    story = make_story(inside.brand)
    failed = on_its_way(inside, story)
    report_failed(actor=inside.agent, response=failed)
    drafted(inside.approver, story)
    failed.refresh_from_db()

    with pytest.raises(StaleState, match="Another answer"):
        save_draft(actor=inside.agent, response=failed, text="Again", revision=failed.revision)


def test_endless_words_are_refused(inside: Tenant) -> None:
    response = drafted(inside.agent, make_story(inside.brand))

    with pytest.raises(DomainError, match="20,000"):
        save_draft(actor=inside.agent, response=response, text="x" * (TEXT_LIMIT + 1), revision=response.revision)


def test_submitting_freezes_the_exact_words(inside: Tenant) -> None:
    response = submitted(inside.agent, make_story(inside.brand))

    version = ResponseVersion.objects.get()

    assert (response.status, response.submitted_at is not None) == (ResponseStatus.IN_REVIEW, True)
    assert (version.version, version.text, version.text_hash, version.author) == (
        1,
        WORDS,
        response.text_hash,
        inside.agent,
    )
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        ResponseVersion.objects.update(text="Something else")


@pytest.mark.parametrize(
    ("text", "sentence"), [("  \n ", "Write the answer"), ("At {next_update_at}", "next_update_at")]
)
def test_unfinished_words_are_not_submitted(inside: Tenant, text: str, sentence: str) -> None:
    response = drafted(inside.agent, make_story(inside.brand), text)

    with pytest.raises(DomainError, match=sentence):
        submit_response(actor=inside.agent, response=response)

    assert not ResponseVersion.objects.exists()


def test_nothing_is_submitted_twice(inside: Tenant) -> None:
    response = submitted(inside.agent, make_story(inside.brand))

    with pytest.raises(StaleState, match="submitted already"):
        submit_response(actor=inside.agent, response=response)


def test_returned_words_come_back_only_changed(inside: Tenant) -> None:
    response = submitted(inside.agent, make_story(inside.brand))
    return_response(actor=inside.approver, response=response, text_hash=response.text_hash, note="Too long")

    with pytest.raises(StaleState, match="were returned"):
        submit_response(actor=inside.agent, response=response)
    shorter = save_draft(actor=inside.agent, response=response, text="Shorter", revision=response.revision)
    longer = save_draft(actor=inside.agent, response=shorter, text=WORDS, revision=shorter.revision)
    with pytest.raises(DomainError, match="were returned"):
        submit_response(actor=inside.agent, response=longer)
    save_draft(actor=inside.agent, response=longer, text="Shorter", revision=longer.revision)
    submit_response(actor=inside.agent, response=longer)

    assert list(ResponseVersion.objects.values_list("version", "text").order_by("version")) == [
        (1, WORDS),
        (2, "Shorter"),
    ]


def test_an_edit_voids_the_approval_and_makes_the_words_the_editors_own(inside: Tenant) -> None:
    response = approved(inside, make_story(inside.brand))

    edited = save_draft(actor=inside.approver, response=response, text=WORDS + "!", revision=response.revision)

    assert (edited.status, edited.version, edited.author) == (ResponseStatus.DRAFT, 2, inside.approver)
    assert edited.submitted_at is None
    submit_response(actor=inside.agent, response=edited)
    edited.refresh_from_db()
    with pytest.raises(DomainError, match="your own words"):
        approve_response(actor=inside.approver, response=edited, text_hash=edited.text_hash)


@pytest.mark.parametrize("status", [ResponseStatus.SENDING, ResponseStatus.SENT])
def test_words_on_their_way_stand_still(inside: Tenant, status: str) -> None:
    response = on_its_way(inside)
    if status == ResponseStatus.SENT:
        confirm_sent(actor=inside.agent, response=response, address="https://x.test/1", proof="Seen")

    with pytest.raises(StaleState):
        save_draft(actor=inside.agent, response=response, text="Other", revision=response.revision)
    with pytest.raises(StaleState):
        withdraw_response(actor=inside.agent, response=response)


def test_withdrawing_twice_is_told(inside: Tenant) -> None:
    response = drafted(inside.agent, make_story(inside.brand))
    withdraw_response(actor=inside.agent, response=response)

    with pytest.raises(StaleState):
        withdraw_response(actor=inside.agent, response=response)

    assert AuditEntry.objects.filter(verb="response.withdrawn").count() == 1


def test_the_database_refuses_a_hash_of_other_words(inside: Tenant) -> None:
    response = drafted(inside.agent, make_story(inside.brand))

    with pytest.raises(IntegrityError, match="response_hash_is_of_its_text"), transaction.atomic():
        Response.objects.filter(pk=response.pk).update(text="Other words")


def test_the_incidents_timeline_hears_of_every_step(inside: Tenant) -> None:
    story = make_story(inside.brand)
    make_incident(inside, story=story)
    response = approved(inside, story)
    edited = save_draft(actor=inside.agent, response=response, text="Other", revision=response.revision)
    withdraw_response(actor=inside.agent, response=edited)

    events = TimelineEntry.objects.filter(kind="response").order_by("pk").values_list("detail__event", flat=True)

    assert list(events) == ["submitted", "approved", "reopened", "withdrawn"]
