"""The one page on which an answer is written, decided, sent and settled; every deed comes back to it."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from accounts.access import TenantRequest, find
from crisisdesk.web.pages import page, redirect_or_refresh
from crisisdesk.web.refusals import RefusableForm
from crisisdesk.web.toasts import toast
from playbooks.forms import ComposerForm, DecisionForm, ProofForm
from playbooks.models import Response
from playbooks.queries.answers import answers_for, read_answer
from playbooks.queries.composer import compose, matter_of, offered_templates
from playbooks.services.responses import submit_response


def find_response(request: TenantRequest, pk: int) -> Response:
    return find(answers_for(request.member), pk=pk)


def answer_page(
    request: TenantRequest,
    response: Response,
    refused: RefusableForm | None = None,
    **forms: Any,  # noqa: ANN401 -- the form that was refused
) -> HttpResponse:
    """`refused` is the form whose sentence stands on top of the page and gives it its status."""
    matter = matter_of(response)
    text, typed = response.text, {}
    if isinstance(refused, ComposerForm) and refused.is_bound:
        text, typed = str(refused.data.get("text", text)), refused.typed
    context = {
        "response": response,
        "matter": matter,
        "mention": response.mention,
        "answer": read_answer(response, request.member),
        "composer": compose(matter, text, response, typed),
        "templates": offered_templates(request.member, matter.brand, matter.stage),
        "decision_form": DecisionForm(initial={"text_hash": response.text_hash}),
        "proof_form": ProofForm(),
        "refused": refused,
    }
    return page(request, "playbooks/response.html", context | forms, status=refused.status if refused else 200)


def on_its_way(request: TenantRequest, form: ComposerForm, response: Response) -> HttpResponse:
    """The words are kept. A refused submission shows why, on the answer's own page."""
    wants_submit = form.cleaned_data["action"] == "submit"
    if wants_submit and not form.carry_out(submit_response, actor=request.member, response=response):
        return answer_page(request, find_response(request, response.pk), form)
    toast(request, _("Submitted for approval.") if wants_submit else _("Draft saved."))
    return redirect_or_refresh(request, "playbooks:response", request.organization.slug, response.pk)
