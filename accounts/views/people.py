"""Who belongs to the organization. The team sees its members; admins change, remove and invite."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import TenantRequest, allowed, find
from accounts.enums import ADMINS, DESK
from accounts.forms.member import InviteForm, MemberForm
from accounts.models import Invitation, Membership
from accounts.queries.people import people_page, waiting_invitations
from accounts.services.invitations import invite, resend_invitation, revoke_invitation
from accounts.services.members import edit_member, remove_member
from crisisdesk.web.pages import page, redirect_or_refresh
from crisisdesk.web.toasts import toast


def _back(request: TenantRequest, sentence: str) -> HttpResponse:
    toast(request, sentence)
    return redirect_or_refresh(request, "accounts:people", request.organization.slug)


def _member(pk: int) -> Membership:
    return find(Membership.objects.active().select_related("user", "organization"), pk=pk)


@require_GET
@allowed(DESK)
def people(request: TenantRequest) -> HttpResponse:
    may_edit = request.member.role in ADMINS
    context = {
        "page": people_page(request.GET.get("cursor", "")),
        "may_edit": may_edit,
        "invitations": waiting_invitations() if may_edit else (),
    }
    return page(request, "accounts/people.html", context, fragment="people")


@require_http_methods(["GET", "POST"])
@allowed(ADMINS)
def person(request: TenantRequest, pk: int) -> HttpResponse:
    member, actor = _member(pk), request.member
    form = MemberForm(request.POST, actor=actor) if request.method == "POST" else MemberForm.of(member, actor=actor)
    reach = form.reach if form.is_bound and form.is_valid() else None
    if reach and form.carry_out(edit_member, actor=actor, member=member, reach=reach):
        return _back(request, _("%(person)s is changed.") % {"person": member.name})
    return page(request, "accounts/person.html", {"form": form, "row": member}, fragment="form", status=form.status)


@require_http_methods(["GET", "POST"])
@allowed(ADMINS)
def remove(request: TenantRequest, pk: int) -> HttpResponse:
    member = _member(pk)
    if request.method == "POST":
        remove_member(actor=request.member, member=member)
        if member == request.member:
            return redirect_or_refresh(request, "accounts:home")
        return _back(request, _("%(person)s is removed.") % {"person": member.name})
    return page(request, "accounts/person_remove.html", {"row": member}, fragment="dialog")


@require_http_methods(["GET", "POST"])
@allowed(ADMINS)
def new_invitation(request: TenantRequest) -> HttpResponse:
    form = InviteForm(request.POST or None, actor=request.member)
    if form.is_valid():
        words = {"email": form.cleaned_data["email"], "role": form.cleaned_data["role"], "brands": form.chosen_brands}
        if form.carry_out(invite, actor=request.member, **words):
            return _back(request, _("The invitation is on its way to %(email)s.") % words)
    return page(request, "accounts/invite.html", {"form": form}, fragment="form", status=form.status)


@require_POST
@allowed(ADMINS)
def resend(request: TenantRequest, pk: int) -> HttpResponse:
    invitation = find(Invitation.objects.select_related("organization"), pk=pk)
    resend_invitation(actor=request.member, invitation=invitation)
    return _back(request, _("Sent again. The link before works no more."))


@require_POST
@allowed(ADMINS)
def revoke(request: TenantRequest, pk: int) -> HttpResponse:
    revoke_invitation(actor=request.member, invitation=find(Invitation.objects.all(), pk=pk))
    return _back(request, _("Invitation taken back."))
