"""An entry of the timeline in the reader's language. Rows keep figures and names; sentences are made here.

Russian verbs know the gender of who did it, so a deed is told without its doer; the name stands below.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crisisdesk.web.badges import LEVELS
from crisisdesk.web.wording import clock_time, compact_number
from incidents.enums import CRISIS_FROM, EntryKind, IncidentRole, IncidentStatus
from incidents.models import TimelineEntry

Detail = Mapping[str, Any]
# Of the app above this one, which writes them: what is sent, and what has become of it.
STAGES: Final[dict[str, str | Promise]] = {
    "holding": gettext_lazy("Holding statement"),
    "reply": gettext_lazy("Reply to a person"),
    "statement": gettext_lazy("Statement"),
    "update": gettext_lazy("Update"),
    "closing": gettext_lazy("Closing"),
}
ANSWERS: Final[dict[str, str | Promise]] = {
    "submitted": gettext_lazy("%(stage)s: submitted for approval"),
    "approved": gettext_lazy("%(stage)s: approved"),
    "returned": gettext_lazy("%(stage)s: returned with a note"),
    "reopened": gettext_lazy("%(stage)s: changed again, the approval is void"),
    "withdrawn": gettext_lazy("%(stage)s: withdrawn"),
    "sent": gettext_lazy("%(stage)s: sent"),
    "failed": gettext_lazy("%(stage)s: not sent"),
    "unknown": gettext_lazy("%(stage)s: nobody knows yet whether it was sent"),
}
TASKS: Final[dict[str, str | Promise]] = {
    "added": gettext_lazy("Task added: %(title)s"),
    "done": gettext_lazy("Task done: %(title)s"),
    "skipped": gettext_lazy("Task skipped: %(title)s"),
    "reopened": gettext_lazy("Task opened again: %(title)s"),
    "assigned": gettext_lazy("Task given to %(name)s: %(title)s"),
}
POST_MORTEMS: Final[dict[str, str | Promise]] = {
    "started": gettext_lazy("Post-mortem begun"),
    "final": gettext_lazy("Post-mortem signed"),
    "corrected": gettext_lazy("Post-mortem opened for a correction"),
}


@dataclass(frozen=True)
class Told:
    """`said` is the sentence, `more` stands below it after the name; `css` is hot, acc, okk or empty."""

    said: str
    icon: str
    css: str = ""
    more: str = ""


def tell(entry: TimelineEntry) -> Told:
    return TELLERS[EntryKind(entry.kind)](entry.detail)


def _opened(detail: Detail) -> Told:
    said = _("Declared at level %(level)s") % {"level": _level(detail.get("level", 0))}
    count = detail.get("mentions", 0)
    more = ngettext("from a story with %(count)s mention", "from a story with %(count)s mentions", count)
    return Told(said, "opened", "hot", more % {"count": compact_number(count)})


def _status(detail: Detail) -> Told:
    other = {"number": detail.get("number", ""), "title": detail.get("title", "")}
    if detail.get("event") == "merged_into":
        return Told(_("Merged into incident %(number)s: %(title)s") % other, "status")
    if detail.get("event") == "merged_from":
        return Told(_("Incident %(number)s became part of this one: %(title)s") % other, "status")
    words = _("Moved back: %(status)s") if detail.get("back") else _("Moved on: %(status)s")
    css = "" if detail.get("back") else "okk"
    return Told(words % {"status": _label(IncidentStatus, detail.get("after"))}, "status", css)


def _changed_level(detail: Detail) -> Told:
    before, after = detail.get("before", 0), detail.get("after", 0)
    words = _("Level raised to %(level)s") if after > before else _("Level lowered to %(level)s")
    css = "hot" if after > before and after >= CRISIS_FROM else ""
    return Told(words % {"level": _level(after)}, LEVELS[after].icon, css)


def _role(detail: Detail) -> Told:
    role, name = _label(IncidentRole, detail.get("role")), detail.get("name", "")
    if detail.get("event") == "acknowledged":
        return Told(_("%(role)s: acknowledged") % {"role": role}, "ok", "okk")
    if detail.get("event") == "released":
        return Told(_("%(role)s: nobody any more, was %(name)s") % {"role": role, "name": name}, "role")
    return Told(_("%(role)s: %(name)s") % {"role": role, "name": name}, "role")


def _story(detail: Detail) -> Told:
    if detail.get("event") == "first_mention":
        return _first_mention(detail)
    words = _("Story taken out: %(title)s") if detail.get("event") == "unlinked" else _("Story linked: %(title)s")
    count = detail.get("mentions", 0)
    more = ngettext("%(count)s mention", "%(count)s mentions", count) % {"count": compact_number(count)}
    return Told(words % {"title": detail.get("title", "")}, "story", "", more)


def _first_mention(detail: Detail) -> Told:
    author, followers = detail.get("author"), detail.get("followers")
    said = _("First mention, by %(author)s") % {"author": author} if author else _("First mention")
    followed = _("%(count)s followers") % {"count": compact_number(followers)} if followers else ""
    return Told(said, "flag", "hot", " · ".join(filter(None, [detail.get("network", ""), followed])))


def _task(detail: Detail) -> Told:
    event = detail.get("event", "")
    words = TASKS.get(event, TASKS["added"])
    if event == "assigned" and not detail.get("name"):
        words = _("Task given to nobody: %(title)s")
    css = "okk" if event == "done" else ""
    return Told(str(words) % {"title": detail.get("title", ""), "name": detail.get("name", "")}, "task", css)


def _update(detail: Detail) -> Told:
    said = _("Update with the facts") if detail.get("facts") else _("Update")
    due = parse_datetime(detail.get("next_update_at") or "")
    more = _("next one promised for %(time)s") % {"time": clock_time(due, due)} if due else ""
    return Told(said, "update", "acc", more)


def _note(detail: Detail) -> Told:  # noqa: ARG001 -- one signature for all kinds
    return Told(_("Note"), "note")


def _response(detail: Detail) -> Told:
    event = detail.get("event", "")
    stage = STAGES.get(detail.get("stage", ""), _("Response"))
    words = str(ANSWERS.get(event, "%(stage)s"))
    css = {"sent": "okk", "approved": "okk", "failed": "hot", "unknown": "hot"}.get(event, "")
    return Told(words % {"stage": stage}, "response", css, detail.get("address", "") or detail.get("note", ""))


def _risk(detail: Detail) -> Told:
    words = {
        "linked": _("Risk linked: R-%(number)s %(title)s"),
        "unlinked": _("Risk taken off: R-%(number)s %(title)s"),
        "rescored": _("Risk scored again: R-%(number)s %(title)s"),
    }
    event = detail.get("event", "")
    more = " → ".join("×".join(map(str, detail[name])) for name in ("before", "after")) if event == "rescored" else ""
    said = words.get(event, words["linked"])
    return Told(said % {"number": detail.get("number", ""), "title": detail.get("title", "")}, "risk", "", more)


def _post_mortem(detail: Detail) -> Told:
    return Told(str(POST_MORTEMS.get(detail.get("event", ""), _("Post-mortem"))), "post_mortem")


def _level(value: int) -> str:
    return f"{value} {LEVELS[value].word}"


def _label(choices: type[IncidentStatus | IncidentRole], value: str | None) -> str:
    return str(choices(value).label) if value in choices.values else str(value or "")


TELLERS: Final[dict[EntryKind, Callable[[Detail], Told]]] = {
    EntryKind.OPENED: _opened,
    EntryKind.STATUS: _status,
    EntryKind.LEVEL: _changed_level,
    EntryKind.ROLE: _role,
    EntryKind.STORY: _story,
    EntryKind.TASK: _task,
    EntryKind.UPDATE: _update,
    EntryKind.NOTE: _note,
    EntryKind.RESPONSE: _response,
    EntryKind.RISK: _risk,
    EntryKind.POST_MORTEM: _post_mortem,
}
