"""A small application behind the real port, for tests: says what arrived. Served by granian as `echo:application`."""

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from whitenoise import WhiteNoise

from crisisdesk.web.port import Port


def pages(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    time.sleep(float(environ.get("HTTP_X_SLEEP", 0)))
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    said = {
        "method": environ["REQUEST_METHOD"],
        "path": environ["PATH_INFO"],
        "query": environ["QUERY_STRING"],
        "body": hashlib.sha256(body).hexdigest(),
        "cookie": environ.get("HTTP_COOKIE", ""),
        "forwarded": environ.get("HTTP_X_FORWARDED_FOR", ""),
    }
    answer = json.dumps(said).encode()
    headers = [("content-type", "application/json"), ("content-length", str(len(answer)))]
    start_response("200 OK", [*headers, ("set-cookie", "one=1"), ("set-cookie", "two=2")])
    return [answer]


files = WhiteNoise(
    None,
    root=Path(os.environ["FILES"]),
    prefix="static",
    immutable_file_test=lambda _, url: ".0123456789ab." in url,
)
application = Port(pages, files.files, threads=2)
