"""When an answer to a story is due, and its level as people set it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from crisisdesk.errors import DomainError, StaleState
from mentions.enums import ANSWER_WITHIN, Level
from mentions.models import Story
from mentions.queries.levels import LevelReading, reasons_in_words
from mentions.services import grouping
from mentions.services.stories import give_story, release_story, set_level, take_story
from tests.factories import Tenant, make_story

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def fresh(story: Story) -> Story:
    row: Story = Story.objects.get(pk=story.pk)
    return row


def measured(monkeypatch: pytest.MonkeyPatch, story: Story, level: int) -> None:
    """The next mention of the story measures it at this level."""
    reading = LevelReading(Level(level), [{"criterion": "authors", "value": 9}])
    monkeypatch.setattr(grouping, "measured_levels", lambda *_: {story.pk: reading})
    grouping._raise_levels(story.organization_id, [story.pk])


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_a_level_that_is_reached_promises_an_answer_from_now(
    inside: Tenant, monkeypatch: pytest.MonkeyPatch, level: int
) -> None:
    story = make_story(inside.brand)

    measured(monkeypatch, story, level)

    assert (fresh(story).level, fresh(story).due_at) == (level, NOW + ANSWER_WITHIN[level])


def test_a_promise_only_comes_nearer(inside: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    soon = NOW + timedelta(minutes=3)
    story = make_story(inside.brand, due_at=soon)

    measured(monkeypatch, story, 1)

    assert fresh(story).due_at == soon


@pytest.mark.parametrize(
    ("fields", "due"),
    [
        ({"level": 0, "negative_count": 0}, None),
        ({"level": 0, "negative_count": 1}, NOW + timedelta(hours=4)),
        ({"level": 3, "negative_count": 0}, NOW + timedelta(minutes=30)),
    ],
)
def test_a_story_that_comes_back_waits_anew(inside: Tenant, fields: dict[str, Any], due: datetime | None) -> None:
    story = make_story(inside.brand, mentions=6, status="noise", decided_count=3, due_at=NOW, **fields)

    grouping._bring_back([story.pk])

    row = fresh(story)
    assert (row.status, row.decided_count, row.waiting_since, row.due_at) == ("open", None, NOW, due)


def test_a_person_raises_a_level_at_once(inside: Tenant) -> None:
    story = make_story(inside.brand, level=1, level_reasons=[{"criterion": "authors", "value": 7}])

    set_level(actor=inside.agent, story=story, level=3, seen=1)

    row = fresh(story)
    assert (row.level, row.due_at) == (3, NOW + timedelta(minutes=30))
    assert reasons_in_words(row.level_reasons) == [f"Raised by {inside.agent.name}", "7 different authors"]
    assert AuditEntry.objects.get(verb="story.level").detail == {"before": 1, "after": 3, "reason": ""}


def test_a_person_lowers_it_with_a_reason(inside: Tenant) -> None:
    story = make_story(inside.brand, level=3, due_at=NOW)

    with pytest.raises(DomainError, match="Say why"):
        set_level(actor=inside.agent, story=story, level=0, seen=3, reason="  ")
    assert fresh(story).level == 3

    set_level(actor=inside.agent, story=story, level=0, seen=3, reason="A joke")
    row = fresh(story)
    assert (row.level, row.due_at) == (0, None)
    assert reasons_in_words(row.level_reasons) == [f"Lowered by {inside.agent.name}: A joke"]


def test_what_a_person_has_lowered_stays_until_it_has_doubled(inside: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    story = make_story(inside.brand, level=3, mentions=5)
    set_level(actor=inside.agent, story=story, level=1, seen=3, reason="A joke")

    Story.objects.filter(pk=story.pk).update(mentions_count=9)
    measured(monkeypatch, story, 3)
    assert fresh(story).level == 1

    Story.objects.filter(pk=story.pk).update(mentions_count=10)
    measured(monkeypatch, story, 3)
    assert fresh(story).level == 3


def test_nobody_overwrites_a_level_that_they_have_not_seen(inside: Tenant) -> None:
    story = make_story(inside.brand, level=2)

    with pytest.raises(StaleState):
        set_level(actor=inside.agent, story=story, level=3, seen=1)

    set_level(actor=inside.agent, story=story, level=1, seen=1)
    assert (fresh(story).level, AuditEntry.objects.count()) == (2, 0)


def test_one_person_has_a_story_until_another_is_given_it(inside: Tenant) -> None:
    story = make_story(inside.brand)

    take_story(actor=inside.agent, story=story)
    take_story(actor=inside.agent, story=story)
    with pytest.raises(StaleState, match=f"{inside.agent.name} has taken this story"):
        take_story(actor=inside.approver, story=story)
    with pytest.raises(DomainError, match="works at the desk"):
        give_story(actor=inside.agent, story=story, to=inside.viewer)
    give_story(actor=inside.approver, story=story, to=inside.approver)
    release_story(actor=inside.agent, story=story)
    assert fresh(story).owner == inside.approver

    release_story(actor=inside.approver, story=story)
    release_story(actor=inside.approver, story=story)
    assert fresh(story).owner is None
    assert [entry.verb for entry in AuditEntry.objects.order_by("pk")] == [
        "story.taken",
        "story.given",
        "story.released",
    ]
