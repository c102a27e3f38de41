"""What a source signs in with: sealed at rest, opened for one visit, replaced and never shown."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.services.audit import record
from crisisdesk.errors import StaleState
from crisisdesk.sealed import SealBrokenError, seal, unseal
from crisisdesk.web.guarded_http import FetchError
from mentions.enums import SourceStatus
from mentions.models import Source
from mentions.services.sources import bring_forward


def opened(sealed: bytes | memoryview) -> str:
    """Empty where nothing is sealed. Raises FetchError: the keys of this desk were changed."""
    if not sealed:
        return ""
    try:
        return unseal(sealed)
    except SealBrokenError as error:
        sentence = _("The stored password or token can no longer be opened: SEAL_KEYS was changed. Enter it again.")
        raise FetchError("sealed", sentence) from error


@transaction.atomic
def replace_secret(*, actor: Membership, source: Source, secret: str) -> None:
    """The next visit is due at once and signs in anew. A source that stands still goes on standing still."""
    known = Source.objects.filter(pk=source.pk, secret=source.secret)
    if not known.update(secret=seal(secret), session=b"", failures=0, reason=""):
        raise StaleState
    refused = Source.objects.filter(pk=source.pk, status__in=[SourceStatus.NEEDS_ATTENTION, SourceStatus.DEGRADED])
    refused.update(status=SourceStatus.ACTIVE)
    if source.status not in {SourceStatus.PAUSED, SourceStatus.DISABLED}:
        bring_forward(source)
    record(actor=actor, verb="source.secret_changed", target=source)
