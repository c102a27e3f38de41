"""The categories of an organization, for its admins."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import TenantRequest, allowed, find
from accounts.enums import ADMINS
from crisisdesk.web.pages import page, redirect_or_refresh
from crisisdesk.web.toasts import toast
from risks.forms import CategoryForm
from risks.models import RiskCategory
from risks.queries.categories import counted_categories
from risks.services.categories import (
    add_category,
    archive_category,
    edit_category,
    order_category,
    restore_category,
)


def _back(request: TenantRequest, sentence: str = "", undo: str | None = None) -> HttpResponse:
    if sentence:
        toast(request, sentence, undo)
    return redirect_or_refresh(request, "risks:categories", request.organization.slug)


@require_http_methods(["GET", "POST"])
@allowed(ADMINS)
def categories(request: TenantRequest) -> HttpResponse:
    form = CategoryForm(request.POST or None)
    if form.is_valid() and form.carry_out(add_category, actor=request.member, words=form.category_words):
        return _back(request, _("Category added."))
    context = {"form": form, "categories": counted_categories()}
    return page(request, "risks/categories.html", context, fragment="categories", status=form.status)


@require_http_methods(["GET", "POST"])
@allowed(ADMINS)
def category(request: TenantRequest, pk: int) -> HttpResponse:
    row = find(RiskCategory.objects.all(), pk=pk)
    form = CategoryForm(request.POST or None, category=row)
    words = form.category_words if form.is_valid() else None
    if words and form.carry_out(edit_category, actor=request.member, category=row, words=words):
        return _back(request, _("Category saved."))
    return page(request, "risks/category.html", {"form": form, "category": row}, fragment="form", status=form.status)


@require_POST
@allowed(ADMINS)
def order(request: TenantRequest, pk: int) -> HttpResponse:
    row = find(RiskCategory.objects.all(), pk=pk)
    order_category(actor=request.member, category=row, up=request.POST.get("direction") == "up")
    return _back(request)


@require_POST
@allowed(ADMINS)
def archive(request: TenantRequest, pk: int) -> HttpResponse:
    archive_category(actor=request.member, category=find(RiskCategory.objects.all(), pk=pk))
    return _back(request, _("Category archived. Its risks stay in it."))


@require_POST
@allowed(ADMINS)
def restore(request: TenantRequest, pk: int) -> HttpResponse:
    restore_category(actor=request.member, category=find(RiskCategory.objects.all(), pk=pk))
    return _back(request, _("Category is offered again."))
