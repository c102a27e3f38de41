"""Whose very words an answer is: a colleague who takes them over and submits them unchanged has not written them."""

from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Membership
from playbooks.models import KeptWords, Response, ResponseVersion

WRITTEN: Final = (KeptWords, ResponseVersion)


def without_authors(people: QuerySet[Membership], response: Response) -> QuerySet[Membership]:
    """These people, but nobody who wrote the words as they stand now."""
    people = people.exclude(pk=response.author_id)
    for model in WRITTEN:
        same = model.objects.filter(response=response, text_hash=response.text_hash)
        people = people.exclude(pk__in=same.values("author"))
    return people


def written_by(member: Membership) -> Q:
    """Of answers: those whose words, as they stand now, are this member's."""
    own = Q(author=member)
    for model in WRITTEN:
        own |= Q(Exists(model.objects.filter(response=OuterRef("pk"), text_hash=OuterRef("text_hash"), author=member)))
    return own
