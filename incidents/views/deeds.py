"""What people do in a room. Each deed is a dialog there, and a page of its own without JavaScript."""

from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import TenantRequest, allowed, find
from accounts.enums import DESK
from crisisdesk.web.pages import is_fragment, page
from incidents.forms.moves import LevelForm, RiskLinkForm, RolesForm, StatusForm
from incidents.forms.writing import DetailsForm, NoteForm, UpdateForm
from incidents.models import TimelineEntry
from incidents.services.pins import pin_entry, unpin_entry
from incidents.services.roles import acknowledge as acknowledge_roles
from incidents.views.places import Deed, answer, back, find_incident, sent

UPDATE: Final = Deed(_("Post update"), _("Post update"), done=_("Update posted. The clock runs again."))
NOTE: Final = Deed(_("Add note"), _("Add note"), done=_("Note added."))
DETAILS: Final = Deed(_("Title and summary"), _("Save"), done=_("Saved."))
STATUS: Final = Deed(_("Change status"), _("Change status"), done=_("Status changed."))
LEVEL: Final = Deed(_("Change level"), _("Change level"), done=_("Level changed."))
ROLES: Final = Deed(
    _("Roles"),
    _("Save roles"),
    _("Whoever gets a role is asked to acknowledge it. Whoever takes one has done so."),
    done=_("Roles saved."),
)
RISK: Final = Deed(
    _("Risk of the register"),
    _("Save"),
    _("The risk that came true. The post-mortem will score it again."),
    done=_("Risk saved."),
)


@require_http_methods(["GET", "POST"])
@allowed(DESK)
def update(request: TenantRequest, number: int) -> HttpResponse:
    row = find_incident(request, number)
    return answer(request, row, UpdateForm(sent(request), incident=row), UPDATE)


@require_http_methods(["GET", "POST"])
@allowed(DESK)
def note(request: TenantRequest, number: int) -> HttpResponse:
    row = find_incident(request, number)
    return answer(request, row, NoteForm(sent(request), incident=row), NOTE)


@require_http_methods(["GET", "POST"])
@allowed(DESK)
def incident_edit(request: TenantRequest, number: int) -> HttpResponse:
    row = find_incident(request, number)
    return answer(request, row, DetailsForm(sent(request), incident=row), DETAILS)


@require_http_methods(["GET", "POST"])
@allowed(DESK)
def status(request: TenantRequest, number: int) -> HttpResponse:
    row = find_incident(request, number)
    return answer(request, row, StatusForm(sent(request), incident=row), STATUS)


@require_http_methods(["GET", "POST"])
@allowed(DESK)
def incident_level(request: TenantRequest, number: int) -> HttpResponse:
    row = find_incident(request, number)
    return answer(request, row, LevelForm(sent(request), incident=row), LEVEL)


@require_http_methods(["GET", "POST"])
@allowed(DESK)
def roles(request: TenantRequest, number: int) -> HttpResponse:
    row = find_incident(request, number)
    return answer(request, row, RolesForm(sent(request), incident=row), ROLES)


@require_http_methods(["GET", "POST"])
@allowed(DESK)
def incident_risk(request: TenantRequest, number: int) -> HttpResponse:
    row = find_incident(request, number)
    return answer(request, row, RiskLinkForm(sent(request), incident=row), RISK)


@require_POST
@allowed(DESK)
def acknowledge(request: TenantRequest, number: int) -> HttpResponse:
    row = find_incident(request, number)
    acknowledge_roles(actor=request.member, incident=row)
    return back(request, row, _("Acknowledged."))


@require_POST
@allowed(DESK)
def pin(request: TenantRequest, number: int, pk: int) -> HttpResponse:
    """`pinned` says what the person saw: a pin is set, or taken off."""
    row = find_incident(request, number)
    entry = find(TimelineEntry.objects.filter(incident=row), pk=pk)
    was_pinned = request.POST.get("pinned") == "1"
    (unpin_entry if was_pinned else pin_entry)(actor=request.member, entry=entry)
    if not is_fragment(request):
        return back(request, row)
    return page(request, "incidents/pin.html", {"incident": row, "entry": entry, "is_pinned": not was_pinned})
