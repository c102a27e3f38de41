"""The composer: before there is an answer, while it is written, and when two write at once."""

import json

import pytest

from accounts.enums import DESK, Role
from crisisdesk.tenancy import organization_scope
from mentions.models import Mention, Story
from playbooks.models import Response
from playbooks.services.approvals import return_response
from playbooks.services.responses import start_reply, start_statement
from tests.counting import queries_of
from tests.factories import Tenant, make_story
from tests.playbooks.browsing import HTMX, ClientOf, answer_url, reply_url, shown
from tests.playbooks.rows import WORDS, drafted, make_incident


@pytest.fixture
def story(tenant: Tenant) -> Story:
    with organization_scope(tenant.id):
        return make_story(tenant.brand, "My bag is gone", level=2)


def the_answer(tenant: Tenant) -> Response:
    with organization_scope(tenant.id):
        row: Response = Response.objects.select_related("author").get()
        return row


@pytest.mark.parametrize("role", Role)
def test_the_desk_writes_and_viewers_do_not(tenant: Tenant, client_of: ClientOf, story: Story, role: str) -> None:
    client = client_of(tenant.members()[role])

    page, sent = client.get(reply_url(tenant, story)), client.post(reply_url(tenant, story), {"text": "Sorry"})

    assert (page.status_code, sent.status_code) == ((200, 303) if role in DESK else (403, 403))


def test_the_composer_shows_whom_it_answers(tenant: Tenant, client_of: ClientOf, story: Story) -> None:
    answer = client_of(tenant.agent).get(reply_url(tenant, story))

    assert shown(
        answer, f"Reply to {story.lead.author_handle}", "My bag is gone", "Submit for approval", "Draft v1"
    ) == (
        True,
        True,
        True,
        True,
    )


def test_looking_does_not_begin_an_answer(tenant: Tenant, client_of: ClientOf, story: Story) -> None:
    client_of(tenant.agent).get(reply_url(tenant, story))

    with organization_scope(tenant.id):
        assert not Response.objects.exists()


def test_without_javascript_a_draft_is_saved_and_submitted_by_its_buttons(
    tenant: Tenant, client_of: ClientOf, story: Story
) -> None:
    client = client_of(tenant.agent)

    saved = client.post(reply_url(tenant, story), {"text": "Sorry\r\nfor it", "action": "save"}, follow=True)
    response = the_answer(tenant)
    sent = client.post(
        answer_url(tenant, response),
        {"text": "Sorry for it", "revision": response.revision, "action": "submit"},
        follow=True,
    )

    assert (saved.redirect_chain, response.text) == ([(answer_url(tenant, response), 303)], "Sorry\nfor it")
    assert shown(saved, "Draft saved.", "Sorry\nfor it") == (True, True)
    assert (the_answer(tenant).status, shown(sent, "Submitted for approval.")) == ("in_review", (True,))


def test_after_a_pause_only_what_stands_around_the_text_comes_back(
    tenant: Tenant, client_of: ClientOf, story: Story
) -> None:
    client = client_of(tenant.agent)

    first = client.post(reply_url(tenant, story), {"text": "It was probably us", "action": "keep"}, headers=HTMX)
    second = client.post(
        reply_url(tenant, story), {"text": "It was us", "action": "keep", "revision": "2"}, headers=HTMX
    )

    assert shown(first, 'name="revision" value="2"', "“probably”", "Saved ", "<textarea") == (True, True, True, False)
    assert shown(second, 'name="revision" value="3"', "Wording check passed.") == (True, True)
    assert the_answer(tenant).text == "It was us"


def test_a_fragment_is_the_answer_without_the_shell(tenant: Tenant, client_of: ClientOf, story: Story) -> None:
    client = client_of(tenant.agent)

    blank = client.get(reply_url(tenant, story), headers=HTMX)
    submitted_in_place = client.post(reply_url(tenant, story), {"text": "Sorry", "action": "submit"}, headers=HTMX)
    again = client.get(reply_url(tenant, story), headers=HTMX)

    for fragment in (blank, submitted_in_place, again):
        assert (fragment.status_code, shown(fragment, "<html", 'id="answer"')) == (200, (False, True))
    assert shown(submitted_in_place, "Waiting for an approver", "Waits for approval") == (True, True)
    assert submitted_in_place["HX-Retarget"] == "#answer"
    assert shown(again, "Waiting for an approver") == (True,)


def test_the_open_answer_stands_in_place_of_the_composer(tenant: Tenant, client_of: ClientOf, story: Story) -> None:
    with organization_scope(tenant.id):
        response = drafted(tenant.agent, story)

    answer = client_of(tenant.agent).get(reply_url(tenant, story))

    assert (answer.status_code, answer["Location"]) == (302, answer_url(tenant, response))


