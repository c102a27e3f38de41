"""A post-mortem from its first words to its signature."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import TenantRequest, allowed, find
from accounts.enums import APPROVERS, DESK, EVERYONE
from crisisdesk.frozen import thaw
from crisisdesk.web.errors import refused
from crisisdesk.web.pages import is_fragment, page, redirect_or_refresh
from crisisdesk.web.toasts import toast
from incidents.forms.post_mortem import (
    CorrectionForm,
    FinalForm,
    FinalWithRiskForm,
    ImpactForm,
    SectionForm,
)
from incidents.models import Incident, PostMortem, PostMortemVersion
from incidents.queries.post_mortem import Document, fingerprint, read_document
from incidents.services.final import finalize
from incidents.services.post_mortem import correct_post_mortem, record_impact, save_section, start_post_mortem
from incidents.views.post_mortem_page import as_context, find_post_mortem, show


def _back(request: TenantRequest, number: int, place: str = "") -> HttpResponse:
    url = reverse("incidents:post_mortem", args=[request.organization.slug, number])
    return redirect_or_refresh(request, f"{url}{place and '#'}{place}")


@require_GET
@allowed(EVERYONE)
def post_mortem(request: TenantRequest, number: int) -> HttpResponse:
    """Before there is one: what it will be, and how to begin it."""
    incident = find(Incident.objects.for_member(request.member).select_related("brand"), number=number)
    if PostMortem.objects.filter(incident=incident).exists():
        return show(request, find_post_mortem(request, number))
    context = {"incident": incident, "can_write": request.member.role in DESK}
    return page(request, "incidents/post_mortem_none.html", context)


@require_POST
@allowed(DESK)
def start(request: TenantRequest, number: int) -> HttpResponse:
    incident = find(Incident.objects.for_member(request.member), number=number)
    start_post_mortem(actor=request.member, incident=incident)
    toast(request, _("Post-mortem begun."))
    return _back(request, number)


@require_POST
@allowed(DESK)
def section(request: TenantRequest, number: int) -> HttpResponse:
    """HTMX saves whenever a field is left; a plain form shows both texts when somebody was first."""
    row, form = find_post_mortem(request, number), SectionForm(request.POST, name=request.POST.get("section", ""))
    if form.is_valid() and form.carry_out(save_section, actor=request.member, post_mortem=row, **form.cleaned_data):
        if not is_fragment(request):
            toast(request, _("Section saved."))
            return _back(request, number, form.name)
        row.refresh_from_db()
        return page(request, "incidents/post_mortem_seen.html", {"name": form.name, "seen": row.seen(form.name)})
    if is_fragment(request):  # the words stay in the field, a toast says why they were not taken
        return refused(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return show(request, find_post_mortem(request, number), form)


@require_POST
@allowed(DESK)
def impact(request: TenantRequest, number: int) -> HttpResponse:
    row = find_post_mortem(request, number)
    form = ImpactForm(request.POST, post_mortem=row)
    if form.is_valid() and form.carry_out(record_impact, actor=request.member, post_mortem=row, **form.cleaned_data):
        return HttpResponse(status=204) if is_fragment(request) else _back(request, number, "impact")
    return show(request, row, form)


def _final_form(data: Any, row: PostMortem, document: Document) -> FinalForm:  # noqa: ANN401 -- a QueryDict or None
    if document.risk is None:
        return FinalForm(data)
    told = {"number": row.incident.number, "title": row.incident.title}
    reason = _("Incident %(number)s, %(title)s.") % told
    return FinalWithRiskForm(data, initial={"reason": reason, **document.risk.standing})


@require_http_methods(["GET", "POST"])
@allowed(APPROVERS)
def final(request: TenantRequest, number: int) -> HttpResponse:
    row = find_post_mortem(request, number)
    if row.is_final:
        return _back(request, number)
    document = read_document(row, row.incident)
    form = _final_form(request.POST or None, row, document)
    if form.is_valid() and form.carry_out(finalize, actor=request.member, post_mortem=row, **form.signature):
        toast(request, _("Post-mortem signed."))
        return _back(request, number)
    context = as_context(row, document) | {"form": form, "fingerprint": fingerprint(document)}
    return page(request, "incidents/post_mortem_final.html", context, status=form.status)


@require_POST
@allowed(APPROVERS)
def correct(request: TenantRequest, number: int) -> HttpResponse:
    row, form = find_post_mortem(request, number), CorrectionForm(request.POST)
    if form.is_valid() and form.carry_out(
        correct_post_mortem, actor=request.member, post_mortem=row, **form.cleaned_data
    ):
        toast(request, _("A new version is open for the correction."))
        return _back(request, number)
    return show(request, find_post_mortem(request, number), form)


@require_GET
@allowed(EVERYONE)
def version(request: TenantRequest, number: int, version: int) -> HttpResponse:
    """As it was signed then, whatever was corrected since."""
    row = find_post_mortem(request, number)
    kept = find(PostMortemVersion.objects.filter(post_mortem=row).select_related("actor__user"), version=version)
    context = as_context(row, thaw(Document, kept.content)) | {"kept": kept, "document_version": version}
    return page(request, "incidents/post_mortem.html", context)
