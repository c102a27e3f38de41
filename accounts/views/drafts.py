"""Where the browser keeps what is being typed (static/js/drafts.js)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.access import TenantRequest, allowed
from accounts.enums import EVERYONE
from accounts.forms.draft import DraftForm
from accounts.services.drafts import keep_draft


@require_POST
@allowed(EVERYONE)
def draft(request: TenantRequest) -> HttpResponse:
    form = DraftForm(request.POST)
    if not form.is_valid():
        return render(request, "components/draft_state.html", {"refused": form.errors.get("text")}, status=422)
    kept = keep_draft(actor=request.member, **form.cleaned_data)
    return render(request, "components/draft_state.html", {"at": kept and kept.updated_at})
