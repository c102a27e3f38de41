"""Nobody's words are lost: what others went on with, or were faster than, stays in the history of the answer."""

import hashlib

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Membership
from accounts.services.audit import record
from crisisdesk.errors import StaleState
from playbooks.enums import HELD_RESPONSES
from playbooks.models import KeptWords, Response


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def keep_words(*, actor: Membership, response: Response, text: str) -> None:
    """`actor` is whose words these are. The same words again, and none at all, change nothing."""
    if not text.strip():
        return
    KeptWords.objects.get_or_create(
        organization_id=response.organization_id,
        response=response,
        author=actor,
        text_hash=hash_of(text),
        defaults={"text": text},
    )


@transaction.atomic
def take_over(*, actor: Membership, response: Response) -> None:
    """Go on with what a colleague began. Theirs stays under their name; their page hears of it by the revision."""
    if response.author_id == actor.pk:
        return
    here = Response.objects.filter(pk=response.pk, revision=response.revision, status__in=HELD_RESPONSES)
    if not here.update(author=actor, author_since=timezone.now(), revision=F("revision") + 1):
        raise StaleState
    keep_words(actor=response.author, response=response, text=response.text)
    record(actor=actor, verb="response.taken_over", target=response, before=response.author_id)
