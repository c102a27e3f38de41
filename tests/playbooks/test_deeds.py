"""What is done to an answer over HTTP: decided, withdrawn, published, settled; and by whom."""

import pytest

from accounts.enums import APPROVERS, DESK, Role
from crisisdesk.tenancy import organization_scope
from mentions.models import Story
from playbooks.models import Approval, Dispatch, Response
from playbooks.services.keeping import hash_of
from playbooks.services.responses import save_draft
from playbooks.services.sending import report_unknown
from tests.factories import Tenant, make_story
from tests.playbooks.browsing import HTMX, ClientOf, answer_url, shown
from tests.playbooks.rows import WORDS, approved, on_its_way, submitted

PROOF = {"address": "https://x.test/1", "proof": "Seen at 12:04"}
HOW = pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])


@pytest.fixture
def story(tenant: Tenant) -> Story:
    with organization_scope(tenant.id):
        return make_story(tenant.brand)


@pytest.fixture
def waiting(tenant: Tenant, story: Story) -> Response:
    with organization_scope(tenant.id):
        return submitted(tenant.agent, story)


def status_of(tenant: Tenant, response: Response) -> str:
    with organization_scope(tenant.id):
        return str(Response.objects.get(pk=response.pk).status)


@HOW
@pytest.mark.parametrize("role", Role)
def test_approvers_approve_and_nobody_else(
    tenant: Tenant, client_of: ClientOf, waiting: Response, role: str, headers: dict[str, str]
) -> None:
    answer = client_of(tenant.members()[role]).post(
        answer_url(tenant, waiting, "approve/"), {"text_hash": waiting.text_hash}, headers=headers
    )

    done = 200 if headers else 303
    assert answer.status_code == (done if role in APPROVERS else 403)
    assert status_of(tenant, waiting) == ("approved" if role in APPROVERS else "in_review")


@HOW
def test_ones_own_words_are_refused_with_a_sentence(
    tenant: Tenant, client_of: ClientOf, story: Story, headers: dict[str, str]
) -> None:
    with organization_scope(tenant.id):
        own = submitted(tenant.approver, story)
    client = client_of(tenant.approver)

    page = client.get(answer_url(tenant, own))
    answer = client.post(answer_url(tenant, own, "approve/"), {"text_hash": own.text_hash}, headers=headers)

    assert shown(page, "Waiting for an approver", "approve/") == (True, False)
    assert (answer.status_code, shown(answer, "These are your own words.")) == (422, (True,))
    assert status_of(tenant, own) == "in_review"


def test_words_that_were_changed_meanwhile_are_read_again(
    tenant: Tenant, client_of: ClientOf, waiting: Response
) -> None:
    url = answer_url(tenant, waiting, "approve/")

    answer = client_of(tenant.approver).post(url, {"text_hash": hash_of("Other words")})

    assert (answer.status_code, shown(answer, "Read it again before you decide.", WORDS)) == (409, (True, True))


def test_a_return_takes_a_note_and_keeps_it_when_it_is_refused(
    tenant: Tenant, client_of: ClientOf, waiting: Response
) -> None:
    client, url = client_of(tenant.approver), answer_url(tenant, waiting, "return/")

    empty = client.post(url, {"text_hash": waiting.text_hash, "note": " "})
    stale = client.post(url, {"text_hash": "x", "note": "Name the day"})
    client.post(url, {"text_hash": waiting.text_hash, "note": "Name\r\nthe day"})

    assert (empty.status_code, shown(empty, "Say what has to change.")) == (422, (True,))
    assert (stale.status_code, shown(stale, "Name the day</textarea>")) == (409, (True,))
    with organization_scope(tenant.id):
        assert (status_of(tenant, waiting), Approval.objects.get().note) == ("changes_requested", "Name\nthe day")


@pytest.mark.parametrize("words", [{}, {"text_hash": "x" * 65}, {"text_hash": "\0"}])
def test_a_decision_without_the_words_it_is_about_is_none(
    tenant: Tenant, client_of: ClientOf, waiting: Response, words: dict[str, str]
) -> None:
    answer = client_of(tenant.approver).post(answer_url(tenant, waiting, "approve/"), words)

    assert (answer.status_code, status_of(tenant, waiting)) == (422, "in_review")


@HOW
def test_after_a_decision_in_the_list_the_next_one_stands_on_top(
    tenant: Tenant, client_of: ClientOf, waiting: Response, headers: dict[str, str]
) -> None:
    with organization_scope(tenant.id):
        later = submitted(tenant.agent, make_story(tenant.brand, "My seat is wet"))
    words = {"text_hash": waiting.text_hash, "then": "approvals"}

    answer = client_of(tenant.approver).post(
        answer_url(tenant, waiting, "approve/"), words, headers=headers, follow=True
    )

    assert shown(answer, f'id="waiting-{later.pk}"', f'id="waiting-{waiting.pk}"') == (True, False)
    assert shown(answer, "<html") == (not headers,)


@HOW
def test_a_refusal_in_the_list_stands_at_its_answer(
    tenant: Tenant, client_of: ClientOf, waiting: Response, headers: dict[str, str]
) -> None:
    words = {"text_hash": waiting.text_hash, "then": "approvals", "note": ""}

    answer = client_of(tenant.approver).post(answer_url(tenant, waiting, "return/"), words, headers=headers)

    assert (answer.status_code, shown(answer, "Say what has to change.", 'id="waiting"')) == (422, (True, True))


