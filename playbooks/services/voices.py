"""What a brand never says."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import Brand, Membership
from accounts.services.audit import record
from playbooks.models import BrandVoice


@transaction.atomic
def ban_words(*, actor: Membership, brand: Brand, words: Sequence[str]) -> BrandVoice:
    """The whole list; each word once, in the order given."""
    banned = list(dict.fromkeys(word.strip() for word in words if word.strip()))
    voice: BrandVoice
    voice, _created = BrandVoice.objects.update_or_create(
        organization_id=brand.organization_id, brand=brand, defaults={"banned_words": banned}
    )
    record(actor=actor, verb="brand_voice.changed", target=voice, brand=brand.name, banned=banned)
    return voice
