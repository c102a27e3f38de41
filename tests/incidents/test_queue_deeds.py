"""What people do in the queue, with HTMX and without any script."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, Membership
from crisisdesk.tenancy import organization_scope
from incidents.models import TriageVerdict
from incidents.services.triage import give_verdict, give_verdicts
from mentions.models import Story
from tests.factories import Tenant, make_story
from tests.incidents.test_queue import HTMX, stories, url

ClientOf = Callable[[Membership], Client]


def fresh(tenant: Tenant, story: Story) -> Story:
    with organization_scope(tenant.id):
        row: Story = Story.objects.select_related("owner").get(pk=story.pk)
        return row


def events(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer["HX-Trigger"])
    return found


def test_a_verdict_without_scripts_leads_to_the_next_story(tenant: Tenant, client_of: ClientOf) -> None:
    third, second, first = stories(tenant, 3)
    client = client_of(tenant.agent)

    answer = client.post(url(tenant, f"stories/{first.pk}/verdict/"), {"verdict": "noise", "back": "sort=newest"})
    last = client.post(url(tenant, f"stories/{third.pk}/verdict/"), {"verdict": "watch", "at": "story"})

    assert (answer.status_code, answer["Location"]) == (303, url(tenant, f"queue/?sort=newest&sel={second.pk}"))
    assert last["Location"] == url(tenant, f"stories/{second.pk}/")
    assert "Under watch" in client.get(last["Location"]).content.decode()
    assert [fresh(tenant, story).status for story in (first, second, third)] == ["noise", "new", "watching"]


def test_after_the_last_story_the_queue_is_clear(tenant: Tenant, client_of: ClientOf) -> None:
    story = stories(tenant, 1)[0]

    answer = client_of(tenant.agent).post(
        url(tenant, f"stories/{story.pk}/verdict/"), {"verdict": "noise"}, follow=True
    )

    assert ("Queue clear" in answer.content.decode(), answer.redirect_chain) == (True, [(url(tenant), 303)])


def test_with_scripts_a_verdict_tells_which_row_leaves(tenant: Tenant, client_of: ClientOf) -> None:
    story = stories(tenant, 1)[0]
    client = client_of(tenant.agent)

    answer = client.post(url(tenant, f"stories/{story.pk}/verdict/"), {"verdict": "noise"}, headers=HTMX)

    with organization_scope(tenant.id):
        undo = url(tenant, f"queue/verdicts/{TriageVerdict.objects.get().pk}/undo/")
    toast = {"text": "Marked as noise", "undo": undo, "tone": "success"}
    assert (answer.status_code, events(answer)) == (204, {"decided": {"ids": [story.pk]}, "toasts": [toast]})

    back = client.post(undo, headers=HTMX)
    assert (back.status_code, events(back)["undone"]) == (204, {"ids": [story.pk]})
    assert fresh(tenant, story).status == "open"


def test_a_reply_opens_the_answer_in_the_same_place(tenant: Tenant, client_of: ClientOf) -> None:
    story, other = stories(tenant, 2)
    client = client_of(tenant.agent)

    swapped = client.post(url(tenant, f"stories/{story.pk}/verdict/"), {"verdict": "reply"}, headers=HTMX)
    plain = client.post(url(tenant, f"stories/{other.pk}/verdict/"), {"verdict": "reply"}, follow=True)

    for answer in (swapped, plain):
        assert (answer.status_code, "/reply/" in answer.content.decode()) == (200, True)
    assert "data-focus-after" in swapped.content.decode()
    assert fresh(tenant, story).owner == tenant.agent


def test_the_fifth_verdict_leads_to_a_new_incident_and_decides_nothing_yet(tenant: Tenant, client_of: ClientOf) -> None:
    story = stories(tenant, 1)[0]

    answer = client_of(tenant.agent).post(url(tenant, f"stories/{story.pk}/verdict/"), {"verdict": "incident"})

    assert (answer.status_code, answer["Location"]) == (303, url(tenant, f"incidents/new/?story={story.pk}"))
    assert fresh(tenant, story).status == "new"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_whoever_is_second_gets_a_sentence(tenant: Tenant, client_of: ClientOf, headers: dict[str, str]) -> None:
    story = stories(tenant, 1)[0]
    with organization_scope(tenant.id):
        give_verdict(actor=tenant.approver, story=story, verdict="watch")

    answer = client_of(tenant.agent).post(
        url(tenant, f"stories/{story.pk}/verdict/"), {"verdict": "noise", "seen": "new"}, headers=headers
    )

    assert answer.status_code == 409
    assert f"{tenant.approver.name} put this under watch, under 1 min ago." in answer.content.decode()
    assert fresh(tenant, story).status == "watching"


@pytest.mark.parametrize("words", [{}, {"verdict": "burn"}, {"verdict": "noise", "seen": "odd"}])
def test_a_verdict_that_means_nothing_shows_the_story_again(
    tenant: Tenant, client_of: ClientOf, words: dict[str, str]
) -> None:
    story = stories(tenant, 1)[0]

    answer = client_of(tenant.agent).post(url(tenant, f"stories/{story.pk}/verdict/"), words)

    assert (answer.status_code, "is gone" in answer.content.decode()) == (422, True)
    assert fresh(tenant, story).status == "new"


def test_selected_stories_are_decided_and_undone_together(tenant: Tenant, client_of: ClientOf) -> None:
    rows = stories(tenant, 3)
    client = client_of(tenant.agent)
    chosen: dict[str, Any] = {"verdict": "noise", "story": [row.pk for row in rows[:2]]}

    swapped = client.post(url(tenant, "queue/verdicts/"), chosen, headers=HTMX)
    undone = client.post(events(swapped)["toasts"][0]["undo"], follow=True)
    plain = client.post(url(tenant, "queue/verdicts/"), chosen, follow=True)

    assert sorted(events(swapped)["decided"]["ids"]) == sorted(chosen["story"])
    assert "2 stories are back" in undone.content.decode()
    assert "2 stories marked as noise" in plain.content.decode()
    assert plain.context["detail"].story == rows[2]
    assert [fresh(tenant, row).status for row in rows] == ["noise", "noise", "new"]


def test_nothing_selected_says_so_beside_the_list(tenant: Tenant, client_of: ClientOf) -> None:
    stories(tenant, 1)
    client = client_of(tenant.agent)

    plain = client.post(url(tenant, "queue/verdicts/"), {"verdict": "noise"})
    swapped = client.post(url(tenant, "queue/verdicts/"), {"verdict": "noise"}, headers=HTMX)

    assert (plain.status_code, "Select the stories" in plain.content.decode()) == (422, True)
    assert (swapped.status_code, swapped.content.decode()) == (409, "Select the stories to decide about.")


def test_what_others_hold_is_left_alone_and_said(tenant: Tenant, client_of: ClientOf) -> None:
    rows = stories(tenant, 2)
    with organization_scope(tenant.id):
        Story.objects.filter(pk=rows[0].pk).update(owner=tenant.approver)

    answer = client_of(tenant.agent).post(
        url(tenant, "queue/verdicts/"), {"verdict": "watch", "story": [row.pk for row in rows]}, headers=HTMX
    )

    assert events(answer)["toasts"][0]["text"] == "1 story under watch. 1 was somebody else's"


def test_taking_releasing_and_taking_over(tenant: Tenant, client_of: ClientOf) -> None:
    story = stories(tenant, 1)[0]
    agent, approver = client_of(tenant.agent), client_of(tenant.approver)
    take, release = url(tenant, f"stories/{story.pk}/take/"), url(tenant, f"stories/{story.pk}/release/")

    mine = agent.post(take, headers=HTMX)
    refused = approver.post(take)
    over = approver.post(take, {"over": "1"}, follow=True)
    not_mine = agent.post(release, headers=HTMX)
    assert fresh(tenant, story).owner == tenant.approver
    approver.post(release, {"at": "story"})

    assert ("Yours" in mine.content.decode(), refused.status_code, over.status_code) == (True, 409, 200)
    assert f"{tenant.agent.name} has taken this story" in refused.content.decode()
    assert (not_mine.status_code, fresh(tenant, story).owner) == (200, None)
    with organization_scope(tenant.id):
        verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["story.taken", "story.given", "story.released"]


def test_giving_a_story_to_a_colleague(tenant: Tenant, client_of: ClientOf) -> None:
    story = stories(tenant, 1)[0]
    client, page = client_of(tenant.agent), url(tenant, f"stories/{story.pk}/give/")

    dialog = client.get(page, headers=HTMX).content.decode()
    viewer = client.post(page, {"to": tenant.viewer.pk})
    given = client.post(page, {"to": tenant.approver.pk, "back": "level=1"})

    assert ("<dialog" in dialog, "<html" in dialog, tenant.approver.name in dialog) == (True, False, True)
    assert (viewer.status_code, given["Location"]) == (422, url(tenant, f"queue/?level=1&sel={story.pk}"))
    assert fresh(tenant, story).owner == tenant.approver


def test_a_level_goes_up_at_once_and_down_with_a_reason(tenant: Tenant, client_of: ClientOf) -> None:
    story = stories(tenant, 1)[0]
    client, page = client_of(tenant.agent), url(tenant, f"stories/{story.pk}/level/")

    raised = client.post(page, {"level": 3, "seen": 0})
    silent = client.post(page, {"level": 1, "seen": 3}, headers=HTMX)
    stale = client.post(page, {"level": 1, "seen": 2, "reason": "Old"})
    lowered = client.post(page, {"level": 1, "seen": 3, "reason": "It was a joke"}, headers=HTMX)

    assert (raised.status_code, silent.status_code, stale.status_code) == (303, 422, 409)
    assert ("Say why" in silent.content.decode(), "<html" in silent.content.decode()) == (True, False)
    assert lowered["HX-Redirect"] == url(tenant, f"queue/?sel={story.pk}")
    detail = client.get(url(tenant, f"stories/{story.pk}/")).content.decode()
    assert (fresh(tenant, story).level, f"Lowered by {tenant.agent.name}: It was a joke" in detail) == (1, True)


def test_my_decisions_of_today_with_their_undo(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        give_verdicts(
            actor=tenant.agent, stories=[make_story(tenant.brand, f"Story {n}") for n in range(3)], verdict="noise"
        )
        old = give_verdict(actor=tenant.agent, story=make_story(tenant.brand, "Old one"), verdict="watch")
        TriageVerdict.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(minutes=20))
        give_verdict(actor=tenant.approver, story=make_story(tenant.brand, "Of another"), verdict="noise")
    client = client_of(tenant.agent)

    body = client.get(url(tenant, "queue/history/")).content.decode()

    assert ("and 2 more stories" in body, "Of another" in body) == (True, False)
    assert body.count("/undo/") == 1


def test_a_foreign_verdict_is_not_found(tenant: Tenant, rival: Tenant, client_of: ClientOf) -> None:
    with organization_scope(rival.id):
        given = give_verdict(actor=rival.agent, story=make_story(rival.brand), verdict="noise")

    assert client_of(tenant.agent).post(url(tenant, f"queue/verdicts/{given.pk}/undo/")).status_code == 404
