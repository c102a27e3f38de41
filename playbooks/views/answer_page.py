"""The one page on which an answer is written, decided, sent and settled; every deed comes back to it.

HTMX gets the answer alone, so it lives in the detail of the queue and in the room of an incident too.
"""

from typing import Any, Final

from django.http import HttpResponse
from django_htmx.http import reswap, retarget

from accounts.access import TenantRequest, find
from accounts.models import Membership
from crisisdesk.web.pages import is_fragment, page, redirect_or_refresh
from crisisdesk.web.refusals import RefusableForm
from crisisdesk.web.toasts import toast
from mentions.models import Mention
from playbooks.forms import ComposerForm, DecisionForm, ProofForm
from playbooks.models import Response
from playbooks.queries.answers import answers_for, read_answer
from playbooks.queries.composer import compose, matter_of, offered_templates, opening_text, suggestion
from playbooks.services.keeping import keep_words

TEMPLATE: Final = "playbooks/response.html"


def find_response(request: TenantRequest, pk: int) -> Response:
    return find(answers_for(request.member), pk=pk)


def answer_page(request: TenantRequest, response: Response, refused: RefusableForm | None = None) -> HttpResponse:
    """`refused` is the form whose sentence stands on top of the answer and gives the page its status."""
    context = _shown(request.member, response, refused) | {"opens": request.GET.get("edit") == "1"}
    return _in_place(request, context, refused)


def blank_page(request: TenantRequest, form: ComposerForm, mention: Mention) -> HttpResponse:
    """The composer before there is an answer; unless something was typed, with the words that suit."""
    suggested = None if form.is_bound else suggestion(request.member, form.matter)
    text = form.typed_text or opening_text(suggested, form.matter)
    context = {
        "matter": form.matter,
        "mention": mention,
        "composer": compose(form.matter, text, None, form.typed),
        "suggested": suggested,
        "templates": offered_templates(request.member, form.matter.brand, form.matter.stage),
        "refused": form if form.is_bound else None,
        "write_url": request.get_full_path(),
    }
    return _in_place(request, context, form)


def conflict_page(request: TenantRequest, response: Response, form: ComposerForm) -> HttpResponse:
    """Somebody was faster: both texts side by side. What was typed here stays in the history under its author."""
    keep_words(actor=request.member, response=response, text=form.typed_text)
    context = _shown(request.member, response, form) | {"mine": form.typed_text, "is_conflict": True}
    return _in_place(request, context, form)


def done(request: TenantRequest, pk: int, sentence: str = "") -> HttpResponse:
    """After a deed: the answer as it stands now, in its place; a plain form is sent to its page."""
    if sentence:
        toast(request, sentence)
    if is_fragment(request):
        return answer_page(request, find_response(request, pk))
    return redirect_or_refresh(request, "playbooks:response", request.organization.slug, pk)


def _in_place(request: TenantRequest, context: dict[str, Any], refused: RefusableForm | None) -> HttpResponse:
    """Whichever part of the answer was sent, the whole of it is replaced."""
    answer = page(request, TEMPLATE, context, fragment="answer", status=refused.status if refused else 200)
    return reswap(retarget(answer, "#answer"), "outerHTML") if request.method == "POST" else answer


def _shown(member: Membership, response: Response, refused: RefusableForm | None) -> dict[str, Any]:
    matter = matter_of(response)
    writing = refused if isinstance(refused, ComposerForm) else None
    suggested = suggestion(member, matter) if response.is_untouched and not writing else None
    text = response.text or opening_text(suggested, matter)
    if writing and not writing.is_kept:
        text = writing.typed_text
    return {
        "response": response,
        "matter": matter,
        "mention": response.mention,
        "answer": read_answer(response, member),
        "composer": compose(matter, text, response, writing.typed if writing else None),
        "suggested": suggested,
        "templates": offered_templates(member, matter.brand, matter.stage),
        "decision_form": refused if isinstance(refused, DecisionForm) else DecisionForm(),
        "proof_form": refused if isinstance(refused, ProofForm) else ProofForm(),
        "refused": refused,
    }
