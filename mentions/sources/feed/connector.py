"""One visit to a feed: conditional, patient, and clear about what went wrong."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from http import HTTPStatus
from time import monotonic
from typing import Any, Final

from django.utils.translation import gettext as _

from crisisdesk.web.guarded_http import FetchError, Limits, fetch
from mentions.sources.contract import Asking, Pace, Page
from mentions.sources.feed.parser import UnreadableFeedError, parse_feed
from mentions.sources.feed.rhythm import next_look
from mentions.sources.patience import retry_after

ACCEPT: Final = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
SECONDS: Final = 9.0  # of one visit: names, redirects, body, reading
PARSING_SECONDS: Final = 3.0  # of these at least are left for reading
ASK_FOR_PATIENCE: Final = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}


class FeedConnector:
    pace = Pace(usual=timedelta(minutes=10), soonest=timedelta(minutes=1))  # no feed is worth asking every second

    def fetch(self, asking: Asking) -> Page:
        return fetch_feed(asking.settings["url"], asking.cursor, asking.now)


def fetch_feed(url: str, cursor: Mapping[str, Any], now: datetime) -> Page:
    """Raises FetchError. A feed without items is a page without items.

    For a web page the first feed that it names is read, and kept as the place to ask.
    """
    ends = monotonic() + SECONDS
    try:
        return _visit(cursor.get("moved_to") or url, cursor, now, ends)
    except UnreadableFeedError as fault:
        if not fault.feeds:
            raise
        page = _visit(fault.feeds[0], {}, now, ends)
        return replace(page, cursor={"moved_to": fault.feeds[0]} | page.cursor)


def _visit(url: str, cursor: Mapping[str, Any], now: datetime, ends: float) -> Page:
    answer = fetch(url, _asking(cursor), Limits(seconds=max(1.0, ends - monotonic() - PARSING_SECONDS)))
    wait = retry_after(answer.headers.get("retry-after", ""), now)
    if answer.status == HTTPStatus.NOT_MODIFIED:
        return Page([], dict(cursor), wait, best_after=_kept_pace(cursor))
    _refuse_status(answer.status, wait)
    told = {"etag": answer.headers.get("etag", ""), "modified": answer.headers.get("last-modified", "")}
    kept: dict[str, Any] = {name: value for name, value in told.items() if value.isascii()}  # no other can be sent back
    kept["moved_to"] = answer.moved_to or cursor.get("moved_to", "")
    note, seconds = "", max(PARSING_SECONDS, ends - monotonic())
    try:
        items = parse_feed(answer.body, answer.url, now, answer.headers.get("content-type", ""), seconds)
    except UnreadableFeedError as fault:
        if fault.code != "no_items":
            raise
        items, note = [], str(fault)
    best = next_look(items, answer.body, answer.headers, now)
    if best:
        kept["seconds"] = best.total_seconds()
    return Page(items, {name: value for name, value in kept.items() if value}, wait, note, best_after=best)


def _kept_pace(cursor: Mapping[str, Any]) -> timedelta | None:
    """Of the last answer that was one."""
    return timedelta(seconds=cursor["seconds"]) if "seconds" in cursor else None


def _asking(cursor: Mapping[str, Any]) -> dict[str, str]:
    """Only what is new, please."""
    validators = {"If-None-Match": cursor.get("etag"), "If-Modified-Since": cursor.get("modified")}
    return {"Accept": ACCEPT} | {name: value for name, value in validators.items() if value}


def _refuse_status(status: int, wait: timedelta | None) -> None:
    if status == HTTPStatus.GONE:
        raise FetchError("gone", _("The feed is gone for good (410)."))
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise FetchError("denied", _("The host refuses to show the feed (%(status)s).") % {"status": status})
    if status in ASK_FOR_PATIENCE:
        raise FetchError("busy", _("The host asks to come back later (%(status)s).") % {"status": status}, wait)
    if status >= HTTPStatus.BAD_REQUEST:
        raise FetchError("status", _("The host answers with an error (%(status)s).") % {"status": status})
