"""Which risk of the register has come true."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.services.audit import record
from crisisdesk.errors import DomainError
from incidents.enums import EntryKind
from incidents.models import Incident
from incidents.services.rooms import enter
from incidents.services.timeline import record_entry
from risks.models import Risk


@transaction.atomic
def set_risk(*, actor: Membership, incident: Incident, risk: Risk | None) -> None:
    """Link it, change it, or take it off with None. Twice is once."""
    row = enter(incident)
    if row.risk_id == (risk.pk if risk else None):
        return
    if risk and risk.brand_id != row.brand_id:
        raise DomainError(_("This risk belongs to another brand. Choose one of this brand."))
    before = Risk.objects.filter(pk=row.risk_id).first() if row.risk_id else None
    Incident.objects.filter(pk=row.pk).update(risk=risk)
    for told, event in ((before, "unlinked"), (risk, "linked")):
        if told:
            detail = {"event": event, "number": told.number, "title": told.title}
            record_entry(incident=row, kind=EntryKind.RISK, actor=actor, detail=detail)
    record(actor=actor, verb="incident.risk", target=row, number=row.number, risk=risk.number if risk else None)
