"""Does a brand burn right now?"""

from incidents.enums import BURNING_INCIDENTS, IncidentStatus
from incidents.models import Incident


def is_burning(brand_id: int) -> bool:
    """Also where an incident was only proposed: until somebody decides, what is new decides with."""
    rows = Incident.objects.filter(brand_id=brand_id)
    return rows.filter(status__in=(IncidentStatus.CANDIDATE, *BURNING_INCIDENTS)).exists()
