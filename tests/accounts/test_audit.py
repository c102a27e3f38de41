"""The log: who did what, in words, by page, by filter and as a file."""

import ast
import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, Membership
from accounts.queries.audit_file import plain
from accounts.queries.verbs import DETAILS, VERBS
from accounts.services.audit import record
from crisisdesk.tenancy import NoTenantError, organization_scope
from tests.counting import queries_of
from tests.factories import Tenant

ClientOf = Callable[[Membership], Client]
ROOT = Path(__file__).resolve().parents[2]


def url(tenant: Tenant, name: str = "audit") -> str:
    return reverse(f"accounts:{name}", args=[tenant.slug])


def note(tenant: Tenant, verb: str = "brand.created", actor: Membership | None = None, **detail: object) -> None:
    with organization_scope(tenant.id):
        record(actor=actor, verb=verb, target=tenant.brand, **detail)


def test_it_says_who_did_what_in_words(tenant: Tenant, client_of: ClientOf) -> None:
    note(tenant, "member.role_changed", tenant.owner, email="bo@desk.test", before="agent", after="admin")
    note(tenant, "something.new", until="2026-03-02T12:00:00+00:00", parts=list("abcdefgh"), quiet=False, gone=None)
    note(tenant, "member.limited", before=None, after=["2026-99-99T99:99:99Z"])

    lines = client_of(tenant.admin).get(url(tenant)).context["lines"]
    body = client_of(tenant.admin).get(url(tenant)).content.decode()

    assert [str(line.deed) for line in lines] == ["Brands of a member changed", "something.new", "Role changed"]
    assert lines[0].figures == (("change", "– → 2026-99-99T99:99:99Z"),)
    assert lines[2].figures == (("change", "Agent → Admin"), ("e-mail", "bo@desk.test"))
    until = "March 2, 2026, 12:00 UTC"
    assert dict(lines[1].figures) == {"until": until, "parts": "a, b, c, d, e, f, …", "quiet": "no"}
    assert (tenant.owner.name in body, "CrisisDesk itself" in body) == (True, True)


def test_nothing_is_recorded_outside_of_an_organization(db: None) -> None:
    with pytest.raises(NoTenantError):
        record(actor=None, verb="brand.created")


def test_it_needs_the_same_queries_for_one_and_three_entries(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.admin)

    note(tenant, actor=tenant.agent)
    for_one = queries_of(client, url(tenant))
    note(tenant, actor=tenant.owner)
    note(tenant)

    assert queries_of(client, url(tenant)) == for_one


def test_pages_follow_each_other_without_a_hole_or_a_double(tenant: Tenant, client_of: ClientOf) -> None:
    for number in range(120):
        note(tenant, number=number)
    client, cursor, seen = client_of(tenant.admin), "", []

    for _ in range(3):
        found = client.get(url(tenant), {"cursor": cursor}).context["page"]
        seen += [entry.detail["number"] for entry in found.rows]
        cursor = found.next_cursor

    assert seen == list(range(119, -1, -1))
    assert cursor == ""


def test_the_address_filters_by_person_deed_and_day(tenant: Tenant, client_of: ClientOf) -> None:
    note(tenant, "brand.created", tenant.agent, number=1)
    note(tenant, "brand.edited", tenant.owner, number=2)
    note(tenant, "brand.edited", number=3)
    client, today = client_of(tenant.admin), timezone.localdate().isoformat()

    def numbers(query: str) -> list[int]:
        return [line.entry.detail["number"] for line in client.get(f"{url(tenant)}?{query}").context["lines"]]

    assert numbers(f"person={tenant.owner.pk}") == [2]
    assert numbers("person=system") == [3]
    assert numbers("verb=brand.edited") == [3, 2]
    assert numbers(f"verb=brand.edited&person={tenant.owner.pk}&since={today}&until={today}") == [2]
    assert numbers("until=2020-01-01") == numbers("since=2100-01-01") == []
    odd = f"person={10**30}&verb=%00&since=0001-01-01&until=9999-12-31&cursor=%00"
    assert numbers(odd) == numbers("person=-1&since=2026-99-99&until=x") == numbers("person=²") == [3, 2, 1]
    assert numbers("person=999999999") == []


def test_a_filter_that_finds_nothing_offers_the_way_back(tenant: Tenant, client_of: ClientOf) -> None:
    note(tenant)

    body = client_of(tenant.admin).get(f"{url(tenant)}?verb=risk.moved").content.decode()

    assert ("No entry fits these filters" in body, "Clear filters" in body) == (True, True)


def test_the_file_holds_the_chosen_entries_as_they_are_stored_and_says_who_took_it(
    tenant: Tenant, client_of: ClientOf
) -> None:
    note(tenant, "brand.created", tenant.agent, name="Белый чай, “zero”\n=1+1")
    note(tenant, "brand.edited")

    answer = client_of(tenant.admin).get(f"{url(tenant, 'audit_export')}?verb=brand.created")
    body = b"".join(answer).decode()

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="audit-acme-')
    assert body.startswith("\ufeffat,person,email,verb,")
    [line] = csv.DictReader(io.StringIO(body.removeprefix("\ufeff")))
    assert (line["email"], line["verb"]) == (tenant.agent.user.email, "brand.created")
    assert json.loads(line["detail"]) == {"name": "Белый чай, “zero”\n=1+1"}
    with organization_scope(tenant.id):
        newest = AuditEntry.objects.order_by("-pk").first()
        assert newest is not None
        assert (newest.verb, newest.actor, newest.detail) == (
            "audit.exported",
            tenant.admin,
            {"filter": "verb=brand.created"},
        )


@pytest.mark.parametrize(("text", "safe"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("-1", "'-1"), ("Anna", "Anna")])
def test_a_name_that_looks_like_a_formula_is_none(text: str, safe: str) -> None:
    assert plain(text) == safe


def calls() -> Iterator[ast.Call]:
    for file in ROOT.glob("*/**/*.py"):
        if not {"tests", ".venv", "migrations"} & set(file.relative_to(ROOT).parts):
            yield from (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call))


def test_every_verb_of_the_code_has_words() -> None:
    spoken = {
        keyword.value.value
        for call in calls()
        for keyword in call.keywords
        if keyword.arg == "verb" and isinstance(keyword.value, ast.Constant)
    }

    assert spoken - VERBS.keys() == set()


def test_every_detail_that_the_code_records_has_a_word() -> None:
    recording = (call for call in calls() if isinstance(call.func, ast.Name) and call.func.id == "record")
    named = {keyword.arg for call in recording for keyword in call.keywords if keyword.arg}

    assert named - {"actor", "verb", "target"} - DETAILS.keys() == set()
