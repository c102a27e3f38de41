"""The brands of the organization: the team sees those it works for, admins change them."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import TenantRequest, allowed, find
from accounts.enums import ADMINS, DESK
from accounts.forms.organization import BrandForm
from accounts.models import Brand
from accounts.services.brands import archive_brand, create_brand, edit_brand, restore_brand
from crisisdesk.web.pages import page, redirect_or_refresh
from crisisdesk.web.pagination import keyset_page
from crisisdesk.web.toasts import toast

AT_ONCE = 50


def _back(request: TenantRequest, sentence: str, undo: str | None = None) -> HttpResponse:
    toast(request, sentence, undo)
    return redirect_or_refresh(request, "accounts:brands", request.organization.slug)


@require_GET
@allowed(DESK)
def brands(request: TenantRequest) -> HttpResponse:
    rows = Brand.objects.for_member(request.member).archived_last()
    cursor = request.GET.get("cursor", "")
    found = keyset_page(rows, order=("is_archived", "name", "pk"), cursor=cursor, size=AT_ONCE)
    context = {"page": found, "may_edit": request.member.role in ADMINS}
    return page(request, "accounts/brands.html", context, fragment="brands")


@require_http_methods(["GET", "POST"])
@allowed(ADMINS)
def new(request: TenantRequest) -> HttpResponse:
    form = BrandForm(request.POST or None, initial={"time_zone": request.organization.time_zone})
    place = {"actor": request.member, "organization": request.organization}
    if form.is_valid() and form.carry_out(create_brand, **place, words=form.brand_words):
        return _back(request, _("Brand added."))
    return page(request, "accounts/brand_new.html", {"form": form}, fragment="form", status=form.status)


@require_http_methods(["GET", "POST"])
@allowed(ADMINS)
def brand(request: TenantRequest, brand: str) -> HttpResponse:
    row = find(Brand.objects.for_member(request.member), slug=brand)
    form = BrandForm(request.POST) if request.method == "POST" else BrandForm.of(row)
    words = form.brand_words if form.is_bound and form.is_valid() else None
    if words and form.carry_out(edit_brand, actor=request.member, brand=row, words=words):
        return _back(request, _("Brand saved."))
    return page(request, "accounts/brand.html", {"form": form, "row": row}, fragment="form", status=form.status)


@require_POST
@allowed(ADMINS)
def archive(request: TenantRequest, brand: str) -> HttpResponse:
    archive_brand(actor=request.member, brand=find(Brand.objects.for_member(request.member), slug=brand))
    return _back(request, _("Brand archived. Nothing of it is deleted."))


@require_POST
@allowed(ADMINS)
def restore(request: TenantRequest, brand: str) -> HttpResponse:
    restore_brand(actor=request.member, brand=find(Brand.objects.for_member(request.member), slug=brand))
    return _back(request, _("Brand is listened for again."))
