"""From a request to a person, their language and zone, and the organization they act in."""

import re
import zoneinfo
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from rest_framework.response import Response
from rest_framework.views import exception_handler

from accounts.adapter import status_of
from accounts.models import Membership
from accounts.services.drafts import drop_drafts
from accounts.services.presence import notice_member
from crisisdesk.errors import DomainError
from crisisdesk.tenancy import every_organization, organization_scope
from crisisdesk.web.errors import refused

Handler = Callable[[HttpRequest], HttpResponse]
SLUG: Final = re.compile(r"[-a-zA-Z0-9_]+")


class PersonMiddleware:
    """The person's own language and zone win over the browser's."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.language:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        with timezone.override(_zone(user.time_zone if user.is_authenticated else "")):
            return self.get_response(request)


def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name or "UTC")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")


class TenantMiddleware:
    """Resolve `/o/<org>/…` to a membership; the view runs in its scope, which is a transaction.

    A middleware sees an exception of the view only as a finished 500 page, so the transaction would
    commit half the work: `process_exception` is what rolls it back. For the same reason it stands
    last in MIDDLEWARE, where it hears of the exception before anybody turns it into a page.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        slug = _organization_slug(request.path_info)
        if slug is None:
            return self.get_response(request)
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        member = _membership(request.user.pk, slug=slug)
        request.member = member  # type: ignore[attr-defined]  # TenantRequest, from here on
        request.organization = member.organization  # type: ignore[attr-defined]  # the same
        if _opens_scope_itself(request.path_info):
            with _members_zone(member):
                return self.get_response(request)
        with organization_scope(member.organization_id), _members_zone(member):
            notice_member(member)
            response = self.get_response(request)
            _let_drafts_go(request, response, member)
            return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:  # noqa: ARG002 -- Django's signature
        if transaction.get_connection().in_atomic_block:
            transaction.set_rollback(True)


def _let_drafts_go(request: HttpRequest, response: HttpResponse, member: Membership) -> None:
    """A form that was accepted takes the kept words of its fields along; a refused one leaves them."""
    if request.method != "POST" or response.status_code >= HTTPStatus.BAD_REQUEST:
        return
    if keys := request.POST.getlist("draft_key"):
        drop_drafts(actor=member, keys=keys)


def _opens_scope_itself(path: str) -> bool:
    try:
        return hasattr(resolve(path).func, "opens_scope_itself")
    except Resolver404:
        return False


def _organization_slug(path: str) -> str | None:
    """None for what can be no organization's address: the URLs answer it with their 404, and no query is asked."""
    _, area, *rest = path.split("/", 3)
    return rest[0] if area == "o" and rest and SLUG.fullmatch(rest[0]) else None


def _members_zone(member: Membership) -> timezone.override:
    return timezone.override(_zone(member.user.time_zone or member.organization.time_zone))


def _membership(user_id: int, *, slug: str) -> Membership:
    with every_organization():  # the organization is what this query finds
        member = (
            Membership.objects.active()
            .filter(organization__slug=slug, user_id=user_id)
            .select_related("organization", "user")
            .first()
        )
    if member is None:
        raise Http404
    return member


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        answer["HX-Refresh"] = "true"  # the reload of the page around it leads to the sign-in, and back
        return answer
    return redirect_to_login(request.get_full_path())


class RefusedFormMiddleware:
    """allauth answers a refused form with 200; everywhere else it is 422, and 429 when it locks somebody out."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        form = (response.context_data or {}).get("form")
        if request.method == "POST" and response.status_code == HTTPStatus.OK and getattr(form, "errors", None):
            response.status_code = status_of(form)
        return response


class DomainErrorMiddleware:
    """A refused rule is a 409 with its sentence: a page, or for HTMX the bare words."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DomainError):
            return None
        return refused(request, str(exception))


def api_exception_handler(exception: Exception, context: dict[str, Any]) -> Response | None:
    """DRF answers exceptions itself and rolls back only under ATOMIC_REQUESTS; so we do."""
    if transaction.get_connection().in_atomic_block:
        transaction.set_rollback(True)
    return exception_handler(exception, context)
