"""The sources of an organization: the list, one source, and what can be done to it."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import TenantRequest, allowed, find, opens_scope_itself
from accounts.enums import ADMINS, DESK
from crisisdesk.sealed import seal, unseal
from crisisdesk.tenancy import organization_scope
from crisisdesk.web.pages import page, redirect_or_refresh
from crisisdesk.web.toasts import toast
from mentions.forms.mapping import MappingForm
from mentions.forms.source import NewSecretForm, RenameForm
from mentions.models import Source, WebhookDelivery
from mentions.models.source import SourceQuerySet
from mentions.queries.hook_example import curl_example
from mentions.queries.source_history import history_of, holes_of, last_objects, mapping_of, outcomes_of
from mentions.queries.sources import describe, listened_for, read_sources
from mentions.services.deliveries import read_again
from mentions.services.probing import Probe, probe_source
from mentions.services.source_secrets import replace_secret
from mentions.services.sources import (
    archive_source,
    change_secret,
    check_source_now,
    map_source,
    pause_source,
    rename_source,
    resume_source,
)

SECRET_ONCE: Final = "secret_of_source_{}"  # noqa: S105 -- the name of a place in the session


@require_GET
@allowed(DESK)
def sources(request: TenantRequest) -> HttpResponse:
    query = {name: request.GET.get(name, "") for name in ("brand", "cursor")}
    found = read_sources(request.member, **query, archived="archived" in request.GET)
    context = {"found": found, "archived": "archived" in request.GET, "can_change": request.member.role in ADMINS}
    return page(request, "mentions/sources.html", context, fragment="sources")


@require_GET
@allowed(DESK)
def source(request: TenantRequest, pk: int) -> HttpResponse:
    return _detail(request, _source(request, pk))


def _visible(request: TenantRequest) -> SourceQuerySet:
    rows: SourceQuerySet = Source.objects.for_member(request.member).with_brand_and_job()
    return rows


def _source(request: TenantRequest, pk: int) -> Source:
    return find(_visible(request), pk=pk)


def _detail(request: TenantRequest, source: Source, *, status: int = 200, **extra: Any) -> HttpResponse:  # noqa: ANN401 -- the form that was refused
    context = _about(request, source) | extra
    return page(request, "mentions/source.html", context, fragment="source", status=status)


def _about(request: TenantRequest, source: Source) -> dict[str, Any]:
    sample = last_objects(source)
    mapping, zone = mapping_of(source, sample.columns), source.settings.get("time_zone", "UTC")
    return {
        "row": describe([source])[0],
        "source": source,
        "holes": holes_of(source),
        "history": history_of(source, request.GET.get("cursor", "")),
        "can_change": request.member.role in ADMINS,
        "rename_form": RenameForm(initial={"name": source.name}),
        "secret_form": NewSecretForm(),
        "mapping_form": MappingForm(columns=sample.columns, rows=sample.rows, mapping=mapping, zone=zone),
        "outcomes": outcomes_of(sample.rows, mapping, zone),
        "hook": _hook(request, source),
    }


def _hook(request: TenantRequest, source: Source) -> dict[str, str]:
    """Where a sender sends to, and how it signs."""
    url = settings.SITE_URL + reverse("mentions:webhook", args=[source.public_id])
    sealed = request.session.pop(SECRET_ONCE.format(source.pk), "")
    secret = unseal(sealed.encode()) if sealed else ""
    return {"url": url, "secret": secret, "example": curl_example(url, secret)}


def keep_secret(request: TenantRequest, source: Source, secret: str) -> None:
    """For the one page after this. A session lies in the database, so it is sealed there too."""
    request.session[SECRET_ONCE.format(source.pk)] = seal(secret).decode()


def _back(request: TenantRequest, pk: int, sentence: str = "") -> HttpResponse:
    if sentence:
        toast(request, sentence)
    if request.POST.get("from") == "list":
        return redirect_or_refresh(request, "mentions:sources", request.organization.slug)
    return redirect_or_refresh(request, "mentions:source", request.organization.slug, pk)


@require_POST
@allowed(ADMINS)
def check(request: TenantRequest, pk: int) -> HttpResponse:
    check_source_now(actor=request.member, source=_source(request, pk))
    return _back(request, pk, _("It is being checked."))


@require_POST
@allowed(ADMINS)
def pause(request: TenantRequest, pk: int) -> HttpResponse:
    pause_source(actor=request.member, source=_source(request, pk))
    return _back(request, pk, _("Paused. What appears meanwhile may be missed."))


@require_POST
@allowed(ADMINS)
def resume(request: TenantRequest, pk: int) -> HttpResponse:
    resume_source(actor=request.member, source=_source(request, pk))
    return _back(request, pk, _("It listens again."))


@require_POST
@allowed(ADMINS)
def archive(request: TenantRequest, pk: int) -> HttpResponse:
    archive_source(actor=request.member, source=_source(request, pk))
    return _back(request, pk, _("Archived. Its mentions stay."))


@require_POST
@allowed(ADMINS)
def secret(request: TenantRequest, pk: int) -> HttpResponse:
    row = find(_visible(request).webhooks(), pk=pk)
    keep_secret(request, row, change_secret(actor=request.member, source=row))
    return _back(request, pk, _("The old secret is accepted for another 24 hours."))


@require_POST
@allowed(ADMINS)
def sign_in(request: TenantRequest, pk: int) -> HttpResponse:
    row = find(_visible(request).signing_in(), pk=pk)
    form = NewSecretForm(request.POST)
    if form.is_valid() and form.carry_out(replace_secret, actor=request.member, source=row, **form.cleaned_data):
        return _back(request, pk, _("Replaced. The next visit signs in with it."))
    return _detail(request, row, status=form.status, secret_form=form)


@require_POST
@allowed(ADMINS)
def rename(request: TenantRequest, pk: int) -> HttpResponse:
    row = _source(request, pk)
    form = RenameForm(request.POST)
    if form.is_valid() and form.carry_out(rename_source, actor=request.member, source=row, **form.cleaned_data):
        return _back(request, pk, _("Renamed."))
    return _detail(request, row, status=form.status, rename_form=form)


@require_POST
@allowed(ADMINS)
def mapping(request: TenantRequest, pk: int) -> HttpResponse:
    row = find(_visible(request).webhooks(), pk=pk)
    sample = last_objects(row)
    form = MappingForm(request.POST, columns=sample.columns, rows=sample.rows, mapping={})
    if not form.is_valid():
        return _detail(request, row, status=form.status, mapping_form=form)
    zone = form.cleaned_data["time_zone"]
    if "save" in request.POST:
        map_source(actor=request.member, source=row, mapping=form.mapping, zone=zone)
        return _back(request, pk, _("Saved. The next delivery is read this way."))
    return _detail(request, row, mapping_form=form, outcomes=outcomes_of(sample.rows, form.mapping, zone))


@require_POST
@allowed(ADMINS)
def delivery_again(request: TenantRequest, pk: int, delivery: int) -> HttpResponse:
    row = find(WebhookDelivery.objects.filter(source=_source(request, pk)), pk=delivery)
    read_again(actor=request.member, delivery=row)
    return _back(request, pk, _("It is being read again."))


@require_POST
@opens_scope_itself
@allowed(ADMINS)
def test(request: TenantRequest, pk: int) -> HttpResponse:
    """One page of it, now; nothing is stored."""
    with organization_scope(request.organization.pk):
        row, brands = find(_visible(request).fetched(), pk=pk), listened_for()
    probe: Probe = probe_source(row, brands)
    with organization_scope(request.organization.pk):
        return _detail(request, row, probe=probe)
