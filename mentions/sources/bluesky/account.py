"""Signed in at the server that keeps the account (PDS), with an app password.

Signing in is allowed a few hundred times a day, so what it gave is kept from visit to visit and renewed.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

from django.utils.translation import gettext as _

from crisisdesk.web.guarded_http import FetchError
from mentions.sources.contract import Asking
from mentions.sources.interface import Answer, hear, not_understood, tell, tell_json, trusted

AGED: Final = frozenset({"ExpiredToken", "InvalidToken"})
SHUT: Final = frozenset({"AccountTakedown", "AccountDeactivated", "AccountSuspended"})


@dataclass(frozen=True)
class Pass:
    """`home` is the server that keeps the account; it may be another than the one where people sign in."""

    home: str
    access: str
    refresh: str

    def __repr__(self) -> str:
        return f"Pass({self.home})"


class Account:
    """One visit. `session` is what to keep for the next one, None while the old one still holds."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._pass = _kept(asking.session)
        self.session: str | None = None

    def ask(self, method: str, asked: Mapping[str, object]) -> Answer:
        """GET of one method. Raises FetchError. A pass that has aged is renewed on the way."""
        ours = self._pass or self._sign_in()
        answer = _asked(ours, method, asked)
        if _is_aged(answer):
            answer = _asked(self._renewed(ours), method, asked)
        if answer.status == HTTPStatus.BAD_REQUEST:
            raise FetchError("query", _("Bluesky refuses the question: %(said)s") % {"said": _said(answer)})
        return trusted(answer, self._asking.now)

    def _sign_in(self) -> Pass:
        server, handle = self._asking.settings["server"].rstrip("/"), self._asking.settings["handle"]
        if not self._asking.secret:
            raise FetchError("denied", _("Bluesky shows its search to members only. Enter an app password."))
        said = {"identifier": handle, "password": self._asking.secret}
        answer = tell_json(f"{server}/xrpc/com.atproto.server.createSession", said)
        return self._keep(_granted(answer, server, self._asking.now))

    def _renewed(self, aged: Pass) -> Pass:
        """By the other half of the pass; where that has aged too, by the password."""
        told = {"Authorization": f"Bearer {aged.refresh}"}
        answer = tell(f"{aged.home}/xrpc/com.atproto.server.refreshSession", {}, told)
        if _is_aged(answer) or answer.status == HTTPStatus.UNAUTHORIZED:
            return self._sign_in()
        return self._keep(_granted(answer, aged.home, self._asking.now))

    def _keep(self, granted: Pass) -> Pass:
        self._pass, self.session = granted, json.dumps(asdict(granted))
        return granted


def _kept(session: str) -> Pass | None:
    return Pass(**json.loads(session)) if session else None


def _asked(ours: Pass, method: str, asked: Mapping[str, object]) -> Answer:
    return hear(f"{ours.home}/xrpc/{method}", asked, {"Authorization": f"Bearer {ours.access}"})


def _is_aged(answer: Answer) -> bool:
    return answer.status in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED} and answer.member("error") in AGED


def _granted(answer: Answer, server: str, now: datetime) -> Pass:
    fault = answer.member("error")
    if fault == "AuthFactorTokenRequired":
        raise FetchError("denied", _("This is the password of the account. Make an app password and enter that one."))
    if fault in SHUT:
        raise FetchError("denied", _("Bluesky has closed this account or its owner has put it to rest."))
    if answer.status in {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED}:
        raise FetchError("denied", _("Bluesky does not accept this handle with this app password."))
    access, refresh = (trusted(answer, now).member(name) for name in ("accessJwt", "refreshJwt"))
    if not isinstance(access, str) or not isinstance(refresh, str):
        raise not_understood(answer.host, answer.text)
    return Pass(_home(answer.member("didDoc")) or server, access, refresh)


def _home(document: object) -> str:
    services = document.get("service") if isinstance(document, dict) else None
    for service in services if isinstance(services, list) else ():
        if isinstance(service, dict) and str(service.get("id", "")).endswith("#atproto_pds"):
            return str(service.get("serviceEndpoint", "")).rstrip("/")
    return ""


def _said(answer: Answer) -> Any:  # noqa: ANN401 -- a sentence of the host
    return answer.member("message") or answer.member("error") or answer.text or answer.status
