"""The words of an answer until somebody else looks at them: begun, typed, submitted, taken back."""

from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from accounts.services.audit import record
from crisisdesk.errors import DomainError, StaleState
from incidents.models import Incident
from mentions.models import Mention, Story
from playbooks.enums import HELD_RESPONSES, ResponseStatus, Stage
from playbooks.models import Approval, Response, ResponseVersion
from playbooks.queries.variables import open_slots
from playbooks.services.keeping import hash_of, keep_words
from playbooks.services.notices import ask_approvers
from playbooks.services.telling import tell_incident

EDITABLE: Final = (
    ResponseStatus.DRAFT,
    ResponseStatus.IN_REVIEW,
    ResponseStatus.CHANGES_REQUESTED,
    ResponseStatus.APPROVED,
    ResponseStatus.FAILED,
)
TEXT_LIMIT: Final = 20_000


@transaction.atomic
def start_reply(*, actor: Membership, story: Story, mention: Mention, language: str = "") -> Response:
    """A mention has one open answer of a brand. Whoever comes second is told whose it is; one's own is given back."""
    try:
        with transaction.atomic():
            response: Response = Response.objects.create(
                organization_id=story.organization_id,
                brand_id=story.brand_id,
                story=story,
                mention=mention,
                incident=Incident.objects.of_story(story).first(),
                channel=mention.network,
                language=language or mention.language or "en",
                author=actor,
            )
    except IntegrityError:
        taken = Response.objects.open().filter(mention=mention, brand_id=story.brand_id).first()
        if taken is None or taken.author_id != actor.pk:
            raise StaleState(_("Somebody else is answering this. Your words are kept below.")) from None
        return taken
    record(actor=actor, verb="response.started", target=response, story=story.pk, mention=mention.pk)
    return response


@transaction.atomic
def write_reply(*, actor: Membership, story: Story, mention: Mention, text: str) -> Response:
    """The first words of an answer: begun and kept together. Words that stand there already are not touched."""
    response = start_reply(actor=actor, story=story, mention=mention)
    return save_draft(actor=actor, response=response, text=text, revision=1)


@transaction.atomic
def start_statement(*, actor: Membership, incident: Incident, stage: str, language: str = "en") -> Response:
    """A text of the incident itself, such as its holding statement. There may be several at a time."""
    if stage not in Stage.values or stage == Stage.REPLY:
        raise DomainError(_("Choose what kind of statement this is."))
    response: Response = Response.objects.create(
        organization_id=incident.organization_id,
        brand_id=incident.brand_id,
        incident=incident,
        stage=stage,
        language=language,
        author=actor,
    )
    record(actor=actor, verb="response.started", target=response, incident=incident.number, stage=stage)
    return response


@transaction.atomic
def save_draft(*, actor: Membership, response: Response, text: str, revision: int) -> Response:
    """Keep what was typed. `revision` is the one the person saw: nobody overwrites words they have not read.

    An edit makes the words the editor's own, returns them to draft and so voids every approval:
    the next submission is the next version. The author before keeps theirs in the history.
    """
    if len(text) > TEXT_LIMIT:
        raise DomainError(_("This is longer than 20,000 characters. Shorten it."))
    there = Response.objects.filter(pk=response.pk, status__in=EDITABLE)
    here = there.filter(revision=revision)
    if there.filter(Q(revision=revision) | Q(author=actor), text=text).exists():
        return Response.objects.get(pk=response.pk)
    if not _rewrite(here, text, actor, author_changes=response.author_id != actor.pk):
        raise StaleState(_("Somebody changed this answer while you were typing. Your words are kept below."))
    if response.author_id != actor.pk and response.status in HELD_RESPONSES:
        keep_words(actor=response.author, response=response, text=response.text)
    saved: Response = Response.objects.get(pk=response.pk)
    if saved.version != response.version:
        record(actor=actor, verb="response.reopened", target=saved, before=response.status, version=saved.version)
        tell_incident(actor=actor, response=saved, event="reopened")
    return saved


@transaction.atomic
def submit_response(*, actor: Membership, response: Response) -> ResponseVersion:
    """Freeze these words as a version for somebody else to approve."""
    row = Response.objects.select_for_update().get(pk=response.pk)
    if row.status != ResponseStatus.DRAFT:
        raise StaleState(_submitted_already(row))
    _refuse_unfinished(row)
    Response.objects.filter(pk=row.pk).update(status=ResponseStatus.IN_REVIEW, submitted_at=timezone.now())
    version: ResponseVersion = ResponseVersion.objects.create(
        organization_id=row.organization_id,
        response=row,
        version=row.version,
        text=row.text,
        text_hash=row.text_hash,
        author_id=row.author_id,
    )
    record(actor=actor, verb="response.submitted", target=row, version=row.version, text_hash=row.text_hash)
    tell_incident(actor=actor, response=row, event="submitted")
    ask_approvers(actor=actor, response=row)
    return version


@transaction.atomic
def withdraw_response(*, actor: Membership, response: Response) -> None:
    """Give it up before it leaves. The mention is then free for another answer."""
    if not Response.objects.filter(pk=response.pk, status__in=EDITABLE).update(status=ResponseStatus.WITHDRAWN):
        raise StaleState
    record(actor=actor, verb="response.withdrawn", target=response, before=response.status, version=response.version)
    tell_incident(actor=actor, response=response, event="withdrawn")


def _rewrite(here: QuerySet[Response], text: str, actor: Membership, *, author_changes: bool) -> int:
    """How many rows: one, or none when somebody was faster. What failed is no open answer; one may stand there now."""
    try:
        with transaction.atomic():
            return here.update(
                text=text,
                text_hash=hash_of(text),
                author=actor,
                author_since=timezone.now() if author_changes else F("author_since"),
                revision=F("revision") + 1,
                version=Case(When(status=ResponseStatus.DRAFT, then=F("version")), default=F("version") + 1),
                status=Value(ResponseStatus.DRAFT),
                submitted_at=None,
                updated_at=timezone.now(),
            )
    except IntegrityError:
        raise StaleState(_("Another answer to this mention was begun meanwhile. Go on with that one.")) from None


def _submitted_already(row: Response) -> str:
    if row.status == ResponseStatus.CHANGES_REQUESTED:
        return _("These are the words that were returned. Change them before you submit again.")
    return _("This answer was submitted already.")


def _refuse_unfinished(row: Response) -> None:
    if not row.text.strip():
        raise DomainError(_("Write the answer before you submit it."))
    if slots := open_slots(row.text):
        sentence = ngettext(
            "One variable has no words yet: %(names)s.", "Some variables have no words yet: %(names)s.", len(slots)
        )
        raise DomainError(sentence % {"names": ", ".join(f"{{{name}}}" for name in slots)})
    returned = Q(decision="returned", text_hash=row.text_hash)
    if Approval.objects.filter(returned, response=row).exists():
        raise DomainError(_("These are the words that were returned. Change them before you submit again."))
