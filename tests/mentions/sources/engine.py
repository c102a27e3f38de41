"""A search engine that goes on living: what it holds may change between two questions. Newest first, by time."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

Asked = dict[str, str]


@dataclass
class Engine:
    """`select` gives what matches a question; `asked` is every question; `next_answers` are said first, once each."""

    select: Callable[[Asked], Any]
    asked: list[Asked] = field(default_factory=list)
    next_answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    between: Callable[[], None] = lambda: None  # happens after each answer

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        posted = getattr(handler, "posted", b"").decode()
        said = posted if not posted.startswith("{") else ""
        question = {name: values[0] for name, values in parse_qs(urlsplit(handler.path).query or said).items()}
        question |= json.loads(posted) if posted.startswith("{") else {}
        self.asked.append(question)
        if self.next_answers:
            status, headers, body = self.next_answers.pop(0)
        else:
            status, headers, body = 200, {}, json.dumps(self.select(question)).encode()
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)
        self.between()
