"""Two people and one answer: reading, taking over, texts side by side, and words that were taken back."""

import pytest

from crisisdesk.tenancy import organization_scope
from mentions.models import Story
from playbooks.models import KeptWords, Response
from playbooks.services.approvals import return_response
from playbooks.views import writing
from tests.factories import Tenant, make_brand, make_member, make_story
from tests.playbooks.browsing import HTMX, ClientOf, answer_url, body, reply_url, shown
from tests.playbooks.rows import WORDS, approved, drafted, submitted


@pytest.fixture
def story(tenant: Tenant) -> Story:
    with organization_scope(tenant.id):
        return make_story(tenant.brand, "My bag is gone", level=2)


def the_answer(tenant: Tenant) -> Response:
    with organization_scope(tenant.id):
        row: Response = Response.objects.select_related("author").get()
        return row


def test_a_colleague_reads_and_takes_over(tenant: Tenant, client_of: ClientOf, story: Story) -> None:
    with organization_scope(tenant.id):
        response = drafted(tenant.agent, story)
    client = client_of(tenant.approver)

    read = client.get(reply_url(tenant, story), headers=HTMX)
    taken = client.post(answer_url(tenant, response, "take/"), headers=HTMX)
    late = client_of(tenant.owner).post(answer_url(tenant, response, "take/"), follow=True)

    name = tenant.agent.name
    assert shown(read, f"{name} is replying (since ", WORDS, "<textarea", "Take over") == (True, True, False, True)
    assert shown(taken, "<textarea", WORDS, "Kept words") == (True, True, True)
    assert late.status_code == 200
    assert the_answer(tenant).author == tenant.owner


def test_a_takeover_of_what_moved_on_is_refused(tenant: Tenant, client_of: ClientOf, story: Story) -> None:
    with organization_scope(tenant.id):
        response = submitted(tenant.agent, story)

    answer = client_of(tenant.approver).post(answer_url(tenant, response, "take/"))

    assert (answer.status_code, shown(answer, "Somebody changed this a moment ago")) == (409, (True,))


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_two_texts_at_once_stand_side_by_side_and_none_is_lost(
    tenant: Tenant, client_of: ClientOf, story: Story, headers: dict[str, str]
) -> None:
    with organization_scope(tenant.id):
        response = drafted(tenant.agent, story, "Theirs")

    answer = client_of(tenant.approver).post(
        answer_url(tenant, response), {"text": "Mine", "revision": 1, "action": "keep"}, headers=headers
    )

    assert (answer.status_code, shown(answer, "Theirs", "Mine", "Put yours in its place")) == (409, (True,) * 3)
    with organization_scope(tenant.id):
        assert list(KeptWords.objects.values_list("text", "author")) == [("Mine", tenant.approver.pk)]


def test_whoever_begins_second_meets_the_first(tenant: Tenant, client_of: ClientOf, story: Story) -> None:
    with organization_scope(tenant.id):
        drafted(tenant.agent, story, "Theirs")

    answer = client_of(tenant.approver).post(reply_url(tenant, story), {"text": "Mine", "revision": "0"})

    assert (answer.status_code, shown(answer, "Theirs", "Mine")) == (409, (True, True))


def test_whoever_began_in_the_same_moment_meets_them_too(
    tenant: Tenant, client_of: ClientOf, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    with organization_scope(tenant.id):
        theirs = drafted(tenant.agent, story, "Theirs")
    found = iter([None, theirs])
    monkeypatch.setattr(writing, "open_answer_to", lambda *_: next(found))

    answer = client_of(tenant.approver).post(reply_url(tenant, story), {"text": "Mine"})

    assert (answer.status_code, shown(answer, "Theirs", "Mine")) == (409, (True, True))


def test_whoever_began_and_left_in_the_same_moment_leaves_the_composer(
    tenant: Tenant, client_of: ClientOf, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    with organization_scope(tenant.id):
        drafted(tenant.agent, story, "Theirs")
    monkeypatch.setattr(writing, "open_answer_to", lambda *_: None)

    answer = client_of(tenant.approver).post(reply_url(tenant, story), {"text": "Mine"})

    assert (answer.status_code, shown(answer, "Theirs", "Mine</textarea>")) == (409, (False, True))


def test_ones_words_can_be_put_in_the_place_of_theirs(tenant: Tenant, client_of: ClientOf, story: Story) -> None:
    with organization_scope(tenant.id):
        response = drafted(tenant.agent, story, "Theirs")

    answer = client_of(tenant.approver).post(
        answer_url(tenant, response), {"text": "Mine", "revision": response.revision}, follow=True
    )

    assert (the_answer(tenant).text, shown(answer, "Kept words", "Theirs")) == ("Mine", (True, True))


def test_a_returned_answer_shows_the_note_on_top(tenant: Tenant, client_of: ClientOf, story: Story) -> None:
    with organization_scope(tenant.id):
        response = submitted(tenant.agent, story)
        return_response(actor=tenant.owner, response=response, text_hash=response.text_hash, note="Name the street.")

    answer = client_of(tenant.agent).get(answer_url(tenant, response))
    others = client_of(tenant.approver).get(answer_url(tenant, response))

    assert (
        shown(answer, f"{tenant.owner.name} returned v1 at", "Name the street.", "Draft v2", "<textarea") == (True,) * 4
    )
    assert shown(others, "Name the street.", "Take over", "<textarea") == (True, True, False)


def test_opening_the_editor_of_an_approved_answer_changes_nothing_and_an_edit_does(
    tenant: Tenant, client_of: ClientOf, story: Story
) -> None:
    with organization_scope(tenant.id):
        response = approved(tenant, story)
    client = client_of(tenant.agent)

    opened = client.get(answer_url(tenant, response, "?edit=1"))
    before = the_answer(tenant).status
    client.post(answer_url(tenant, response), {"text": "Other", "revision": response.revision})

    assert shown(opened, "An edit takes it back.", "<textarea") == (True, True)
    assert (before, the_answer(tenant).status) == ("approved", "draft")


def test_a_member_of_one_brand_finds_no_answer_of_another(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        other = make_story(make_brand(tenant.organization, "Südwind"))
        response = drafted(tenant.agent, other)
        client = client_of(make_member(tenant.organization, "approver", brands=(tenant.brand,)))

    assert client.get(reply_url(tenant, other)).status_code == 404
    for deed in ("", "?edit=1"):
        assert client.get(answer_url(tenant, response, deed)).status_code == 404
    for deed in ("", "take/", "approve/", "return/", "withdraw/", "send/", "confirm/", "report/", "settle/"):
        assert client.post(answer_url(tenant, response, deed)).status_code == 404


def test_nobody_else_can_approve_is_explained(tenant: Tenant, client_of: ClientOf, story: Story) -> None:
    with organization_scope(tenant.id):
        for member in (tenant.owner, tenant.admin):
            type(member).objects.filter(pk=member.pk).update(role="agent")
        response = submitted(tenant.approver, story)

    answer = client_of(tenant.approver).get(answer_url(tenant, response))

    assert shown(answer, "Nobody else can approve this yet.", "Invite another approver", "Waiting for") == (
        True,
        True,
        False,
    )
    assert "Approve " not in body(answer)
