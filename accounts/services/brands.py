"""What an organization listens for: its brands, their names, words and voices."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Brand, Membership, Organization
from accounts.services.audit import record
from accounts.services.slugs import RESERVED, free_slug
from crisisdesk.errors import DomainError, StaleState

COLOURS = ("#3450c8", "#c2500d", "#0b7a75", "#8a4fbf", "#b08a1a", "#b3365b", "#3f7d20", "#5b6b7f")


@dataclass(frozen=True)
class BrandWords:
    """What people write about a brand, as one piece. Without a colour it gets the next one."""

    name: str
    words: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    time_zone: str = "UTC"
    colour: str = ""

    def fields(self) -> dict[str, object]:
        return {name: list(value) if isinstance(value, tuple) else value for name, value in vars(self).items()}


@transaction.atomic
def create_brand(*, actor: Membership | None, organization: Organization, words: BrandWords, slug: str = "") -> Brand:
    known = set(Brand.objects.values_list("slug", flat=True))
    if slug in known | RESERVED:
        raise DomainError(_("Another brand has this short name. Choose a different one."))
    fields = words.fields() | {"colour": words.colour or COLOURS[len(known) % len(COLOURS)]}
    brand = Brand(organization=organization, slug=slug or free_slug(words.name, known, otherwise="brand"), **fields)
    try:
        with transaction.atomic():
            brand.save()
    except IntegrityError as taken:  # somebody took it between the look and the insert
        raise StaleState from taken
    record(actor=actor, verb="brand.created", target=brand, name=brand.name, slug=brand.slug)
    return brand


@transaction.atomic
def edit_brand(*, actor: Membership, brand: Brand, words: BrandWords) -> None:
    """Mentions that are in already stay as they were matched; the next ones meet the new words."""
    before = Brand.objects.select_for_update().get(pk=brand.pk)
    fields = words.fields() | {"colour": words.colour or before.colour}
    changed = sorted(name for name, value in fields.items() if getattr(before, name) != value)
    if changed:
        Brand.objects.filter(pk=brand.pk).update(**fields)
        record(actor=actor, verb="brand.edited", target=brand, name=words.name, changed=changed)


@transaction.atomic
def archive_brand(*, actor: Membership, brand: Brand) -> None:
    """Nothing of it is deleted; it is listened for no more."""
    if not Brand.objects.active().filter(pk=brand.pk).update(archived_at=timezone.now()):
        raise StaleState
    record(actor=actor, verb="brand.archived", target=brand, name=brand.name)


@transaction.atomic
def restore_brand(*, actor: Membership, brand: Brand) -> None:
    if not Brand.objects.filter(pk=brand.pk, archived_at__isnull=False).update(archived_at=None):
        raise StaleState
    record(actor=actor, verb="brand.restored", target=brand, name=brand.name)
