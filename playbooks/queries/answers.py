"""One answer with its whole way, and the answers that wait for somebody."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.enums import ADMINS, APPROVERS, DESK
from accounts.models import Brand, Membership
from incidents.models import Incident
from mentions.models import Mention
from playbooks.enums import HELD_RESPONSES, OPEN_RESPONSES, ResponseStatus
from playbooks.models import Approval, Dispatch, KeptWords, Response, ResponseVersion
from playbooks.queries.authorship import without_authors
from playbooks.queries.difference import Piece, differences

APPROVAL_TARGET: Final = timedelta(minutes=10)
MOST_NAMED: Final = 3
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
    kept: list[KeptWords]  # newest first
    approvers: list[Membership]  # who may decide about it; asked for only while it waits
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
    def is_mine(self) -> bool:
        return self.response.author_id == self.member.pk

    @property
    def is_writable(self) -> bool:
        return self.may_work and self.is_mine and self.response.status in HELD_RESPONSES

    @property
    def is_held(self) -> bool:
        """Somebody else sits over these words: to be read, or to be taken over."""
        return self.may_work and not self.is_mine and self.response.status in HELD_RESPONSES

    @property
    def is_reopenable(self) -> bool:
        return self.may_work and self.response.status in REOPENABLE

    @property
    def may_withdraw(self) -> bool:
        return self.is_writable or self.is_reopenable

    @property
    def waits(self) -> bool:
        return self.response.status == ResponseStatus.IN_REVIEW

    @property
    def may_decide(self) -> bool:
        return self.waits and self.member.role in APPROVERS and not self.has_my_words

    @property
    def has_my_words(self) -> bool:
        """By this member, word for word, whoever submitted it."""
        kept = {(row.author_id, row.text_hash) for row in self.kept}
        submitted = {(version.row.author_id, version.row.text_hash) for version in self.versions}
        return self.is_mine or (self.member.pk, self.response.text_hash) in kept | submitted

    @property
    def waiting_seconds(self) -> float:
        waits_since = self.response.submitted_at
        return (timezone.now() - waits_since).total_seconds() if waits_since else 0.0

    @property
    def approver_names(self) -> str:
        names = [person.name for person in self.approvers[:MOST_NAMED]]
        return ", ".join([*names, "…"] if len(self.approvers) > MOST_NAMED else names)

    @property
    def may_invite(self) -> bool:
        return self.member.role in ADMINS

    @property
    def draft_version(self) -> int:
        """Which submission is being written: after a decision, or when it did not go out, the next one."""
        return self.response.version + (self.response.status != ResponseStatus.DRAFT)

    @property
    def step(self) -> str:
        """Where on its way it is: written, approved, sent."""
        if self.response.status in PUBLIC:
            return "over"
        if self.response.status in {ResponseStatus.APPROVED, ResponseStatus.SENDING, ResponseStatus.UNKNOWN}:
            return "sent"
        return "approved" if self.waits else "written"


def answers_for(member: Membership) -> QuerySet[Response]:
    return Response.objects.for_member(member).select_related("brand", "mention", "story", "incident", "author__user")


def read_answer(response: Response, member: Membership) -> Answer:
    """Four queries, however often it went back and forth; one more while it waits."""
    decisions = {row.version: row for row in Approval.objects.filter(response=response).select_related("actor__user")}
    rows = ResponseVersion.objects.filter(response=response).select_related("author__user").order_by("version")
    versions, before = [], ""
    for row in rows:
        versions.append(Version(row, differences(before, row.text) if before else [], decisions.get(row.version)))
        before = row.text
    return Answer(
        response=response,
        versions=versions[::-1],
        dispatches=list(Dispatch.objects.filter(response=response).select_related("actor__user").order_by("pk")),
        kept=list(KeptWords.objects.filter(response=response).select_related("author__user").order_by("-pk")),
        approvers=_approvers(response),
        member=member,
    )


def _approvers(response: Response) -> list[Membership]:
    waits = response.status == ResponseStatus.IN_REVIEW
    return list(people_who_approve(response)[: MOST_NAMED + 1]) if waits else []


def people_who_approve(response: Response) -> QuerySet[Membership]:
    """Who may decide about it: nobody who wrote it, and only who sees its brand."""
    people = without_authors(Membership.objects.active().filter(role__in=APPROVERS), response)
    seeing = people.filter(Q(limited=False) | Q(brand_links__brand=response.brand_id))
    return seeing.select_related("user", "organization").order_by("role", "pk")


def open_answer_to(mention: Mention, brand: Brand) -> Response | None:
    return Response.objects.filter(mention=mention, brand=brand, status__in=OPEN_RESPONSES).first()


def answers_of(incident: Incident, member: Membership, *, only_public: bool) -> QuerySet[Response]:
    """All of an incident's answers, newest first; or only those that are out, not what is being written."""
    rows = answers_for(member).filter(incident=incident).order_by("-updated_at", "-pk")
    return rows.filter(status__in=PUBLIC) if only_public else rows
