"""Who can work in an incident of a brand."""

from typing import Final

from django.db.models import QuerySet

from accounts.enums import APPROVERS
from accounts.models import Brand, Membership
from incidents.models import Incident

KNOWN_LEADS: Final = 5  # the last incidents tell who leads the communications of a brand


def people_for(brand: Brand) -> QuerySet[Membership]:
    """Everybody of the desk who may see the brand, by name."""
    people: QuerySet[Membership] = Membership.objects.at_desk_of(brand)
    return people.select_related("user").order_by("user__name", "pk")


def suggested_communications_lead(brand: Brand, actor: Membership) -> Membership | None:
    """Who did it last for this brand, else an approver: the person that words have to pass anyway."""
    people = list(people_for(brand))
    before = (
        Incident.objects.filter(brand=brand, communications_lead__isnull=False)
        .order_by("-declared_at")
        .values_list("communications_lead", flat=True)[:KNOWN_LEADS]
    )
    known = [person for pk in before for person in people if person.pk == pk]
    approvers = [person for person in people if person.role in APPROVERS and person.pk != actor.pk]
    return next(iter(known + approvers), None)
