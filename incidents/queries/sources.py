"""Sources as the queue's filter and the overview name them."""

from django.db.models import QuerySet

from accounts.models import Membership
from mentions.models import Source


def sources_for(member: Membership) -> QuerySet[Source]:
    return Source.objects.for_member(member).select_related("brand").order_by("brand__name", "name")
