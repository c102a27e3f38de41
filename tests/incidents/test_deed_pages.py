"""Deeds as people send them: with and without JavaScript, well and badly."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import Draft, Membership
from crisisdesk.tenancy import organization_scope
from incidents.models import Incident, RoleHolder, TimelineEntry
from incidents.services.level import change_level
from incidents.services.roles import assign
from incidents.services.status import move_incident
from tests.factories import Tenant, make_risk, make_story
from tests.incidents.rows import opened, task_of

ClientOf = Callable[[Membership], Client]
HTMX = {"HX-Request": "true"}
DEEDS = ("update/", "note/", "edit/", "status/", "level/", "roles/", "risk/", "tasks/new/")


def url(tenant: Tenant, rest: str = "", number: int = 1) -> str:
    return f"/o/{tenant.slug}/incidents/{number}/{rest}"


@pytest.fixture
def incident(tenant: Tenant) -> Incident:
    with organization_scope(tenant.id):
        return opened(tenant)


def fresh(tenant: Tenant) -> Incident:
    with organization_scope(tenant.id):
        row: Incident = Incident.objects.select_related("lead__user", "risk").get(number=1)
        return row


@pytest.mark.parametrize("rest", DEEDS)
def test_each_deed_is_a_page_and_a_dialog(rest: str, tenant: Tenant, incident: Incident, client_of: ClientOf) -> None:
    client = client_of(tenant.agent)

    whole = client.get(url(tenant, rest)).content.decode()
    dialog = client.get(url(tenant, rest), headers=HTMX).content.decode()

    assert ("<html" in whole, "<dialog" in whole.split("</main>")[0]) == (True, False)
    assert ("<html" in dialog, "<dialog" in dialog, "data-open" in dialog) == (False, True, True)


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        ("update/", {"text": "", "promise": "7"}),
        ("note/", {"text": " ", "happened_at": "soon"}),
        ("edit/", {"title": ""}),
        ("status/", {"to": "nowhere", "seen": "declared"}),
        ("level/", {"level": "9", "seen": "3"}),
        ("level/", {"level": "1", "seen": "3", "reason": ""}),
        ("roles/", {"lead": "0"}),
        ("risk/", {"risk": "999999999999999999999"}),
        ("tasks/new/", {"title": "", "due_in": "x"}),
    ],
)
def test_a_bad_form_comes_back_with_a_sentence(
    rest: str, words: dict[str, str], tenant: Tenant, incident: Incident, client_of: ClientOf
) -> None:
    client = client_of(tenant.agent)

    plain = client.post(url(tenant, rest), words)
    part = client.post(url(tenant, rest), words, headers=HTMX)

    assert (plain.status_code, part.status_code) == (422, 422)
    assert "There is a problem" in plain.content.decode()
    assert ("There is a problem" in part.content.decode(), "<dialog" in part.content.decode()) == (True, False)


def test_an_update_is_posted_without_javascript(tenant: Tenant, incident: Incident, client_of: ClientOf) -> None:
    words = {"text": "Three bags found", "promise": "15", "states_facts": "on"}

    answer = client_of(tenant.agent).post(url(tenant, "update/"), words, follow=True)

    assert answer.redirect_chain == [(url(tenant), 303)]
    assert ("Three bags found" in answer.content.decode(), "Update posted." in answer.content.decode()) == (True, True)
    row = fresh(tenant)
    assert row.facts_at is not None
    assert row.next_update_at is not None
    assert round((row.next_update_at - row.facts_at).total_seconds() / 60) == 15


def test_htmx_is_led_back_to_the_room(tenant: Tenant, incident: Incident, client_of: ClientOf) -> None:
    answer = client_of(tenant.agent).post(url(tenant, "update/"), {"text": "Found"}, headers=HTMX)

    assert answer.headers["HX-Redirect"] == url(tenant)


def test_a_draft_is_there_again(tenant: Tenant, incident: Incident, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        Draft.objects.create(
            organization=tenant.organization, member=tenant.agent, key="incident:1:update", text="Half a sent"
        )

    mine = client_of(tenant.agent).get(url(tenant, "update/")).content.decode()
    theirs = client_of(tenant.admin).get(url(tenant, "update/")).content.decode()

    assert ("Half a sent" in mine, 'data-draft="incident:1:update"' in mine) == (True, True)
    client_of(tenant.agent).post(url(tenant, "update/"), {"text": "Whole", "draft_key": "incident:1:update"})

    assert "Half a sent" not in theirs
    with organization_scope(tenant.id):
        assert not Draft.objects.exists()


def test_a_note_tells_what_happened_earlier(tenant: Tenant, incident: Incident, client_of: ClientOf) -> None:
    words = {"text": "The airport called", "happened_at": "2026-03-02T12:30"}

    client_of(tenant.agent).post(url(tenant, "note/"), words)

    with organization_scope(tenant.id):
        assert TimelineEntry.objects.get(kind="note").happened_at.isoformat() == "2026-03-02T12:30:00+00:00"


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59", "2020-01-01T00:00"])
def test_an_absurd_time_is_refused_in_words(
    moment: str, tenant: Tenant, incident: Incident, client_of: ClientOf
) -> None:
    answer = client_of(tenant.agent).post(url(tenant, "note/"), {"text": "x", "happened_at": moment})

    assert answer.status_code == 422


def test_the_status_moves_and_a_stale_page_is_told(tenant: Tenant, incident: Incident, client_of: ClientOf) -> None:
    client = client_of(tenant.agent)

    moved = client.post(url(tenant, "status/"), {"to": "contained", "seen": "declared"})
    stale = client.post(url(tenant, "status/"), {"to": "resolved", "seen": "declared"})
    part = client.post(url(tenant, "status/"), {"to": "resolved", "seen": "declared"}, headers=HTMX)

    assert (moved.status_code, stale.status_code, part.status_code) == (303, 409, 409)
    assert "Somebody changed this a moment ago" in stale.content.decode()
    assert part.headers["Content-Type"].startswith("text/plain")
    assert fresh(tenant).status == "contained"


def test_closing_a_crisis_with_open_tasks_asks_first(tenant: Tenant, incident: Incident, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        task_of(tenant, incident)
        for seen, to in (("declared", "resolved"), ("resolved", "reviewing")):
            move_incident(actor=tenant.agent, incident=incident, seen=seen, to=to)
    client, words = client_of(tenant.agent), {"to": "closed", "seen": "reviewing"}

    asked = client.post(url(tenant, "status/"), words)
    closed = client.post(url(tenant, "status/"), words | {"confirmed": "on"})

    assert (asked.status_code, closed.status_code) == (422, 303)
    assert "1 task is still open" in asked.content.decode()
    assert "Close it although 1 task is open" in asked.content.decode()


def test_an_incident_is_merged_into_another(tenant: Tenant, incident: Incident, client_of: ClientOf) -> None:
    client, words = client_of(tenant.agent), {"to": "merged", "seen": "declared"}
    alone = client.post(url(tenant, "status/"), words)
    with organization_scope(tenant.id):
        other = opened(tenant, make_story(tenant.brand), title="Late flights")

    nowhere = client.post(url(tenant, "status/"), words)
    merged = client.post(url(tenant, "status/"), words | {"into": other.pk}, follow=True)

    assert (alone.status_code, nowhere.status_code) == (422, 422)
    assert "Choose another open incident of the same brand." in nowhere.content.decode()
    assert ("It goes on in another incident" in merged.content.decode(), fresh(tenant).status) == (True, "merged")


def test_the_level_is_changed_and_a_stale_page_is_told(tenant: Tenant, incident: Incident, client_of: ClientOf) -> None:
    client = client_of(tenant.agent)

    raised = client.post(url(tenant, "level/"), {"level": "4", "seen": "3"})
    stale = client.post(url(tenant, "level/"), {"level": "2", "seen": "3", "reason": "Calm"})

    assert (raised.status_code, stale.status_code, fresh(tenant).level) == (303, 409, 4)


def roles_of(client: Client, tenant: Tenant) -> dict[str, Any]:
    form = client.get(url(tenant, "roles/")).context["form"]
    return {name: field.initial or "" for name, field in form.fields.items()}


def test_roles_change_only_where_the_person_changed_them(
    tenant: Tenant, incident: Incident, client_of: ClientOf
) -> None:
    client = client_of(tenant.agent)
    seen = roles_of(client, tenant)
    with organization_scope(tenant.id):
        assign(actor=tenant.owner, incident=incident, role="legal", member=tenant.owner)

    answer = client.post(url(tenant, "roles/"), seen | {"scribe": tenant.admin.pk, "lead": tenant.approver.pk})

    with organization_scope(tenant.id):
        held = RoleHolder.objects.current().filter(incident=incident).values_list("role", "member")
        assert answer.status_code == 303
        assert dict(held) == {
            "lead": tenant.approver.pk,
            "communications_lead": tenant.approver.pk,
            "legal": tenant.owner.pk,
            "scribe": tenant.admin.pk,
        }


def test_whoever_has_a_role_acknowledges_it_from_the_room(
    tenant: Tenant, incident: Incident, client_of: ClientOf
) -> None:
    client = client_of(tenant.approver)
    before = client.get(url(tenant)).content.decode()

    client.post(url(tenant, "acknowledge/"))
    nobody = client_of(tenant.owner).post(url(tenant, "acknowledge/"))

    after = client.get(url(tenant)).content.decode()
    assert ("You have a role" in before, "You have a role" in after, nobody.status_code) == (True, False, 409)
    assert "2 of 2 acknowledged" in after


def test_the_risk_is_linked_and_taken_off(tenant: Tenant, incident: Incident, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        risk = make_risk(tenant.brand)
    client = client_of(tenant.agent)

    client.post(url(tenant, "risk/"), {"risk": risk.pk})
    linked = fresh(tenant).risk
    client.post(url(tenant, "risk/"), {"risk": ""})

    assert (linked, fresh(tenant).risk) == (risk, None)


def test_title_and_summary_are_kept_from_a_second_writer(
    tenant: Tenant, incident: Incident, client_of: ClientOf
) -> None:
    client = client_of(tenant.agent)
    seen = client.get(url(tenant, "edit/")).context["form"].initial["seen"]

    first = client.post(url(tenant, "edit/"), {"title": "Bags", "summary": "In Riga", "seen": seen})
    second = client.post(url(tenant, "edit/"), {"title": "Mine", "summary": "", "seen": seen})
    again = client.post(url(tenant, "edit/"), {"title": "Bags", "summary": "In Riga", "seen": seen})

    assert (first.status_code, second.status_code, again.status_code) == (303, 409, 303)
    assert ('value="Mine"' in second.content.decode(), fresh(tenant).title) == (True, "Bags")


def test_a_level_that_changed_meanwhile_does_not_stop_other_deeds(
    tenant: Tenant, incident: Incident, client_of: ClientOf
) -> None:
    with organization_scope(tenant.id):
        change_level(actor=tenant.admin, incident=incident, seen=3, to=4)

    assert client_of(tenant.agent).post(url(tenant, "update/"), {"text": "On it"}).status_code == 303
