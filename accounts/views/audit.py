"""The proof of who did what, for admins."""

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import TenantRequest, allowed
from accounts.enums import ADMINS
from accounts.queries.audit import AuditFilter, audit_page, people_of_the_log, verb_choices
from accounts.queries.audit_file import audit_lines
from accounts.services.audit import record
from crisisdesk.streaming import scoped_stream
from crisisdesk.web.pages import page


@require_GET
@allowed(ADMINS)
def log(request: TenantRequest) -> HttpResponse:
    wanted = AuditFilter.read(request.GET.dict())
    found, lines = audit_page(wanted, request.GET.get("cursor", ""))
    context = {
        "wanted": wanted,
        "page": found,
        "lines": lines,
        "people": people_of_the_log(),
        "verbs": verb_choices(),
    }
    return page(request, "accounts/audit.html", context, fragment="log")


@require_GET
@allowed(ADMINS)
def export(request: TenantRequest) -> StreamingHttpResponse:
    """Whoever takes the log out stands in it."""
    wanted = AuditFilter.read(request.GET.dict())
    record(actor=request.member, verb="audit.exported", target=request.organization, filter=wanted.query)
    lines = scoped_stream(request.organization.pk, audit_lines(wanted))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"audit-{request.organization.slug}-{timezone.localdate():%Y-%m-%d}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
