"""One question to an interface that answers in JSON, with its faults in the words of every source."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from django.utils.translation import gettext as _

from crisisdesk.web.guarded_http import FetchError, fetch, post
from mentions.cleaning import clean_line
from mentions.sources.encoding import decoded
from mentions.sources.patience import asked_for

BUSY: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
DENIED: Final = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
ABSENT: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
QUOTED: Final = 200
FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """`text` is what was said where `data` is None: some hosts tell their faults in plain words, with status 200."""

    data: Any
    text: str
    headers: Mapping[str, str]
    host: str = ""
    status: int = HTTPStatus.OK

    def member(self, *path: str) -> Any:  # noqa: ANN401 -- whatever stands there
        """What stands at this path of objects; None where the answer has another shape."""
        found = self.data
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        return found

    def rows(self, *path: str) -> list[dict[str, Any]]:
        """The objects of a list; what else stands in it is left out. Raises FetchError where there is no list."""
        found = self.member(*path)
        if not isinstance(found, list):
            raise not_understood(self.host, self.text)
        return [row for row in found if isinstance(row, dict)]


def ask(address: str, asked: Mapping[str, object], now: datetime, headers: Mapping[str, str] | None = None) -> Answer:
    """GET. Raises FetchError: busy (with the time to wait), denied, gone, status, and those of the connection."""
    return trusted(hear(address, asked, headers), now)


def hear(address: str, asked: Mapping[str, object], headers: Mapping[str, str] | None = None) -> Answer:
    """GET, for an interface with faults of its own: no status is a fault here."""
    url = f"{address}?{urlencode(asked, doseq=True)}" if asked else address
    found = fetch(url, {"Accept": "application/json", **(headers or {})})
    return _read(address, found.status, found.body, found.headers)


def tell(address: str, said: Mapping[str, object], headers: Mapping[str, str] | None = None) -> Answer:
    """POST of a form. What is secret goes this way or into a header: addresses are written down on the way."""
    form = {"Content-Type": FORM} if said else {}
    words = {"Accept": "application/json", **form, **(headers or {})}
    found = post(address, urlencode(said, doseq=True).encode(), words)
    return _read(address, found.status, found.body, found.headers)


def tell_json(address: str, said: Mapping[str, object], headers: Mapping[str, str] | None = None) -> Answer:
    words = {"Accept": "application/json", "Content-Type": "application/json", **(headers or {})}
    found = post(address, json.dumps(said).encode(), words)
    return _read(address, found.status, found.body, found.headers)


def trusted(answer: Answer, now: datetime) -> Answer:
    """The answer itself, where its status is none of a fault. Raises FetchError as `ask`."""
    words = {"host": answer.host, "status": answer.status}
    if answer.status in BUSY:
        sentence = _("%(host)s asks to come back later (%(status)s).") % words
        raise FetchError("busy", sentence, asked_for(answer.headers, now))
    for code, statuses, sentence in (
        ("denied", DENIED, _("%(host)s refuses to answer (%(status)s).")),
        ("gone", ABSENT, _("%(host)s does not know this address (%(status)s).")),
    ):
        if answer.status in statuses:
            raise FetchError(code, sentence % words)
    if answer.status >= HTTPStatus.BAD_REQUEST:
        raise FetchError("status", _("%(host)s answers with an error (%(status)s).") % words)
    return answer


def _read(address: str, status: int, body: bytes, headers: Mapping[str, str]) -> Answer:
    text, host = decoded(body), urlsplit(address).hostname or ""
    try:
        return Answer(json.loads(text), "", headers, host, status)
    except (ValueError, RecursionError):
        return Answer(None, clean_line(text, QUOTED), headers, host, status)


def not_understood(host: str, said: str) -> FetchError:
    """It answered, in a shape that nobody here knows."""
    words = _("%(host)s answers in a form that is not understood: %(said)s") % {"host": host, "said": said or "…"}
    return FetchError("shape", words)
