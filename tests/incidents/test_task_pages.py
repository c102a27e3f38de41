"""Tasks, pins and stories of a room as people press them."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Membership
from crisisdesk.tenancy import organization_scope
from incidents.models import Incident, IncidentTask, TimelineEntry, TimelinePin
from tests.factories import Tenant, make_story
from tests.incidents.rows import opened, task_of

ClientOf = Callable[[Membership], Client]
HTMX = {"HX-Request": "true"}


def url(tenant: Tenant, rest: str = "") -> str:
    return f"/o/{tenant.slug}/incidents/1/{rest}"


@pytest.fixture
def incident(tenant: Tenant) -> Incident:
    with organization_scope(tenant.id):
        return opened(tenant)


def test_a_task_is_ticked_without_javascript_and_in_place(
    tenant: Tenant, incident: Incident, client_of: ClientOf
) -> None:
    with organization_scope(tenant.id):
        task = task_of(tenant, incident)
    client, page = client_of(tenant.agent), url(tenant, f"tasks/{task.pk}/")

    done = client.post(page, {"was_done": "", "place": "tasks"})
    again = client.post(page, {"was_done": "1", "place": "room"}, headers=HTMX).content.decode()
    in_list = client.post(page, {"was_done": "", "place": "tasks"}, headers=HTMX).content.decode()

    assert (done.status_code, done.headers["Location"]) == (303, url(tenant, "tasks/"))
    assert ('id="tasks"' in again, "0 of 1 done" in again) == (True, True)
    assert ("<table" in in_list, f'id="k{task.pk}" checked' in in_list) == (True, True)


def test_a_task_is_added_given_and_skipped(tenant: Tenant, incident: Incident, client_of: ClientOf) -> None:
    client = client_of(tenant.agent)

    client.post(url(tenant, "tasks/new/"), {"title": "Call Riga", "assignee": tenant.owner.pk, "due_in": "30"})
    with organization_scope(tenant.id):
        task = IncidentTask.objects.get()
    client.post(url(tenant, f"tasks/{task.pk}/give/"), {"assignee": tenant.admin.pk})
    silent = client.post(url(tenant, f"tasks/{task.pk}/skip/"), {"reason": ""})
    skipped = client.post(url(tenant, f"tasks/{task.pk}/skip/"), {"reason": "They called us"}, follow=True)

    with organization_scope(tenant.id):
        task.refresh_from_db()
    assert (task.assignee_id, silent.status_code) == (tenant.admin.pk, 422)
    assert ("They called us" in skipped.content.decode(), skipped.redirect_chain[0][0]) == (True, url(tenant, "tasks/"))


def test_the_task_of_another_incident_is_not_found(tenant: Tenant, incident: Incident, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        other = opened(tenant, make_story(tenant.brand))
        task = task_of(tenant, other)
        entry = TimelineEntry.objects.filter(incident=other).first()
        assert entry is not None

    client = client_of(tenant.agent)

    assert client.post(url(tenant, f"tasks/{task.pk}/")).status_code == 404
    assert client.post(url(tenant, f"pins/{entry.pk}/")).status_code == 404


def test_an_entry_is_pinned_in_place(tenant: Tenant, incident: Incident, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        entry = TimelineEntry.objects.filter(incident=incident, kind="opened").get()
    client, page = client_of(tenant.agent), url(tenant, f"pins/{entry.pk}/")

    pinned = client.post(page, {"pinned": ""}, headers=HTMX).content.decode()
    with organization_scope(tenant.id):
        kept = TimelinePin.objects.count()
    taken_off = client.post(page, {"pinned": "1"})

    assert ('aria-pressed="true"' in pinned, kept, taken_off.status_code) == (True, 1, 303)
    with organization_scope(tenant.id):
        assert TimelinePin.objects.count() == 0


def test_stories_are_searched_linked_and_taken_out(tenant: Tenant, incident: Incident, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        story, _other = make_story(tenant.brand, "Riga bags"), make_story(tenant.brand, "Late flights")
    client, page = client_of(tenant.agent), url(tenant, "stories/")

    found = client.get(page, {"q": "RIGA\0"}).content.decode()
    linked = client.post(page, {"story": story.pk}, follow=True).content.decode()
    out = client.post(page, {"story": story.pk, "deed": "unlink"}, follow=True).content.decode()

    assert ("Riga bags" in found, "Late flights" in found) == (True, False)
    assert ("Story linked." in linked, "Story taken out." in out) == (True, True)
    for wrong in ("", "nonsense", "9" * 40):
        assert client.post(page, {"story": wrong}).status_code == 422
