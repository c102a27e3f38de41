"""Asking for an address as somebody, in passing: whatever the request changes is taken back."""

from collections.abc import Iterator, Mapping
from typing import Final

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import Membership

PLAIN: Final[Mapping[str, str]] = {}
HTMX: Final[Mapping[str, str]] = {"HX-Request": "true"}
VERBS: Final = ("GET", "POST")


def named_addresses(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """The names of all addresses, as `reverse` takes them."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            assert entry.name, f"{entry.pattern} has no name"
            yield before + entry.name
        else:
            yield from named_addresses(entry, f"{before}{entry.namespace}:" if entry.namespace else before)


def browser_of(member: Membership | None) -> Client:
    """Signed in as this member, or signed out. A crash is a 500, as people see it."""
    client = Client(raise_request_exception=False)
    if member is not None:
        client.force_login(member.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def knock(client: Client, verb: str, url: str, headers: Mapping[str, str] = PLAIN) -> HttpResponse:
    with transaction.atomic():
        answer: HttpResponse = client.generic(verb, url, headers=headers, follow=False)  # type: ignore[assignment]  # a test response is one
        if answer.streaming:  # its body is made while it is read, so it is read here
            body = b"".join(answer)
            answer = HttpResponse(body, status=answer.status_code, headers=dict(answer.headers))
        transaction.set_rollback(True)
    return answer
