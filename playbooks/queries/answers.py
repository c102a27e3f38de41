"""One answer with its whole way, and the answers that wait for somebody."""

from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from accounts.enums import APPROVERS, DESK
from accounts.models import Membership
from incidents.models import Incident
from mentions.models import Mention
from playbooks.enums import OPEN_RESPONSES, ResponseStatus
from playbooks.models import Approval, Dispatch, Response, ResponseVersion
from playbooks.queries.difference import Piece, differences

WRITABLE: Final = (ResponseStatus.DRAFT, ResponseStatus.CHANGES_REQUESTED, ResponseStatus.FAILED)
REOPENABLE: Final = (ResponseStatus.IN_REVIEW, ResponseStatus.APPROVED)
PUBLIC: Final = (ResponseStatus.SENT, ResponseStatus.SUPERSEDED)


@dataclass(frozen=True)
class Version:
    """A submission, what it changed, and what was decided about it."""

    row: ResponseVersion
    changes: list[Piece]
    decision: Approval | None


@dataclass(frozen=True)
class Answer:
    response: Response
    versions: list[Version]  # newest first
    dispatches: list[Dispatch]
    member: Membership

    @property
    def last_decision(self) -> Approval | None:
        return next((version.decision for version in self.versions if version.decision), None)

    @property
    def changes(self) -> list[Piece]:
        """What an approver has to read: the newest version against the one before it."""
        return self.versions[0].changes if self.versions else []

    @property
    def was_returned(self) -> bool:
        decision = self.last_decision
        return decision is not None and decision.decision == "returned"

    @property
    def proof(self) -> Dispatch | None:
        return self.dispatches[-1] if self.dispatches else None

    @property
    def may_work(self) -> bool:
        return self.member.role in DESK

    @property
    def is_writable(self) -> bool:
        return self.may_work and self.response.status in WRITABLE

    @property
    def is_reopenable(self) -> bool:
        return self.may_work and self.response.status in REOPENABLE

    @property
    def is_mine(self) -> bool:
        return self.response.author_id == self.member.pk

    @property
    def may_decide(self) -> bool:
        waits = self.response.status == ResponseStatus.IN_REVIEW
        return waits and self.member.role in APPROVERS and not self.is_mine

    @property
    def step(self) -> str:
        """Where on its way it is: written, approved, sent."""
        if self.response.status in {ResponseStatus.SENT, ResponseStatus.SUPERSEDED}:
            return "over"
        if self.response.status in {ResponseStatus.APPROVED, ResponseStatus.SENDING, ResponseStatus.UNKNOWN}:
            return "sent"
        return "approved" if self.response.status == ResponseStatus.IN_REVIEW else "written"


def answers_for(member: Membership) -> QuerySet[Response]:
    return Response.objects.for_member(member).select_related("brand", "mention", "story", "incident", "author__user")


def read_answer(response: Response, member: Membership) -> Answer:
    """Three queries, however often it went back and forth."""
    decisions = {row.version: row for row in Approval.objects.filter(response=response).select_related("actor__user")}
    rows = ResponseVersion.objects.filter(response=response).select_related("author__user").order_by("version")
    versions, before = [], ""
    for row in rows:
        versions.append(Version(row, differences(before, row.text) if before else [], decisions.get(row.version)))
        before = row.text
    dispatches = Dispatch.objects.filter(response=response).select_related("actor__user").order_by("pk")
    return Answer(response, versions[::-1], list(dispatches), member)


def open_answer_to(mention: Mention) -> Response | None:
    return Response.objects.filter(mention=mention, status__in=OPEN_RESPONSES).first()


def answers_of(incident: Incident, member: Membership) -> QuerySet[Response]:
    """All of an incident's answers, newest first. Who only reads sees what is out, not what is being written."""
    rows = answers_for(member).filter(incident=incident).order_by("-updated_at", "-pk")
    return rows if member.role in DESK else rows.filter(status__in=PUBLIC)


def waiting_for(member: Membership) -> QuerySet[Response]:
    """What this member can decide about, longest wait first. Nobody waits for themselves."""
    if member.role not in APPROVERS:
        return Response.objects.none()
    waiting = answers_for(member).filter(status=ResponseStatus.IN_REVIEW).exclude(author=member)
    return waiting.order_by("submitted_at", "pk")


@dataclass(frozen=True)
class Waiting:
    """An answer in the list of approvals, with what changed since its last submission."""

    response: Response
    changes: list[Piece]


def read_waiting(member: Membership, most: int) -> list[Waiting]:
    """Two queries. A first submission has no changes to show."""
    responses = list(waiting_for(member)[:most])
    texts: dict[int, list[str]] = {}
    versions = ResponseVersion.objects.filter(response__in=responses).order_by("version")
    for response_id, text in versions.values_list("response_id", "text"):
        texts.setdefault(response_id, []).append(text)
    return [Waiting(row, differences(*texts[row.pk][-2:]) if len(texts[row.pk]) > 1 else []) for row in responses]
