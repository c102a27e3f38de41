"""Sign-off by another person, bound to the hash of the exact text."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from accounts.enums import APPROVERS, Role
from accounts.models import Membership
from crisisdesk.errors import DomainError, StaleState
from crisisdesk.tenancy import organization_scope
from playbooks.enums import ResponseStatus
from playbooks.models import Approval, Response
from playbooks.queries.answers import people_who_approve, read_answer
from playbooks.queries.waiting import waiting_for
from playbooks.services.approvals import approve_response, return_response
from playbooks.services.keeping import hash_of, take_over
from playbooks.services.responses import save_draft, submit_response
from tests.factories import Tenant, make_story, make_tenant
from tests.playbooks.races import at_once
from tests.playbooks.rows import drafted, submitted


@pytest.mark.parametrize("role", Role)
def test_only_approvers_decide(inside: Tenant, role: str) -> None:
    author = inside.owner if role == Role.AGENT else inside.agent
    response = submitted(author, make_story(inside.brand))
    member = inside.members()[role] if role != Role.AGENT else inside.agent

    assert waiting_for(member).exists() == (role in APPROVERS)
    if role in APPROVERS:
        approve_response(actor=member, response=response, text_hash=response.text_hash)
    else:
        with pytest.raises(DomainError, match="Approvers decide"):
            approve_response(actor=member, response=response, text_hash=response.text_hash)

    response.refresh_from_db()
    assert (response.status == ResponseStatus.APPROVED) == (role in APPROVERS)


def test_nobody_approves_their_own_words(inside: Tenant) -> None:
    response = submitted(inside.approver, make_story(inside.brand))

    with pytest.raises(DomainError, match="your own words"):
        approve_response(actor=inside.approver, response=response, text_hash=response.text_hash)
    with pytest.raises(DomainError, match="your own words"):
        return_response(actor=inside.approver, response=response, text_hash=response.text_hash, note="Mine")

    assert not Approval.objects.exists()


def assert_not_for(member: Membership, response: Response) -> None:
    """They can neither decide about it, nor are they asked or shown that they could."""
    with pytest.raises(DomainError, match="your own words"):
        approve_response(actor=member, response=response, text_hash=response.text_hash)

    assert not waiting_for(member).exists()
    assert member not in people_who_approve(response)
    assert not read_answer(response, member).may_decide


def test_nobody_approves_their_own_words_through_a_colleague_who_submits_them_unchanged(inside: Tenant) -> None:
    response = drafted(inside.approver, make_story(inside.brand))
    take_over(actor=inside.agent, response=response)
    submit_response(actor=inside.agent, response=response)
    response.refresh_from_db()

    assert_not_for(inside.approver, response)
    approve_response(actor=inside.owner, response=response, text_hash=response.text_hash)


def test_nobody_approves_a_version_of_their_own_that_a_colleague_submits_again(inside: Tenant) -> None:
    response = submitted(inside.approver, make_story(inside.brand))
    for text in ("Something else", response.text):
        response = save_draft(actor=inside.agent, response=response, text=text, revision=response.revision)
    submit_response(actor=inside.agent, response=response)
    response.refresh_from_db()

    assert_not_for(inside.approver, response)


def test_words_that_a_colleague_has_changed_are_the_colleagues(inside: Tenant) -> None:
    response = drafted(inside.approver, make_story(inside.brand))
    take_over(actor=inside.agent, response=response)
    response.refresh_from_db()
    response = save_draft(actor=inside.agent, response=response, text="Better words", revision=response.revision)
    submit_response(actor=inside.agent, response=response)
    response.refresh_from_db()

    assert read_answer(response, inside.approver).may_decide
    assert list(waiting_for(inside.approver)) == [response]
    approve_response(actor=inside.approver, response=response, text_hash=response.text_hash)


def test_the_database_refuses_ones_own_words_too(inside: Tenant) -> None:
    response = submitted(inside.approver, make_story(inside.brand))
    words = {"response": response, "version": 1, "text_hash": response.text_hash, "decision": "approved"}

    with pytest.raises(IntegrityError, match="approval_by_another_person"), transaction.atomic():
        Approval.objects.create(organization_id=inside.id, author=inside.approver, actor=inside.approver, **words)
    with pytest.raises(IntegrityError, match="approval_of_submitted_words"), transaction.atomic():
        Approval.objects.create(organization_id=inside.id, author=inside.agent, actor=inside.approver, **words)


@pytest.mark.parametrize("change", [{"text_hash": hash_of("Other words")}, {"version": 2}])
def test_the_database_refuses_an_approval_of_words_that_were_not_submitted(
    inside: Tenant, change: dict[str, object]
) -> None:
    response = submitted(inside.agent, make_story(inside.brand))
    words = {"response": response, "version": 1, "text_hash": response.text_hash, "decision": "approved"}

    with pytest.raises(IntegrityError, match="approval_of_submitted_words"), transaction.atomic():
        Approval.objects.create(organization_id=inside.id, author=inside.agent, actor=inside.approver, **words | change)


def test_an_approval_of_words_that_were_changed_meanwhile_is_refused(inside: Tenant) -> None:
    response = submitted(inside.agent, make_story(inside.brand))
    read = response.text_hash
    edited = save_draft(actor=inside.agent, response=response, text="Other words", revision=response.revision)

    with pytest.raises(StaleState, match="does not wait"):
        approve_response(actor=inside.approver, response=edited, text_hash=read)
    submit_response(actor=inside.agent, response=edited)
    with pytest.raises(StaleState, match="Read it again"):
        approve_response(actor=inside.approver, response=edited, text_hash=read)

    edited.refresh_from_db()
    assert edited.status == ResponseStatus.IN_REVIEW


def test_a_return_says_why(inside: Tenant) -> None:
    response = submitted(inside.agent, make_story(inside.brand))

    with pytest.raises(DomainError, match="what has to change"):
        return_response(actor=inside.approver, response=response, text_hash=response.text_hash, note=" ")
    return_response(actor=inside.approver, response=response, text_hash=response.text_hash, note=" Name the street ")

    response.refresh_from_db()
    approval = Approval.objects.get()
    assert (response.status, approval.decision, approval.note) == ("changes_requested", "returned", "Name the street")


def test_nobody_rewrites_a_decision(inside: Tenant) -> None:
    response = submitted(inside.agent, make_story(inside.brand))
    approve_response(actor=inside.approver, response=response, text_hash=response.text_hash)

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Approval.objects.update(note="I never liked it")


@pytest.mark.django_db(transaction=True)
def test_two_approvers_at_once_make_one_decision() -> None:
    tenant = make_tenant("acme")
    with organization_scope(tenant.id):
        response = submitted(tenant.agent, make_story(tenant.brand))

    def approve(member: Membership) -> Callable[[], Approval]:
        def deed() -> Approval:
            with organization_scope(tenant.id):
                return approve_response(actor=member, response=response, text_hash=response.text_hash)

        return deed

    results = at_once(approve(tenant.approver), approve(tenant.owner))

    assert sorted(type(result).__name__ for result in results) == ["Approval", "StaleState"]


@pytest.mark.django_db(transaction=True)
def test_an_edit_and_an_approval_at_once_never_approve_the_edited_words() -> None:
    tenant = make_tenant("acme")
    with organization_scope(tenant.id):
        response = submitted(tenant.agent, make_story(tenant.brand))

    def approve() -> None:
        with organization_scope(tenant.id):
            approve_response(actor=tenant.approver, response=response, text_hash=response.text_hash)

    def edit() -> None:
        with organization_scope(tenant.id):
            save_draft(actor=tenant.agent, response=response, text="Other words", revision=response.revision)

    at_once(approve, edit)

    with organization_scope(tenant.id):
        response.refresh_from_db()
        assert response.status in {ResponseStatus.DRAFT, ResponseStatus.APPROVED}
        assert (response.status == ResponseStatus.DRAFT) == (response.text == "Other words")