def test_another_mention_of_the_story_is_answered_by_its_number(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        story = make_story(tenant.brand, mentions=2)
        other = Mention.objects.exclude(pk=story.lead_id).get(matches__story=story)
        stranger = make_story(tenant.brand).lead
    client = client_of(tenant.agent)

    client.post(reply_url(tenant, story, f"?mention={other.pk}"), {"text": "Sorry"})

    assert the_answer(tenant).mention_id == other.pk
    assert client.get(reply_url(tenant, story, f"?mention={stranger.pk}")).status_code == 404


@pytest.mark.parametrize("wanted", ["", "x", "%00", "-1", "1e9", "²"])
def test_a_number_that_is_none_means_the_first_mention(
    tenant: Tenant, client_of: ClientOf, story: Story, wanted: str
) -> None:
    assert client_of(tenant.agent).get(reply_url(tenant, story, f"?mention={wanted}")).status_code == 200


def test_an_absurd_number_is_not_here(tenant: Tenant, client_of: ClientOf, story: Story) -> None:
    assert client_of(tenant.agent).get(reply_url(tenant, story, f"?mention={10**30}")).status_code == 404


def test_a_refused_submission_keeps_the_words_and_says_why(tenant: Tenant, client_of: ClientOf, story: Story) -> None:
    answer = client_of(tenant.agent).post(
        reply_url(tenant, story), {"text": "At {next_update_at}", "action": "submit", "slot-next_update_at": ""}
    )

    assert answer.status_code == 422
    assert shown(answer, "next_update_at", "has no words yet", "<title>Error: ", "At {next_update_at}") == (True,) * 4
    assert (the_answer(tenant).status, the_answer(tenant).text) == ("draft", "At {next_update_at}")


@pytest.mark.parametrize("text", ["x" * 20_001, "NUL \0 here"])
def test_words_that_cannot_be_kept_come_back(tenant: Tenant, client_of: ClientOf, story: Story, text: str) -> None:
    with organization_scope(tenant.id):
        response = drafted(tenant.agent, story)
    client = client_of(tenant.agent)

    refused = client.post(answer_url(tenant, response), {"text": text, "revision": 2})
    before_there_is_one = client.post(reply_url(tenant, story), {"text": text}, headers=HTMX)

    assert (refused.status_code, before_there_is_one.status_code) == (422, 422)
    assert shown(refused, text.replace("\0", "")[:50], "There is a problem") == (True, True)
    assert the_answer(tenant).text == WORDS


@pytest.mark.parametrize("revision", ["x", "-1", str(10**30), "\0", "²"])
def test_a_revision_that_is_none_is_refused(tenant: Tenant, client_of: ClientOf, story: Story, revision: str) -> None:
    with organization_scope(tenant.id):
        response = drafted(tenant.agent, story)

    answer = client_of(tenant.agent).post(answer_url(tenant, response), {"text": "Other", "revision": revision})

    assert (answer.status_code, the_answer(tenant).text) == (422, WORDS)


def test_submit_and_next_leads_to_the_queue_and_in_it_to_the_next_row(
    tenant: Tenant, client_of: ClientOf, story: Story
) -> None:
    client, words = client_of(tenant.agent), {"text": "Sorry", "action": "next"}
    queue = f"/o/{tenant.slug}/queue/"

    plain = client.post(reply_url(tenant, story), words)
    with organization_scope(tenant.id):
        other = make_story(tenant.brand)
    there = client.post(
        reply_url(tenant, other), words, headers=HTMX | {"HX-Current-URL": f"http://testserver{queue}?level=2"}
    )

    assert (plain.status_code, plain["Location"]) == (303, queue)
    assert json.loads(there["HX-Trigger-After-Swap"]) == {"decided": {"id": other.pk}}
    assert shown(there, "Waiting for an approver") == (True,)


def test_the_page_needs_the_same_queries_whatever_its_history(
    tenant: Tenant, client_of: ClientOf, story: Story
) -> None:
    client = client_of(tenant.agent)
    with organization_scope(tenant.id):
        response = drafted(tenant.agent, story)

    def go_round(number: int) -> None:
        row = the_answer(tenant)
        client.post(answer_url(tenant, row), {"text": f"Try {number}", "revision": row.revision, "action": "submit"})
        with organization_scope(tenant.id):
            row = the_answer(tenant)
            return_response(actor=tenant.owner, response=row, text_hash=row.text_hash, note="Again")

    go_round(1)
    for_one = queries_of(client, answer_url(tenant, response))
    go_round(2)
    go_round(3)

    assert queries_of(client, answer_url(tenant, response)) == for_one


def test_a_statement_is_written_on_the_same_page(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        incident = make_incident(tenant)
        response = start_statement(actor=tenant.agent, incident=incident, stage="holding")

    answer = client_of(tenant.agent).get(answer_url(tenant, response))

    assert shown(answer, "Holding statement", incident.title, "<textarea") == (True, True, True)


def test_an_answer_that_was_begun_and_left_empty_can_be_read(tenant: Tenant, client_of: ClientOf, story: Story) -> None:
    with organization_scope(tenant.id):
        response = start_reply(actor=tenant.agent, story=story, mention=story.lead)

    assert shown(client_of(tenant.owner).get(answer_url(tenant, response)), "Nothing is written yet.") == (True,)
