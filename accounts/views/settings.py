"""What the organization is called."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import TenantRequest, allowed
from accounts.enums import ADMINS, DESK
from accounts.forms.organization import OrganizationForm
from accounts.services.organizations import edit_organization
from crisisdesk.web.pages import page, redirect_or_refresh
from crisisdesk.web.toasts import toast


@require_GET
@allowed(DESK)
def organization(request: TenantRequest) -> HttpResponse:
    return _page(request, OrganizationForm.of(request.organization))


@require_POST
@allowed(ADMINS)
def save(request: TenantRequest) -> HttpResponse:
    form = OrganizationForm(request.POST)
    if form.is_valid() and form.carry_out(edit_organization, actor=request.member, words=form.organization_words):
        toast(request, _("Saved."))
        return redirect_or_refresh(request, "accounts:settings", request.organization.slug)
    return _page(request, form)


def _page(request: TenantRequest, form: OrganizationForm) -> HttpResponse:
    context = {"form": form, "may_edit": request.member.role in ADMINS}
    return page(request, "accounts/settings.html", context, fragment="form", status=form.status)
