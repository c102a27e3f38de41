"""The one page on which a post-mortem is written and read; every refused form comes back to it."""

from typing import Any

from django.http import HttpResponse

from accounts.access import TenantRequest, find
from accounts.enums import APPROVERS, DESK
from crisisdesk.web.pages import page
from crisisdesk.web.refusals import RefusableForm
from incidents.forms.post_mortem import ActionForm, CorrectionForm, ImpactForm, SectionForm, section_forms
from incidents.models import Incident, PostMortem
from incidents.queries.growth import chart_of, subtitle_of
from incidents.queries.impact import impact_rows
from incidents.queries.post_mortem import Document, read_versions, standing_document


def find_post_mortem(request: TenantRequest, number: int) -> PostMortem:
    incidents = Incident.objects.for_member(request.member)
    rows = PostMortem.objects.filter(incident__in=incidents)
    related = ("incident__brand", "incident__risk", "incident__lead__user", "finalized_by__user")
    found: PostMortem = find(rows.select_related(*related), incident__number=number)
    return found


def show(request: TenantRequest, post_mortem: PostMortem, refused: RefusableForm | None = None) -> HttpResponse:
    """`refused` stands in its place on the page and gives it its status."""
    document = standing_document(post_mortem, post_mortem.incident)
    writes = request.member.role in DESK and not post_mortem.is_final
    context = {
        "refused": refused,
        "can_write": writes,
        "can_sign": request.member.role in APPROVERS,
        "may_correct": request.member.role in APPROVERS and post_mortem.is_final,
        "correction_form": refused if isinstance(refused, CorrectionForm) else CorrectionForm(),
        **(_forms(post_mortem, refused) if writes else {}),
        **as_context(post_mortem, document),
    }
    status = refused.status if refused else 200
    return page(request, "incidents/post_mortem.html", context, status=status)


def _forms(post_mortem: PostMortem, refused: RefusableForm | None) -> dict[str, Any]:
    return {
        "sections": section_forms(post_mortem, refused if isinstance(refused, SectionForm) else None),
        "impact_form": refused if isinstance(refused, ImpactForm) else ImpactForm(post_mortem=post_mortem),
        "action_form": refused if isinstance(refused, ActionForm) else ActionForm(incident=post_mortem.incident),
    }


def as_context(post_mortem: PostMortem, document: Document) -> dict[str, Any]:
    return {
        "incident": post_mortem.incident,
        "post_mortem": post_mortem,
        "document": document,
        "chart": chart_of(post_mortem.incident, document.figures),
        "chart_subtitle": subtitle_of(document.figures),
        "impact": impact_rows(document),
        "versions": read_versions(post_mortem),
        "document_version": post_mortem.version,
    }
