"""The categories with how much stands in them."""

from django.db.models import Count, Q, QuerySet

from risks.models import RiskCategory


def counted_categories() -> QuerySet[RiskCategory]:
    """Archived ones last. `open_risks`: risks in it that are not closed."""
    open_risks = Count("risks", filter=~Q(risks__status="closed"))
    return RiskCategory.objects.annotate(open_risks=open_risks).order_by("archived_at", "position", "pk")
