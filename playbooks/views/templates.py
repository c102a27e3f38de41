"""Response templates: the list, and one with its words, its preview and its approval."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import TenantRequest, allowed, find
from accounts.enums import APPROVERS, DESK
from accounts.models import Membership
from crisisdesk.web.pages import page, redirect_or_refresh
from crisisdesk.web.refusals import RefusableForm
from crisisdesk.web.toasts import toast
from playbooks.enums import Stage, TemplateStatus
from playbooks.forms import TemplateForm
from playbooks.models import ResponseTemplate
from playbooks.queries.templates import TemplateFilter, listed_templates, previews, texts_of
from playbooks.queries.variables import VARIABLES
from playbooks.services.templates import approve_template, create_template, edit_template, retire_template


def _template(request: TenantRequest, pk: int) -> ResponseTemplate:
    return find(listed_templates(request.member, TemplateFilter()), pk=pk)


def _page(
    request: TenantRequest, row: ResponseTemplate, form: TemplateForm, refused: RefusableForm | None = None
) -> HttpResponse:
    context = {
        "template": row,
        "form": form,
        "refused": refused,
        "previews": previews(form.typed_texts if form.is_bound else texts_of(row)),
        "variables": VARIABLES,
    }
    status = (refused or form).status
    return page(request, "playbooks/template.html", context | _rights(request.member, row), status=status)


def _rights(member: Membership, row: ResponseTemplate) -> dict[str, bool]:
    """Which buttons there are; the services refuse the same."""
    may_edit = row.brand_id is not None or not member.limited
    decides = may_edit and member.role in APPROVERS and row.author_id != member.pk
    return {
        "may_edit": may_edit,
        "may_retire": may_edit and row.status != TemplateStatus.EXPIRED,
        "may_approve": decides and row.status != TemplateStatus.APPROVED,
    }


@require_GET
@allowed(DESK)
def templates(request: TenantRequest) -> HttpResponse:
    wanted = TemplateFilter.read(request.GET.dict())
    context = {
        "templates": listed_templates(request.member, wanted),
        "wanted": wanted,
        "stages": Stage.choices,
        "statuses": TemplateStatus.choices,
    }
    return page(request, "playbooks/templates.html", context, fragment="templates")


@require_http_methods(["GET", "POST"])
@allowed(DESK)
def new(request: TenantRequest) -> HttpResponse:
    form = TemplateForm(request.POST or None, member=request.member)
    if form.is_valid():
        words, texts = form.template_words, form.texts
        if row := form.carry_out(create_template, actor=request.member, words=words, texts=texts):
            return _done(request, row.pk, _("Template saved. Another person approves it."))
    context = {"form": form, "variables": VARIABLES, "previews": previews(form.typed_texts)}
    return page(request, "playbooks/template_new.html", context, fragment="form", status=form.status)


@require_http_methods(["GET", "POST"])
@allowed(DESK)
def template(request: TenantRequest, pk: int) -> HttpResponse:
    row = _template(request, pk)
    form = TemplateForm(request.POST or None, member=request.member, template=row)
    if form.is_valid():
        words: dict[str, Any] = {"revision": form.cleaned_data["revision"] or 0, "words": form.template_words}
        if form.carry_out(edit_template, actor=request.member, template=row, texts=form.texts, **words):
            return _done(request, pk, _("Template saved. Another person approves it."))
    return _page(request, row, form)


@require_POST
@allowed(DESK)
def preview(request: TenantRequest) -> HttpResponse:
    """How the words read while they are being typed; nothing is kept."""
    form = TemplateForm(request.POST, member=request.member)
    return page(request, "playbooks/previews.html", {"previews": previews(form.typed_texts)})


@require_POST
@allowed(APPROVERS)
def approve(request: TenantRequest, pk: int) -> HttpResponse:
    row, form = _template(request, pk), RefusableForm(request.POST)
    seen = request.POST.get("revision", "")
    revision = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < len("1000000000") else 0
    if form.carry_out(approve_template, actor=request.member, template=row, revision=revision):
        return _done(request, pk, _("Template approved."))
    return _page(request, row, TemplateForm(member=request.member, template=row), form)


@require_POST
@allowed(DESK)
def retire(request: TenantRequest, pk: int) -> HttpResponse:
    row, form = _template(request, pk), RefusableForm(request.POST)
    if form.carry_out(retire_template, actor=request.member, template=row):
        return _done(request, pk, _("Template is offered no more."))
    return _page(request, row, TemplateForm(member=request.member, template=row), form)


def _done(request: TenantRequest, pk: int, sentence: str) -> HttpResponse:
    toast(request, sentence)
    return redirect_or_refresh(request, "playbooks:template", request.organization.slug, pk)
