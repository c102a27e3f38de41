"""The mail that the organization sends: what is stuck is not silent."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import TenantRequest, allowed, find
from accounts.enums import ADMINS
from crisisdesk.web.pages import page, redirect_or_refresh
from crisisdesk.web.toasts import toast
from notifications.models import Email
from notifications.queries.mail import count_unsent, mail_page
from notifications.services.outbox import send_again


@require_GET
@allowed(ADMINS)
def mail(request: TenantRequest) -> HttpResponse:
    only_unsent = request.GET.get("state") == "unsent"
    found = mail_page(request.GET.get("cursor", ""), only_unsent=only_unsent)
    context = {"page": found, "only_unsent": only_unsent, "unsent": count_unsent()}
    return page(request, "notifications/mail.html", context, fragment="mail")


@require_POST
@allowed(ADMINS)
def again(request: TenantRequest, pk: int) -> HttpResponse:
    send_again(actor=request.member, email=find(Email.objects.all(), pk=pk))
    toast(request, _("It is tried again."))
    return redirect_or_refresh(request, "notifications:mail", request.organization.slug)
