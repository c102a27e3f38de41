"""What every deed in an incident asks first: is the room open, and may this person work in it?"""

from django.utils.translation import gettext as _

from accounts.models import Membership
from crisisdesk.errors import DomainError
from incidents.enums import OPEN_INCIDENTS
from incidents.models import Incident
from incidents.queries.people import people_for


def enter(incident: Incident) -> Incident:
    """The locked row, as it is now: deeds in one incident happen one after the other."""
    row: Incident = Incident.objects.select_for_update(of=("self",)).select_related("brand").get(pk=incident.pk)
    if row.status not in OPEN_INCIDENTS:
        raise DomainError(_("Incident %(number)s is over. Nothing changes in it any more.") % {"number": row.number})
    return row


def check_person(incident_brand_of: Incident, person: Membership) -> None:
    if not people_for(incident_brand_of.brand).filter(pk=person.pk).exists():
        raise DomainError(
            _("%(name)s cannot work on incidents of this brand. Choose somebody else.") % {"name": person.name}
        )
