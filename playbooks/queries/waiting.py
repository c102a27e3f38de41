"""The answers that wait for this member's decision, with what has to be known to decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.enums import APPROVERS
from accounts.models import Membership
from playbooks.enums import ResponseStatus
from playbooks.models import Response, ResponseVersion
from playbooks.queries.answers import APPROVAL_TARGET, answers_for
from playbooks.queries.authorship import written_by
from playbooks.queries.composer import Matter, matter_of
from playbooks.queries.difference import Piece, differences
from playbooks.queries.voices import banned_of
from playbooks.queries.warnings import OutgoingWarning, warnings_about


@dataclass(frozen=True)
class Waiting:
    """An answer in the list of approvals. A first submission has no changes to show."""

    response: Response
    changes: list[Piece]
    warnings: list[OutgoingWarning]
    matter: Matter
    due_at: datetime


def waiting_for(member: Membership) -> QuerySet[Response]:
    """What this member can decide about, longest wait first. Nobody waits for themselves."""
    if member.role not in APPROVERS:
        return Response.objects.none()
    waiting = answers_for(member).filter(~written_by(member), status=ResponseStatus.IN_REVIEW)
    return waiting.order_by("submitted_at", "pk")


def read_waiting(member: Membership, most: int) -> list[Waiting]:
    """Three queries, however many wait."""
    responses = list(waiting_for(member)[:most])
    texts: dict[int, list[str]] = {}
    versions = ResponseVersion.objects.filter(response__in=responses).order_by("version")
    for response_id, text in versions.values_list("response_id", "text"):
        texts.setdefault(response_id, []).append(text)
    banned = banned_of({row.brand_id for row in responses})
    return [_waiting(row, texts[row.pk], banned) for row in responses]


def _waiting(row: Response, texts: list[str], banned: Mapping[int, list[str]]) -> Waiting:
    matter = matter_of(row)
    return Waiting(
        response=row,
        changes=differences(*texts[-2:]) if len(texts) > 1 else [],
        warnings=warnings_about(row.text, level=matter.level, banned=banned.get(row.brand_id, ())),
        matter=matter,
        due_at=(row.submitted_at or row.updated_at) + APPROVAL_TARGET,
    )
