"""How the tests of pages walk: the addresses, and what a browser sends."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from accounts.models import Membership
from mentions.models import Story
from playbooks.models import Response
from tests.factories import Tenant

ClientOf = Callable[[Membership], Client]
HTMX = {"HX-Request": "true"}


def reply_url(tenant: Tenant, story: Story, query: str = "") -> str:
    return f"/o/{tenant.slug}/stories/{story.pk}/reply/{query}"


def answer_url(tenant: Tenant, response: Response, deed: str = "") -> str:
    return f"/o/{tenant.slug}/responses/{response.pk}/{deed}"


def body(answer: Any) -> str:
    return str(answer.content.decode())


def shown(answer: Any, *words: str) -> tuple[bool, ...]:
    return tuple(word in body(answer) for word in words)
