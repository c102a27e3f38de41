"""How the pages of an incident find it, ask for a deed and lead back to the room."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise

from accounts.access import TenantRequest, find
from crisisdesk.web.errors import refused
from crisisdesk.web.pages import is_fragment, page, redirect_or_refresh
from crisisdesk.web.toasts import toast
from incidents.forms.fields import DeedForm
from incidents.models import Incident
from incidents.queries.room import incidents_for


@dataclass(frozen=True)
class Deed:
    """The words around a form: as a dialog in the room, or as a page of its own."""

    title: str | Promise
    submit: str | Promise
    lede: str | Promise = ""
    done: str | Promise = ""
    css: str = "primary"


def find_incident(request: TenantRequest, number: int) -> Incident:
    return find(incidents_for(request.member), number=number)


def sent(request: TenantRequest) -> Any:  # noqa: ANN401 -- a QueryDict, or None: the form has not been sent
    return request.POST if request.method == "POST" else None


def answer(
    request: TenantRequest, incident: Incident, form: DeedForm, deed: Deed, to: str = "incident"
) -> HttpResponse:
    """Carry it out, or show the form: as it is, or with what is wrong in it."""
    if form.is_bound and form.is_valid() and form.carry(request.member):
        return back(request, incident, deed.done, to)
    return ask(request, incident, form, deed)


def ask(request: TenantRequest, incident: Incident, form: DeedForm, deed: Deed) -> HttpResponse:
    if form.stale and is_fragment(request):  # the form in the dialog stays as it is, the toast says why
        return refused(request, " ".join(map(str, form.non_field_errors())))
    context = {"incident": incident, "form": form, "deed": deed, "here": request.path}
    fragment = "form" if request.method == "POST" else "dialog"
    return page(request, "incidents/deed.html", context, fragment=fragment, status=form.status)


def back(request: TenantRequest, incident: Incident, words: str | Promise = "", to: str = "incident") -> HttpResponse:
    if words:
        toast(request, str(words))
    return redirect_or_refresh(request, f"incidents:{to}", request.organization.slug, incident.number)
