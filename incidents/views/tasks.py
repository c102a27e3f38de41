"""The deeds of a task."""

from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import TenantRequest, allowed, find
from accounts.enums import DESK
from crisisdesk.web.pages import is_fragment, page
from incidents.forms.tasks import AssignForm, SkipForm, TaskForm
from incidents.models import Incident, IncidentTask
from incidents.queries.room import read_head
from incidents.services.tasks import finish_task, reopen_task
from incidents.views.places import Deed, answer, back, find_incident, sent

NEW: Final = Deed(_("Add task"), _("Add task"), done=_("Task added."))
SKIP: Final = Deed(_("Skip task"), _("Skip task"), _("The post-mortem will list it with this reason."))
ASSIGN: Final = Deed(_("Give task to"), _("Save"))


def _task(incident: Incident, pk: int) -> IncidentTask:
    return find(IncidentTask.objects.filter(incident=incident).select_related("incident__brand"), pk=pk)


@require_http_methods(["GET", "POST"])
@allowed(DESK)
def task_new(request: TenantRequest, number: int) -> HttpResponse:
    row = find_incident(request, number)
    return answer(request, row, TaskForm(sent(request), incident=row), NEW)


@require_POST
@allowed(DESK)
def task(request: TenantRequest, number: int, pk: int) -> HttpResponse:
    """Done, or open again: `was_done` says what the person saw."""
    row = find_incident(request, number)
    was_done = request.POST.get("was_done") == "1"
    (reopen_task if was_done else finish_task)(actor=request.member, task=_task(row, pk))
    place = "tasks" if request.POST.get("place") == "tasks" else "incident"
    if not is_fragment(request):
        return back(request, row, to=place)
    template = "incidents/task_list.html" if place == "tasks" else "incidents/task_card.html"
    return page(request, template, {"incident": row, "head": read_head(row, request.member)})


@require_http_methods(["GET", "POST"])
@allowed(DESK)
def task_skip(request: TenantRequest, number: int, pk: int) -> HttpResponse:
    row = find_incident(request, number)
    return answer(request, row, SkipForm(sent(request), task=_task(row, pk)), SKIP, to="tasks")


@require_http_methods(["GET", "POST"])
@allowed(DESK)
def task_assign(request: TenantRequest, number: int, pk: int) -> HttpResponse:
    row = find_incident(request, number)
    return answer(request, row, AssignForm(sent(request), task=_task(row, pk)), ASSIGN, to="tasks")
