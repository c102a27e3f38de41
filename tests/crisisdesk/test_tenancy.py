"""Each way of asking, with both walls, with either one alone, and with none (to see that the test can fail)."""

from collections.abc import Callable, Iterator

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, F, Q

from accounts.models import AuditEntry, Brand, Membership
from crisisdesk.tenancy import NoTenantError, current_scope, every_organization, organization_scope
from mentions.models import WebhookDelivery
from tests.factories import Tenant, make_brand, make_source, make_tenant
from tests.walls import BOTH, DATABASE_ONLY, NONE, ORM_ONLY, standing

WAYS: dict[str, Callable[[Brand], int]] = {
    "list": lambda b: len(list(Brand.objects.filter(pk=b.pk))),
    "count": lambda b: Brand.objects.filter(pk=b.pk).count(),
    "exists": lambda b: Brand.objects.filter(pk=b.pk).exists(),
    "first": lambda b: Brand.objects.filter(pk=b.pk).first() is not None,
    "in_bulk": lambda b: len(Brand.objects.in_bulk([b.pk])),
    "values": lambda b: len(Brand.objects.filter(pk=b.pk).values_list("name")),
    "iterator": lambda b: len(list(Brand.objects.filter(pk=b.pk).iterator())),
    "exclude": lambda b: Brand.objects.exclude(name="x").filter(pk=b.pk).count(),
    "or": lambda b: Brand.objects.filter(Q(pk=b.pk) | Q(name="x")).count(),
    "aggregate": lambda b: Brand.objects.aggregate(n=Count("pk", filter=Q(pk=b.pk)))["n"],
    "union": lambda b: len(Brand.objects.filter(pk=b.pk).union(Brand.objects.filter(name="x"))),
    "subquery": lambda b: Brand.objects.filter(pk__in=Brand.objects.filter(pk=b.pk)).count(),
    "lock": lambda b: len(Brand.objects.select_for_update().filter(pk=b.pk)),
    "update": lambda b: Brand.objects.filter(pk=b.pk).update(name=F("name")),
    "delete": lambda b: Brand.objects.filter(pk=b.pk).delete()[0],
}


def _save(brand: Brand) -> int:
    try:
        with transaction.atomic():
            brand.save(update_fields=["name"])
    except DatabaseError:
        return 0
    return 1


def _refresh(brand: Brand) -> int:
    try:
        brand.refresh_from_db()
    except Brand.DoesNotExist:
        return 0
    return 1


WAYS |= {"save": _save, "refresh": _refresh}


