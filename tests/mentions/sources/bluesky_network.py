"""A Bluesky of a few posts: it signs people in, lets their passes age, and is written to while it is read."""

import json
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.loopback import Loopback
from tests.mentions.sources.engine import Asked, Engine

PASSWORD = "abcd-efgh-ijkl-mnop"


def stamp(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"


class Network:
    """`sortAt` is the earlier of both clocks; `until` is left out of what is asked for, `since` belongs to it."""

    def __init__(self) -> None:
        self.posts: list[dict[str, Any]] = []
        self.told: list[dict[str, Any]] = []

    def post(
        self, at: datetime, text: str = "Nordwind lost my bag", indexed: datetime | None = None, **record: Any
    ) -> dict[str, Any]:
        number = len(self.posts) + len(self.told) + 1
        view = {
            "uri": f"at://did:plc:anna/app.bsky.feed.post/{number}",
            "author": {"did": "did:plc:anna", "handle": "anna.example", "displayName": "Anna Berg"},
            "record": {"text": text, "createdAt": stamp(at), "langs": ["de", "en"]} | record,
            "indexedAt": stamp(indexed or at),
        }
        self.posts.append(view)
        return view

    def write(self, at: datetime) -> None:
        self.post(at)

    def tell(self, at: datetime, reason: str = "mention") -> None:
        self.told.insert(0, self.post(at, "@brand where is it?") | {"reason": reason})
        self.posts.pop()

    def search(self, asked: Asked) -> dict[str, Any]:
        def sorted_at(view: dict[str, Any]) -> str:
            return min(str(view["record"]["createdAt"]), str(view["indexedAt"]))

        word, bound = asked["q"].strip('"').lower(), asked.get("until", "9")
        found = [view for view in self.posts if word in view["record"]["text"].lower()]
        found = [view for view in found if asked["since"] <= sorted_at(view) < bound]
        return {"posts": sorted(found, key=sorted_at, reverse=True)[: int(asked["limit"])]}

    def answers(self, asked: Asked) -> dict[str, Any]:
        """The cursor is the last one that was shown, so that newer ones shift nothing."""
        places = [row["uri"] for row in self.told]
        place = places.index(asked["cursor"]) + 1 if "cursor" in asked else 0
        rows = self.told[place : place + int(asked["limit"])]
        return {"notifications": rows} | ({"cursor": rows[-1]["uri"]} if rows else {})


class Server:
    """Signs in and asks for a pass that holds; `holds` says which one."""

    def __init__(self, world: Loopback, network: Network) -> None:
        self.holds = self.renews = ""
        self.signed_in = self.renewed = 0
        self.refusal: tuple[int, dict[str, Any]] | None = None
        self.search, self.answers = Engine(network.search), Engine(network.answers)
        methods = {
            "com.atproto.server.createSession": self._sign_in,
            "com.atproto.server.refreshSession": self._renew,
            "app.bsky.feed.searchPosts": lambda handler: self._guarded(handler, self.search),
            "app.bsky.notification.listNotifications": lambda handler: self._guarded(handler, self.answers),
        }
        world.answers |= {f"/xrpc/{name}": answer for name, answer in methods.items()}
        self.home = world.url

    def _grant(self, handler: BaseHTTPRequestHandler) -> None:
        number = self.signed_in + self.renewed
        self.holds, self.renews = f"access-{number}", f"refresh-{number}"
        home = [{"id": "#atproto_pds", "serviceEndpoint": self.home}]
        said(
            handler,
            200,
            {"did": "x", "accessJwt": self.holds, "refreshJwt": self.renews, "didDoc": {"service": home}},
        )

    def _sign_in(self, handler: BaseHTTPRequestHandler) -> None:
        self.signed_in += 1
        asked = json.loads(handler.posted)  # type: ignore[attr-defined]  # the loopback keeps it
        if self.refusal:
            said(handler, *self.refusal)
        elif asked == {"identifier": "brand.example", "password": PASSWORD}:
            self._grant(handler)
        else:
            said(handler, 401, {"error": "AuthenticationRequired", "message": "Invalid identifier or password"})

    def _renew(self, handler: BaseHTTPRequestHandler) -> None:
        self.renewed += 1
        if handler.headers["Authorization"] != f"Bearer {self.renews}":
            said(handler, 400, {"error": "ExpiredToken"})
        else:
            self._grant(handler)

    def _guarded(self, handler: BaseHTTPRequestHandler, engine: Engine) -> None:
        if handler.headers["Authorization"] != f"Bearer {self.holds}":
            said(handler, 400, {"error": "ExpiredToken", "message": "Token has expired"})
        else:
            engine(handler)


def said(handler: BaseHTTPRequestHandler, status: int, words: dict[str, Any]) -> None:
    body = json.dumps(words).encode()
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
