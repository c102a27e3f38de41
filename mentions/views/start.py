"""The source's step of the start wizard, and how the words of a brand will match while they are typed."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PersonRequest, TenantRequest, allowed, find, opens_scope_itself
from accounts.enums import ADMINS
from accounts.models import Brand
from crisisdesk.tenancy import organization_scope
from crisisdesk.web.pages import page, redirect_or_refresh
from crisisdesk.web.toasts import toast
from mentions.enums import SourceKind
from mentions.forms.source import FirstSourceForm
from mentions.queries.words import preview_words
from mentions.services.probing import probe
from mentions.services.sources import connect_source
from mentions.views.sources import keep_secret


@require_GET
@login_required
def word_preview(request: PersonRequest) -> HttpResponse:
    preview = preview_words(request.GET.get("words", ""), request.GET.get("brand", ""))
    return page(request, "mentions/word_preview.html", {"preview": preview}, fragment="preview")


@require_http_methods(["GET", "POST"])
@opens_scope_itself
@allowed(ADMINS)
def source(request: TenantRequest) -> HttpResponse:
    with organization_scope(request.organization.pk):
        form = FirstSourceForm(request.POST or None, brand=_newest_brand(request))
        is_valid = form.is_valid()
    if is_valid and form.cleaned_data["kind"] == SourceKind.FEED:
        form.refuse_feed(probe(SourceKind.FEED, {"url": form.cleaned_data["url"]}, []).fault)
    with organization_scope(request.organization.pk):
        if form.is_valid() and (done := _begin(request, form)):
            return done
        return page(request, "mentions/start_source.html", _context(request, form), fragment="form", status=form.status)


def _newest_brand(request: TenantRequest) -> Brand:
    return find(Brand.objects.for_member(request.member).active().order_by("-pk"))


def _context(request: TenantRequest, form: FirstSourceForm) -> dict[str, object]:
    return {"form": form, "step": 2, "done": _desk(request), "brand_row": form.brand}


def _desk(request: TenantRequest) -> str:
    return reverse("incidents:queue", args=[request.organization.slug])


def _begin(request: TenantRequest, form: FirstSourceForm) -> HttpResponse | None:
    """None when it was refused."""
    org, kind = request.organization.slug, form.cleaned_data["kind"]
    if kind == SourceKind.FILE:
        return redirect_or_refresh(request, "mentions:import_new", org)
    connected = form.carry_out(connect_source, actor=request.member, **form.source_words)
    if not connected:
        return None
    if kind == SourceKind.WEBHOOK:
        keep_secret(request, *connected)
        return redirect_or_refresh(request, "mentions:source", org, connected[0].pk)
    toast(request, _("Listening. The first mentions come in a few seconds."))
    people = "people" in request.POST
    return redirect_or_refresh(request, reverse("accounts:start_people", args=[org]) if people else _desk(request))
