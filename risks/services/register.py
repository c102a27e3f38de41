"""A brand's first register: the taxonomy's examples, taken over as drafts for a person to look at."""

from collections.abc import Collection

from django.db import transaction

from accounts.models import Brand, Membership
from risks.enums import RiskStatus
from risks.models import Risk
from risks.queries.register import offered_examples
from risks.services.risks import FirstScore, RiskWords, create_risk


@transaction.atomic
def start_register(*, actor: Membership, brand: Brand, chosen: Collection[str]) -> list[Risk]:
    """Drafts: an example's score is a starting value, not anybody's view. What the brand has already is skipped."""
    return [
        create_risk(
            actor=actor,
            brand=brand,
            words=RiskWords(title=offer.title, category=offer.category, words=offer.category.words),
            score=FirstScore(offer.likelihood, offer.impact, offer.impact, offer.impact),
            status=RiskStatus.DRAFT,
        )
        for offer in offered_examples(brand)
        if offer.key in chosen and not offer.taken
    ]
