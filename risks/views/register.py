"""The register and its matrix; the first risks of a brand."""

from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import TenantRequest, allowed, find
from accounts.enums import DESK, EVERYONE
from accounts.models import Brand, Membership
from crisisdesk.web.pages import page, redirect_or_refresh
from crisisdesk.web.toasts import toast
from risks.enums import Band, RiskStatus
from risks.forms import NewRiskForm
from risks.models import RiskCategory
from risks.queries.matrix import draw_matrix, legend
from risks.queries.register import (
    SORT_WORDS,
    RegisterFilter,
    brands_without_risks,
    offered_examples,
    read_register,
)
from risks.services.register import start_register
from risks.services.risks import create_risk

START_BRANDS: Final = 1  # so many such buttons stand in the head of the page


@require_GET
@allowed(EVERYONE)
def register(request: TenantRequest) -> HttpResponse:
    wanted = RegisterFilter.read(request.GET.dict())
    found = read_register(request.member, wanted)
    context = {
        "wanted": wanted,
        "without_cell": wanted.query(cell=""),
        "register": found,
        "matrix": draw_matrix(found, wanted),
        **_choices(request.member),
    }
    return page(request, "risks/register.html", context, fragment="register")


def _choices(member: Membership) -> dict[str, Any]:
    """What the filters and the head of the page offer this person."""
    return {
        "can_write": member.role in DESK,
        "start_brands": brands_without_risks(member)[:START_BRANDS],
        "filter_brands": Brand.objects.for_member(member).active().order_by("name"),
        "categories": RiskCategory.objects.active(),
        "bands": Band.choices,
        "statuses": RiskStatus.choices,
        "sorts": SORT_WORDS,
        "fills": legend(),
    }


@require_http_methods(["GET", "POST"])
@allowed(DESK)
def new(request: TenantRequest) -> HttpResponse:
    form = NewRiskForm(request.POST or None, member=request.member)
    if form.is_valid():
        words, score, brand = form.risk_words, form.first_score, form.cleaned_data["brand"]
        if risk := form.carry_out(create_risk, actor=request.member, brand=brand, words=words, score=score):
            toast(request, _("Added as R-%(number)s.") % {"number": risk.number})
            return redirect_or_refresh(request, "risks:detail", request.organization.slug, risk.number)
    return page(request, "risks/new.html", {"form": form}, fragment="form", status=form.status)


@require_http_methods(["GET", "POST"])
@allowed(DESK)
def start(request: TenantRequest, brand: str) -> HttpResponse:
    """Examples of the taxonomy; the person chooses what may happen to this brand."""
    row = find(Brand.objects.for_member(request.member).active(), slug=brand)
    if request.method == "POST":
        risks = start_register(actor=request.member, brand=row, chosen=request.POST.getlist("example"))
        sentence = ngettext("%(count)s draft added.", "%(count)s drafts added.", len(risks))
        toast(request, sentence % {"count": len(risks)})
        return redirect_or_refresh(request, "risks:list", request.organization.slug)
    return page(request, "risks/start.html", {"brand_row": row, "offers": offered_examples(row)})
