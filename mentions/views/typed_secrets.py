"""A password or token between two presses of one form: in the session, sealed, never in a page."""

from typing import Final

from accounts.access import TenantRequest
from crisisdesk.sealed import SealBrokenError, seal, unseal
from mentions.forms.source import SourceForm

PLACE: Final = "typed_secrets"
KEPT: Final = 5  # forms that stand open side by side


def typed_before(request: TenantRequest) -> str:
    """What was typed into this very form at an earlier press."""
    sealed = request.session.get(PLACE, {}).get(request.POST.get("draft", ""), "")
    try:
        return unseal(sealed.encode()) if sealed else ""
    except SealBrokenError:
        return ""


def keep_typed(request: TenantRequest, form: SourceForm) -> None:
    """Until it is connected; the five newest of a person."""
    draft, secret = form.data.get("draft", ""), form.typed_secret
    if not draft or not secret:
        return
    form.show_kept()
    kept = {name: sealed for name, sealed in request.session.get(PLACE, {}).items() if name != draft}
    newest = list(kept.items())[-(KEPT - 1) :]
    request.session[PLACE] = dict([*newest, (draft[:40], seal(secret).decode())])


def forget_typed(request: TenantRequest) -> None:
    kept = request.session.get(PLACE, {})
    if kept.pop(request.POST.get("draft", ""), None):
        request.session[PLACE] = kept
