"""The drawers of the register. Archived rather than deleted: old risks and reports name them."""

from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from accounts.services.audit import record
from crisisdesk.errors import StaleState
from crisisdesk.uniqueness import unique
from risks.models import RiskCategory
from risks.queries.taxonomy import TAXONOMY

CODE_TAKEN: Final = gettext_lazy("Another category has this code. Choose a different one.")


@dataclass(frozen=True)
class CategoryWords:
    code: str
    name_en: str
    name_ru: str
    cluster: str
    words: str = ""


@transaction.atomic
def add_default_categories(*, actor: Membership | None, organization_id: int) -> None:
    """What a new organization starts with; again is harmless."""
    RiskCategory.objects.bulk_create(
        [
            RiskCategory(
                organization_id=organization_id,
                code=known.code,
                name_en=known.name_en,
                name_ru=known.name_ru,
                cluster=known.cluster,
                words="\n".join(known.words),
                position=position,
            )
            for position, known in enumerate(TAXONOMY)
        ],
        ignore_conflicts=True,
    )
    record(actor=actor, verb="risk_categories.started", codes=[known.code for known in TAXONOMY])


@transaction.atomic
def add_category(*, actor: Membership, words: CategoryWords) -> RiskCategory:
    last = RiskCategory.objects.aggregate(last=Max("position"))["last"]
    with unique(CODE_TAKEN):
        category: RiskCategory = RiskCategory.objects.create(
            organization_id=actor.organization_id, position=0 if last is None else last + 1, **vars(words)
        )
    record(actor=actor, verb="risk_category.added", target=category, code=category.code)
    return category


@transaction.atomic
def edit_category(*, actor: Membership, category: RiskCategory, words: CategoryWords) -> None:
    with unique(CODE_TAKEN):
        RiskCategory.objects.filter(pk=category.pk).update(**vars(words))
    record(actor=actor, verb="risk_category.edited", target=category, before=category.name_en, after=words.name_en)


@transaction.atomic
def order_category(*, actor: Membership, category: RiskCategory, up: bool) -> None:
    """One place up or down among the active ones; at the end nothing happens."""
    rows = list(RiskCategory.objects.select_for_update().active().order_by("position", "pk"))
    keys = [row.pk for row in rows]
    if category.pk not in keys:
        raise StaleState
    place = keys.index(category.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows):
        row.position = position
    RiskCategory.objects.bulk_update(rows, ["position"])
    record(actor=actor, verb="risk_category.ordered", target=category, position=other)


@transaction.atomic
def archive_category(*, actor: Membership, category: RiskCategory) -> None:
    if not RiskCategory.objects.active().filter(pk=category.pk).update(archived_at=timezone.now()):
        raise StaleState
    record(actor=actor, verb="risk_category.archived", target=category, code=category.code)


@transaction.atomic
def restore_category(*, actor: Membership, category: RiskCategory) -> None:
    if not RiskCategory.objects.filter(pk=category.pk, archived_at__isnull=False).update(archived_at=None):
        raise StaleState
    record(actor=actor, verb="risk_category.restored", target=category, code=category.code)
