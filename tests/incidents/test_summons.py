"""Whoever is given a role is called, in their own language; a higher level asks for more."""

from datetime import timedelta

from incidents.services.level import change_level
from incidents.services.roles import assign
from notifications.models import Email
from playbooks.services.beginnings import add_default_playbook
from tests.factories import Tenant
from tests.incidents.rows import opened


def test_whoever_gets_a_role_is_called_and_whoever_takes_one_is_not(inside: Tenant) -> None:
    incident = opened(inside, title="Hair in the soup")

    letter = Email.objects.get()

    assert letter.to == inside.approver.user.email
    assert letter.subject == "Communications lead in incident 1, level 3 Crisis: Hair in the soup"
    for words in (inside.agent.name, "Growth", f"/o/{inside.slug}/incidents/{incident.number}/"):
        assert words in letter.body


def test_a_title_is_no_markup_in_a_letter(inside: Tenant) -> None:
    opened(inside, title="Salt & <pepper>")

    assert "Salt & <pepper>" in Email.objects.get().body


def test_each_time_a_role_is_given_it_is_one_letter(inside: Tenant) -> None:
    incident = opened(inside, communications_lead=None)

    for member in (inside.admin, inside.admin, inside.owner, inside.admin):
        assign(actor=inside.agent, incident=incident, role="legal", member=member)

    assert Email.objects.count() == 3


def test_a_higher_level_lays_out_the_steps_that_only_it_asks_for(inside: Tenant) -> None:
    add_default_playbook(actor=inside.owner, organization_id=inside.id)
    incident = opened(inside, level=1)
    before = set(incident.tasks.values_list("title", flat=True))

    change_level(actor=inside.agent, incident=incident, seen=1, to=4)

    titles = list(incident.tasks.values_list("title", flat=True))
    assert (len(before), len(titles), len(set(titles))) == (5, 18, 18)
    added = incident.tasks.exclude(title__in=before).filter(offset_minutes=5).get()
    assert added.due_at is not None
    assert added.due_at > incident.declared_at + timedelta(minutes=5)
    change_level(actor=inside.agent, incident=incident, seen=4, to=1, reason="Calm")
    assert incident.tasks.count() == 18
