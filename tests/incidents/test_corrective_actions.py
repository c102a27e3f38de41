"""Corrective actions on their pages: in the post-mortem, in the list, in the panel."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accounts.models import Membership
from crisisdesk.tenancy import organization_scope
from incidents.models import CorrectiveAction
from tests.counting import queries_of
from tests.factories import (
    Tenant,
)
from tests.incidents.learning import draft, promise, url

ClientOf = Callable[[Membership], Client]
HTMX = {"HX-Request": "true"}


def test_an_action_is_added_edited_and_removed(tenant: Tenant, client_of: ClientOf) -> None:
    draft(tenant)
    client = client_of(tenant.agent)
    words = {"title": "Teach the apology", "owner": tenant.agent.pk, "due_on": "2026-03-20"}

    added = client.post(url(tenant, "actions/"), words)
    with organization_scope(tenant.id):
        pk = CorrectiveAction.objects.get().pk
    edited = client.post(url(tenant, f"actions/{pk}/"), words | {"changes": "impact −1"})
    page = client.get(url(tenant)).content.decode()
    removed = client.post(url(tenant, f"actions/{pk}/remove/"))

    assert [answer["Location"] for answer in (added, edited, removed)] == [url(tenant) + "#actions"] * 3
    assert ("Teach the apology" in page, "impact −1" in page) == (True, True)
    with organization_scope(tenant.id):
        assert CorrectiveAction.objects.count() == 0


def test_a_wrong_action_keeps_its_words(tenant: Tenant, client_of: ClientOf) -> None:
    draft(tenant)
    stranger = {"title": "Teach the apology", "owner": tenant.viewer.pk, "due_on": "never"}

    answer = client_of(tenant.agent).post(url(tenant, "actions/"), stranger)

    assert (answer.status_code, "Teach the apology" in answer.content.decode()) == (422, True)
    assert set(answer.context["action_form"].errors) == {"owner", "due_on"}


def test_the_list_shows_what_is_late_first(tenant: Tenant, client_of: ClientOf) -> None:
    post_mortem = draft(tenant)
    today = timezone.localdate()
    promise(tenant, post_mortem, title="In a week", due_on=today + timedelta(days=7), owner=tenant.approver)
    late = promise(tenant, post_mortem, title="Long ago", due_on=today - timedelta(days=7))
    client = client_of(tenant.agent)
    page = f"/o/{tenant.slug}/actions/"

    def titles(query: str) -> list[str]:
        return [row.title for row in client.get(page + query).context["found"].page.rows]

    assert titles("") == titles("?show=odd&cursor=%00") == ["Long ago", "In a week"]
    assert titles("?show=late") == titles("?show=mine") == ["Long ago"]
    assert "1 promise is late." in client.get(page).content.decode()
    client.post(f"{page}{late.pk}/done/")
    assert (titles(""), titles("?show=done")) == (["In a week"], ["Long ago"])
    client.post(f"{page}{late.pk}/reopen/")
    assert titles("?show=late") == ["Long ago"]


def test_the_panel_of_another_page_holds_five(tenant: Tenant, client_of: ClientOf) -> None:
    post_mortem = draft(tenant)
    client = client_of(tenant.viewer)
    page = f"/o/{tenant.slug}/actions/"
    empty = client.get(page, headers=HTMX).content.decode().strip()
    for number in range(6):
        promise(tenant, post_mortem, title=f"Promise {number}")

    body = client.get(page, headers=HTMX).content.decode()

    assert empty == ""
    assert (body.count("Promise"), "Late: 6" in body, "All 6" in body, "<html" in body) == (5, True, True, False)


def test_the_list_needs_the_same_queries_for_one_and_three(tenant: Tenant, client_of: ClientOf) -> None:
    post_mortem = draft(tenant)
    client = client_of(tenant.viewer)
    page = f"/o/{tenant.slug}/actions/"

    promise(tenant, post_mortem)
    for_one = queries_of(client, page)
    for number in range(2):
        promise(tenant, post_mortem, title=f"Promise {number}")

    assert queries_of(client, page) == for_one
