"""The default playbook, and the tasks that it gives an incident."""

import pytest
from django.utils import translation

from accounts.signals import organization_created
from crisisdesk.errors import DomainError, StaleState
from incidents.models import IncidentTask
from incidents.services.level import change_level
from incidents.signals import incident_declared
from playbooks.models import Playbook, PlaybookStep, ResponseTemplate
from playbooks.queries.variables import LABELS, open_slots
from playbooks.queries.warnings import Fault, warnings_about
from playbooks.services.playbooks import StepWords, edit_playbook, write_steps
from tests.factories import Tenant, make_category, make_risk
from tests.incidents.rows import opened
from tests.playbooks.rows import make_incident


def begin(tenant: Tenant) -> Playbook:
    organization_created.send(sender=None, organization=tenant.organization, actor=tenant.owner)
    playbook: Playbook = Playbook.objects.get(category=None)
    return playbook


def test_a_new_organization_starts_with_a_playbook_and_templates_once(inside: Tenant) -> None:
    for _ in range(2):
        playbook = begin(inside)

    steps = PlaybookStep.objects.filter(playbook=playbook)
    assert [step.offset_minutes for step in steps] == sorted(step.offset_minutes for step in steps)
    assert (steps.count(), steps[0].title_en, steps[0].role) == (18, "Acknowledge and take the lead", "lead")
    assert ResponseTemplate.objects.count() == 10
    assert ResponseTemplate.objects.filter(category__code="CS").count() == 1


def test_the_starters_speak_both_languages_with_the_same_known_slots(inside: Tenant) -> None:
    begin(inside)

    for template in ResponseTemplate.objects.prefetch_related("texts"):
        slots = [set(open_slots(text.text)) for text in template.texts.all()]
        assert len(slots) == 2
        assert slots[0] == slots[1]
        assert slots[0] <= LABELS.keys()


def test_the_starters_pass_their_own_warnings(inside: Tenant) -> None:
    begin(inside)

    for template in ResponseTemplate.objects.prefetch_related("texts"):
        for text in template.texts.all():
            found = {warning.fault for warning in warnings_about(text.text, level=4)}
            assert found <= {Fault.NUMBER}, (template.name, text.language)


@pytest.mark.parametrize(("level", "tasks"), [(0, 2), (1, 5), (2, 12), (3, 18), (4, 18)])
def test_a_declared_incident_gets_the_steps_of_its_level(inside: Tenant, level: int, tasks: int) -> None:
    begin(inside)
    incident = make_incident(inside, level=level)

    incident_declared.send(sender=None, incident=incident, actor=inside.agent)

    rows = list(IncidentTask.objects.filter(incident=incident))
    assert len(rows) == tasks
    assert all(
        task.due_at and (task.due_at - incident.declared_at).total_seconds() == 60 * (task.offset_minutes or 0)
        for task in rows
    )


def test_tasks_speak_the_language_of_who_declares(inside: Tenant) -> None:
    begin(inside)

    with translation.override("ru"):
        incident_declared.send(sender=None, incident=make_incident(inside, level=0), actor=inside.agent)

    assert IncidentTask.objects.order_by("pk")[0].title == "Подтвердить и взять на себя руководство"


def test_the_playbook_of_the_risks_category_comes_before_the_default(inside: Tenant) -> None:
    begin(inside)
    category = make_category(inside.id)
    own = Playbook.objects.create(organization_id=inside.id, name="Food", category=category)
    write_steps(own, [StepWords(3, "Close the kitchen")])
    incident = make_incident(inside, risk=make_risk(inside.brand, category=category))

    incident_declared.send(sender=None, incident=incident, actor=inside.agent)

    assert list(IncidentTask.objects.values_list("title", flat=True)) == ["Close the kitchen"]


def test_a_level_that_goes_up_twice_lays_its_steps_out_once(inside: Tenant) -> None:
    begin(inside)
    incident = opened(inside, level=2)
    for to, seen, reason in ((3, 2, ""), (2, 3, "Calmer"), (3, 2, "")):
        change_level(actor=inside.agent, incident=incident, seen=seen, to=to, reason=reason)

    titles = list(IncidentTask.objects.values_list("offset_minutes", "title"))

    assert len(titles) == len(set(titles)) == 18


def test_without_a_playbook_there_are_no_tasks(inside: Tenant) -> None:
    incident_declared.send(sender=None, incident=make_incident(inside), actor=inside.agent)

    assert not IncidentTask.objects.exists()


def test_the_table_is_saved_whole_and_in_the_order_of_its_clock(inside: Tenant) -> None:
    playbook = begin(inside)

    edit_playbook(
        actor=inside.admin,
        playbook=playbook,
        revision=1,
        steps=[StepWords(30, "Second", "Второй", "lead", 2), StepWords(5, "First")],
    )

    steps = PlaybookStep.objects.filter(playbook=playbook).values_list("offset_minutes", "title_en", "min_level")
    assert list(steps) == [(5, "First", 0), (30, "Second", 2)]


def test_the_second_of_two_editors_is_told(inside: Tenant) -> None:
    playbook = begin(inside)
    edit_playbook(actor=inside.admin, playbook=playbook, revision=1, steps=[StepWords(5, "Theirs")])

    with pytest.raises(StaleState):
        edit_playbook(actor=inside.owner, playbook=playbook, revision=1, steps=[StepWords(5, "Mine")])

    assert PlaybookStep.objects.get().title_en == "Theirs"


def test_a_playbook_keeps_one_step(inside: Tenant) -> None:
    with pytest.raises(DomainError, match="one step"):
        edit_playbook(actor=inside.admin, playbook=begin(inside), revision=1, steps=[])