@pytest.fixture(params=[BOTH, ORM_ONLY, DATABASE_ONLY, NONE])
def walls(request: pytest.FixtureRequest, transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with standing(request.param, monkeypatch):
        yield request.param


def test_a_rival_is_reached_in_no_way(walls: str) -> None:
    acme, rival = make_tenant("acme"), make_tenant("rival")
    reached = {}
    for name, ask in WAYS.items():
        with organization_scope(acme.id):
            mine, theirs = make_brand(acme.organization), rival.brand
            reached[name] = (int(ask(mine)), int(ask(theirs)))
    open_to_all = dict.fromkeys(WAYS, (1, 1)) | {"delete": (1, 1), "refresh": (1, 0), "save": (1, 0)}

    assert reached == (open_to_all if walls == NONE else dict.fromkeys(WAYS, (1, 0)))


@pytest.mark.parametrize("way", WAYS)
def test_outside_a_scope_every_way_is_refused(way: str, tenant: Tenant) -> None:
    with pytest.raises(NoTenantError):
        WAYS[way](tenant.brand)


@pytest.mark.usefixtures("rival")
def test_raw_sql_sees_one_tenant_in_scope_and_nobody_outside(tenant: Tenant) -> None:
    def organizations() -> list[tuple[int]]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT organization_id FROM accounts_brand")
            rows: list[tuple[int]] = cursor.fetchall()
            return rows

    with organization_scope(tenant.id):
        assert organizations() == [(tenant.id,)]
    assert organizations() == []


INSERTS: dict[str, Callable[[int], object]] = {
    "create": lambda o: Brand.objects.create(organization_id=o, name="new", slug="new"),
    "bulk_create": lambda o: Brand.objects.bulk_create([Brand(organization_id=o, name="new", slug="new")]),
    "update_or_create": lambda o: Brand.objects.update_or_create(organization_id=o, name="new", slug="new"),
    "move": lambda o: Brand.objects.update(organization_id=o),
}


@pytest.mark.parametrize("way", INSERTS)
def test_a_row_cannot_be_given_to_a_rival(walls: str, way: str) -> None:
    acme, rival = make_tenant("acme"), make_tenant("rival")

    def give() -> None:
        with organization_scope(acme.id):
            INSERTS[way](rival.id)

    if walls == NONE:
        give()
        return
    with pytest.raises(NoTenantError if walls in (BOTH, ORM_ONLY) else DatabaseError):
        give()


@pytest.mark.usefixtures("tenant", "rival")
def test_every_organization_opens_only_the_tables_that_say_so() -> None:
    with every_organization():
        assert Membership.objects.count() == 10
        with pytest.raises(NoTenantError):
            Brand.objects.count()
        with pytest.raises(DatabaseError, match="bigint"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM accounts_brand")


def test_a_sweeper_claims_across_but_neither_inserts_nor_deletes(tenant: Tenant, rival: Tenant) -> None:
    for each in (tenant, rival):
        with organization_scope(each.id):
            source = make_source(each.brand)
            WebhookDelivery.objects.create(organization=each.organization, source=source, message_id="1", body=b"")

    with every_organization():
        assert WebhookDelivery.objects.update(attempts=1) == 2
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM mentions_webhookdelivery")
            assert cursor.rowcount == 0
        with pytest.raises(NoTenantError), transaction.atomic():
            WebhookDelivery.objects.update(organization=tenant.organization)


def test_a_foreign_key_cannot_point_into_another_organization(tenant: Tenant, rival: Tenant) -> None:
    with organization_scope(tenant.id), pytest.raises(DatabaseError, match="source_brand_in_organization"):
        make_source(Brand(pk=rival.brand.pk, organization_id=tenant.id))


def test_nobody_changes_a_proof(tenant: Tenant) -> None:
    with organization_scope(tenant.id):
        AuditEntry.objects.create(organization=tenant.organization, verb="x", object_type="y")
        with pytest.raises(DatabaseError), transaction.atomic():
            AuditEntry.objects.update(verb="z")
        with pytest.raises(DatabaseError), transaction.atomic():
            AuditEntry.objects.all().delete()


def test_nested_scopes_come_back(tenant: Tenant, rival: Tenant) -> None:
    with organization_scope(tenant.id):
        with organization_scope(rival.id):
            assert (current_scope(), _told()) == (rival.id, str(rival.id))
        assert (current_scope(), _told()) == (tenant.id, str(tenant.id))
    assert (current_scope(), _told()) == (None, "")


def test_an_exception_brings_the_outer_scope_back(tenant: Tenant, rival: Tenant) -> None:
    with organization_scope(tenant.id):
        with pytest.raises(ZeroDivisionError):
            _make_and_break(rival)
        assert (current_scope(), _told()) == (tenant.id, str(tenant.id))
    with organization_scope(rival.id):
        assert Brand.objects.count() == 1


def _make_and_break(tenant: Tenant) -> None:
    with organization_scope(tenant.id):
        make_brand(tenant.organization)
        raise ZeroDivisionError


def _told() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('crisisdesk.organization', true), '')")
        told: tuple[str] = cursor.fetchone()
        return told[0]


@pytest.mark.django_db(transaction=True)
def test_an_on_commit_hook_has_no_scope_and_is_told_so() -> None:
    tenant = make_tenant("acme")

    with pytest.raises(NoTenantError), organization_scope(tenant.id):
        transaction.on_commit(Brand.objects.count)