def test_a_refusal_about_what_waits_no_more_stands_on_top_of_the_list(
    tenant: Tenant, client_of: ClientOf, story: Story
) -> None:
    with organization_scope(tenant.id):
        gone = approved(tenant, story)
    words = {"text_hash": gone.text_hash, "then": "approvals"}

    answer = client_of(tenant.owner).post(answer_url(tenant, gone, "approve/"), words)

    assert (answer.status_code, shown(answer, "does not wait for approval any more", "Nothing waits for you")) == (
        409,
        (True, True),
    )


@HOW
def test_from_approved_words_to_their_proof(
    tenant: Tenant, client_of: ClientOf, story: Story, headers: dict[str, str]
) -> None:
    with organization_scope(tenant.id):
        response = approved(tenant, story)
    client = client_of(tenant.agent)

    page = client.get(answer_url(tenant, response))
    begun = client.post(answer_url(tenant, response, "send/"), headers=headers, follow=True)
    missing = client.post(answer_url(tenant, response, "confirm/"), PROOF | {"proof": ""}, headers=headers)
    sent = client.post(answer_url(tenant, response, "confirm/"), PROOF, headers=headers, follow=True)
    again = client.post(answer_url(tenant, response, "confirm/"), PROOF, headers=headers)

    assert shown(page, "Publish it now", f'data-copy="#words-{response.pk}"') == (True, True)
    assert shown(begun, "I published it", "I cannot tell", "Edit") == (True, True, False)
    assert (missing.status_code, shown(missing, "Say how you know", PROOF["address"])) == (422, (True, True))
    assert shown(sent, PROOF["address"], PROOF["proof"], "Sent by") == (True, True, True)
    assert (again.status_code, shown(again, "Nothing went out twice.")) == (409, (True,))
    with organization_scope(tenant.id):
        assert Dispatch.objects.count() == 1


@pytest.mark.parametrize(("outcome", "status"), [("failed", "failed"), ("unknown", "unknown"), ("", "unknown")])
def test_what_did_not_go_out_or_may_have(
    tenant: Tenant, client_of: ClientOf, story: Story, outcome: str, status: str
) -> None:
    with organization_scope(tenant.id):
        response = on_its_way(tenant, story)

    answer = client_of(tenant.agent).post(
        answer_url(tenant, response, "report/"), {"outcome": outcome, "proof": "It hung"}, follow=True
    )

    assert (status_of(tenant, response), shown(answer, "“It hung”")) == (status, (True,))


@pytest.mark.parametrize(("outcome", "status"), [("sent", "sent"), ("failed", "failed")])
def test_somebody_settles_the_unknown(
    tenant: Tenant, client_of: ClientOf, story: Story, outcome: str, status: str
) -> None:
    with organization_scope(tenant.id):
        response = on_its_way(tenant, story)
        report_unknown(actor=tenant.agent, response=response, proof="It hung")
    client = client_of(tenant.approver)

    page = client.get(answer_url(tenant, response))
    client.post(answer_url(tenant, response, "settle/"), PROOF | {"outcome": outcome})

    assert shown(page, "Nobody knows whether it went out.", "It is out", "It did not go out") == (True, True, True)
    assert status_of(tenant, response) == status


def test_the_unknown_is_not_settled_as_sent_without_proof(tenant: Tenant, client_of: ClientOf, story: Story) -> None:
    with organization_scope(tenant.id):
        response = on_its_way(tenant, story)
        report_unknown(actor=tenant.agent, response=response)

    answer = client_of(tenant.agent).post(answer_url(tenant, response, "settle/"), {"outcome": "sent"})

    assert (answer.status_code, status_of(tenant, response)) == (422, "unknown")


def test_withdrawn_words_stay_readable_and_free_the_mention(
    tenant: Tenant, client_of: ClientOf, waiting: Response
) -> None:
    client = client_of(tenant.agent)

    answer = client.post(answer_url(tenant, waiting, "withdraw/"), follow=True)
    again = client.post(answer_url(tenant, waiting, "withdraw/"))

    assert shown(answer, "It never went out.", WORDS, "Write another answer", "<textarea") == (True, True, True, False)
    assert again.status_code == 409


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("deed", ["take/", "withdraw/", "send/", "confirm/", "report/", "settle/"])
def test_the_desk_does_the_rest(tenant: Tenant, client_of: ClientOf, waiting: Response, role: str, deed: str) -> None:
    client = client_of(tenant.members()[role])

    assert (client.post(answer_url(tenant, waiting, deed)).status_code == 403) == (role not in DESK)
    assert client.get(answer_url(tenant, waiting, deed)).status_code == 405


def test_the_words_that_are_published_cannot_be_edited(tenant: Tenant, client_of: ClientOf, story: Story) -> None:
    with organization_scope(tenant.id):
        response = on_its_way(tenant, story)

    answer = client_of(tenant.agent).post(answer_url(tenant, response), {"text": "Other", "revision": 2})

    assert (answer.status_code, shown(answer, "Other", "Put yours in its place")) == (409, (True, False))


def test_a_failed_answer_is_changed_and_goes_through_approval_again(
    tenant: Tenant, client_of: ClientOf, story: Story
) -> None:
    with organization_scope(tenant.id):
        response = on_its_way(tenant, story)
    client = client_of(tenant.agent)
    client.post(answer_url(tenant, response, "report/"), {"outcome": "failed", "proof": "Locked"})

    page = client.get(answer_url(tenant, response))
    with organization_scope(tenant.id):
        row = Response.objects.get()
        save_draft(actor=tenant.agent, response=row, text="Again", revision=row.revision)

    assert shown(page, "It was not sent.", "<textarea", "Draft v2") == (True, True, True)
    assert status_of(tenant, response) == "draft"
