"""What each brand never says."""

from collections.abc import Collection
from dataclasses import dataclass

from accounts.models import Brand, Membership
from playbooks.models import BrandVoice


@dataclass(frozen=True)
class Voice:
    brand: Brand
    banned: list[str]


def banned_of(brands: Collection[int]) -> dict[int, list[str]]:
    """By brand, one query for all of them."""
    return dict(BrandVoice.objects.filter(brand__in=brands).values_list("brand_id", "banned_words"))


def banned_words(brand: Brand) -> list[str]:
    return banned_of({brand.pk}).get(brand.pk, [])


def voices(member: Membership) -> list[Voice]:
    """Two queries, one row for every brand."""
    banned = dict(BrandVoice.objects.values_list("brand_id", "banned_words"))
    brands = Brand.objects.for_member(member).active().order_by("name")
    return [Voice(brand, banned.get(brand.pk, [])) for brand in brands]
