"""The default playbook as one table, and what each brand never says."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import TenantRequest, allowed, find
from accounts.enums import ADMINS
from accounts.models import Brand
from crisisdesk.web.pages import page, redirect_or_refresh
from crisisdesk.web.toasts import toast
from playbooks.forms import PlaybookForm, VoiceForm
from playbooks.queries.voices import banned_words, voices
from playbooks.services.beginnings import add_default_playbook
from playbooks.services.playbooks import edit_playbook
from playbooks.services.voices import ban_words


@require_http_methods(["GET", "POST"])
@allowed(ADMINS)
def playbook(request: TenantRequest) -> HttpResponse:
    row = add_default_playbook(actor=request.member, organization_id=request.organization.pk)
    form = PlaybookForm(request.POST or None, playbook=row)
    if form.is_valid():
        revision, steps = form.cleaned_data["revision"], form.steps
        if form.carry_out(edit_playbook, actor=request.member, playbook=row, revision=revision, steps=steps):
            toast(request, _("Playbook saved. New incidents begin with it."))
            return redirect_or_refresh(request, "playbooks:playbook", request.organization.slug)
    context = {"playbook": row, "form": form, "voices": voices(request.member)}
    return page(request, "playbooks/playbook.html", context, fragment="form", status=form.status)


@require_http_methods(["GET", "POST"])
@allowed(ADMINS)
def voice(request: TenantRequest, brand: str) -> HttpResponse:
    row = find(Brand.objects.for_member(request.member), slug=brand)
    form = VoiceForm(request.POST or None, initial={"banned_words": "\n".join(banned_words(row))})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["banned_words"]
        if form.carry_out(ban_words, actor=request.member, brand=row, words=words):
            toast(request, _("Words saved."))
            return redirect_or_refresh(request, "playbooks:playbook", request.organization.slug)
    return page(request, "playbooks/voice.html", {"brand_row": row, "form": form}, status=form.status)
