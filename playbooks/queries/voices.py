"""What each brand never says."""

from dataclasses import dataclass

from accounts.models import Brand, Membership
from playbooks.models import BrandVoice


@dataclass(frozen=True)
class Voice:
    brand: Brand
    banned: list[str]


def banned_words(brand: Brand) -> list[str]:
    return BrandVoice.objects.filter(brand=brand).values_list("banned_words", flat=True).first() or []


def voices(member: Membership) -> list[Voice]:
    """Two queries, one row for every brand."""
    banned = dict(BrandVoice.objects.values_list("brand_id", "banned_words"))
    brands = Brand.objects.for_member(member).active().order_by("name")
    return [Voice(brand, banned.get(brand.pk, [])) for brand in brands]
