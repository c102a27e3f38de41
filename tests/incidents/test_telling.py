"""Every kind of entry has its sentence; figures and names come from the row."""

from typing import Any

import pytest

from incidents.models import TimelineEntry
from incidents.queries.telling import Told, tell

CASES: list[tuple[str, dict[str, Any], Told]] = [
    (
        "opened",
        {"level": 3, "mentions": 96},
        Told("Declared at level 3 Crisis", "opened", "hot", "from a story with 96 mentions"),
    ),
    (
        "status",
        {"before": "declared", "after": "contained", "back": False},
        Told("Moved on: Contained", "status", "okk"),
    ),
    ("status", {"before": "contained", "after": "declared", "back": True}, Told("Moved back: Declared", "status")),
    (
        "status",
        {"event": "merged_into", "number": 4, "title": "Bags"},
        Told("Merged into incident 4: Bags", "status"),
    ),
    (
        "status",
        {"event": "merged_from", "number": 4, "title": "Bags"},
        Told("Incident 4 became part of this one: Bags", "status"),
    ),
    ("level", {"before": 2, "after": 4}, Told("Level raised to 4 Critical", "level-4", "hot")),
    ("level", {"before": 1, "after": 2}, Told("Level raised to 2 Threat", "level-2")),
    ("level", {"before": 3, "after": 1}, Told("Level lowered to 1 Issue", "level-1")),
    ("role", {"event": "assigned", "role": "lead", "name": "Anna"}, Told("Lead: Anna", "role")),
    ("role", {"event": "released", "role": "legal", "name": "Yana"}, Told("Legal: nobody any more, was Yana", "role")),
    ("role", {"event": "acknowledged", "role": "lead"}, Told("Lead: acknowledged", "ok", "okk")),
    (
        "story",
        {"event": "first_mention", "author": "@marina", "followers": 48_200, "network": "x"},
        Told("First mention, by @marina", "flag", "hot", "x · 48.2\N{NO-BREAK SPACE}k followers"),
    ),
    ("story", {"event": "first_mention", "author": "", "followers": None}, Told("First mention", "flag", "hot")),
    (
        "story",
        {"event": "linked", "title": "Soup", "mentions": 1},
        Told("Story linked: Soup", "story", "", "1 mention"),
    ),
    (
        "story",
        {"event": "unlinked", "title": "Soup", "mentions": 2},
        Told("Story taken out: Soup", "story", "", "2 mentions"),
    ),
    ("task", {"event": "done", "title": "Call"}, Told("Task done: Call", "task", "okk")),
    ("task", {"event": "assigned", "title": "Call", "name": "Dan"}, Told("Task given to Dan: Call", "task")),
    ("task", {"event": "assigned", "title": "Call", "name": ""}, Told("Task given to nobody: Call", "task")),
    ("task", {"event": "unheard of", "title": "Call"}, Told("Task added: Call", "task")),
    ("update", {"facts": True, "next_update_at": None}, Told("Update with the facts", "update", "acc")),
    (
        "update",
        {"next_update_at": "2026-03-02T14:15:00+00:00"},
        Told("Update", "update", "acc", "next one promised for 14:15"),
    ),
    ("note", {}, Told("Note", "note")),
    (
        "response",
        {"event": "sent", "stage": "holding", "address": "https://x.test/1"},
        Told("Holding statement: sent", "response", "okk", "https://x.test/1"),
    ),
    (
        "response",
        {"event": "returned", "stage": "reply", "note": "Softer"},
        Told("Reply to a person: returned with a note", "response", "", "Softer"),
    ),
    ("response", {"event": "unheard of", "stage": "odd"}, Told("Response", "response")),
    ("risk", {"event": "linked", "number": 9, "title": "Soup"}, Told("Risk linked: R-9 Soup", "risk")),
    ("risk", {"event": "unlinked", "number": 9, "title": "Soup"}, Told("Risk taken off: R-9 Soup", "risk")),
    (
        "risk",
        {"event": "rescored", "number": 9, "title": "Soup", "before": [3, 2], "after": [4, 4]},
        Told("Risk scored again: R-9 Soup", "risk", "", "3×2 → 4×4"),
    ),
    ("post_mortem", {"event": "started"}, Told("Post-mortem begun", "post_mortem")),
    ("post_mortem", {"event": "unheard of"}, Told("Post-mortem", "post_mortem")),
]


@pytest.mark.parametrize(("kind", "detail", "told"), CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_an_entry_is_told(kind: str, detail: dict[str, Any], told: Told) -> None:
    assert tell(TimelineEntry(kind=kind, detail=detail)) == told
