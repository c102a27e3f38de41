"""One question to an interface that answers in JSON, with its faults in the words of every source."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from django.utils.translation import gettext as _

from crisisdesk.web.guarded_http import FetchError, fetch
from mentions.cleaning import clean_line
from mentions.sources.encoding import decoded
from mentions.sources.patience import asked_for

BUSY: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
DENIED: Final = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
ABSENT: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
QUOTED: Final = 200


@dataclass(frozen=True)
class Answer:
    """`text` is what was said where `data` is None: some hosts tell their faults in plain words, with status 200."""

    data: Any
    text: str
    headers: Mapping[str, str]


def ask(address: str, asked: Mapping[str, object], now: datetime, headers: Mapping[str, str] | None = None) -> Answer:
    """GET. Raises FetchError: busy (with the time to wait), denied, gone, status, and those of the connection."""
    url = f"{address}?{urlencode(asked, doseq=True)}" if asked else address
    found = fetch(url, {"Accept": "application/json", **(headers or {})})
    host = urlsplit(address).hostname or ""
    if found.status in BUSY:
        sentence = _("%(host)s asks to come back later (%(status)s).") % {"host": host, "status": found.status}
        raise FetchError("busy", sentence, asked_for(found.headers, now))
    for code, statuses, sentence in (
        ("denied", DENIED, _("%(host)s refuses to answer (%(status)s).")),
        ("gone", ABSENT, _("%(host)s does not know this address (%(status)s).")),
    ):
        if found.status in statuses:
            raise FetchError(code, sentence % {"host": host, "status": found.status})
    if found.status >= HTTPStatus.BAD_REQUEST:
        sentence = _("%(host)s answers with an error (%(status)s).") % {"host": host, "status": found.status}
        raise FetchError("status", sentence)
    return _read(found.body, found.headers)


def _read(body: bytes, headers: Mapping[str, str]) -> Answer:
    text = decoded(body)
    try:
        return Answer(json.loads(text), "", headers)
    except (ValueError, RecursionError):
        return Answer(None, clean_line(text, QUOTED), headers)


def not_understood(host: str, said: str) -> FetchError:
    """It answered, in a shape that nobody here knows."""
    words = _("%(host)s answers in a form that is not understood: %(said)s") % {"host": host, "said": said or "…"}
    return FetchError("shape", words)
