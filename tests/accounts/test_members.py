"""Roles, limits, ends, and the owner who always remains."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.enums import Role
from accounts.models import AuditEntry, Brand, Membership, User
from accounts.services.members import (
    Reach,
    add_member,
    change_expiry,
    change_role,
    edit_member,
    limit_to_brands,
    remove_member,
)
from crisisdesk.errors import DomainError, StaleState
from crisisdesk.tenancy import organization_scope
from tests.factories import Tenant, make_brand, make_member, make_tenant
from tests.playbooks.races import at_once

LAST = "last owner"


def told() -> list[tuple[str, dict[str, object]]]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", "detail"))


def seen_by(member: Membership) -> list[Brand]:
    member.refresh_from_db()
    return list(Brand.objects.for_member(member).order_by("pk"))


def test_a_new_member_sees_what_the_reach_says(inside: Tenant) -> None:
    make_brand(inside.organization, "Hidden")
    anna = User.objects.create_user("anna@desk.test")

    member = add_member(
        actor=inside.admin, organization=inside.organization, person=anna, reach=Reach(Role.AGENT, [inside.brand])
    )

    assert seen_by(member) == [inside.brand]
    assert told() == [
        ("member.added", {"email": anna.email, "role": "agent", "brands": [inside.brand.slug], "until": None})
    ]


def test_a_member_is_not_added_twice_and_a_removed_one_comes_back_to_the_old_row(inside: Tenant) -> None:
    agent = inside.agent
    with pytest.raises(DomainError, match="already"):
        add_member(actor=inside.admin, organization=inside.organization, person=agent.user, reach=Reach(Role.VIEWER))

    remove_member(actor=inside.admin, member=agent)
    back = add_member(actor=inside.admin, organization=inside.organization, person=agent.user, reach=Reach(Role.VIEWER))

    assert (back.pk, back.role, back.removed_at) == (agent.pk, "viewer", None)


def test_whoever_is_removed_is_active_no_more_and_is_not_removed_twice(inside: Tenant) -> None:
    remove_member(actor=inside.admin, member=inside.agent)

    with pytest.raises(StaleState):
        remove_member(actor=inside.admin, member=inside.agent)
    assert inside.agent not in Membership.objects.active()


def test_the_last_owner_neither_leaves_nor_steps_down(inside: Tenant) -> None:
    with pytest.raises(DomainError, match=LAST):
        remove_member(actor=inside.owner, member=inside.owner)
    with pytest.raises(DomainError, match=LAST):
        change_role(actor=inside.owner, member=inside.owner, role=Role.ADMIN)
    with pytest.raises(DomainError, match=LAST):
        change_role(actor=None, member=inside.owner, role=Role.AGENT)

    second = make_member(inside.organization, Role.OWNER)
    remove_member(actor=second, member=inside.owner)
    assert list(Membership.objects.active().filter(role=Role.OWNER)) == [second]


@pytest.mark.django_db(transaction=True)
def test_two_owners_cannot_both_leave_at_once() -> None:
    tenant = make_tenant("acme")
    with organization_scope(tenant.id):
        second = make_member(tenant.organization, Role.OWNER)

    def leave(member: Membership) -> Callable[[], None]:
        def deed() -> None:
            with organization_scope(tenant.id):
                remove_member(actor=member, member=member)

        return deed

    results = at_once(leave(tenant.owner), leave(second))

    assert sorted(type(result).__name__ for result in results) == ["DomainError", "NoneType"]
    with organization_scope(tenant.id):
        assert Membership.objects.active().filter(role=Role.OWNER).count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_person_added_twice_at_once_is_one_member() -> None:
    tenant = make_tenant("acme")
    anna = User.objects.create_user("anna@desk.test")

    def add() -> Membership:
        with organization_scope(tenant.id):
            return add_member(
                actor=tenant.admin, organization=tenant.organization, person=anna, reach=Reach(Role.AGENT)
            )

    results = at_once(add, add)

    assert sum(isinstance(result, Membership) for result in results) == 1
    assert sum(isinstance(result, DomainError) for result in results) == 1


def test_only_an_owner_touches_owners(inside: Tenant) -> None:
    make_member(inside.organization, Role.OWNER)
    deeds: list[Callable[[], object]] = [
        lambda: change_role(actor=inside.admin, member=inside.agent, role=Role.OWNER),
        lambda: change_role(actor=inside.admin, member=inside.owner, role=Role.AGENT),
        lambda: remove_member(actor=inside.admin, member=inside.owner),
        lambda: change_expiry(actor=inside.admin, member=inside.owner, expires_at=timezone.now()),
        lambda: limit_to_brands(actor=inside.admin, member=inside.owner, brands=[inside.brand]),
        lambda: add_member(
            actor=inside.admin,
            organization=inside.organization,
            person=User.objects.create_user("eve@desk.test"),
            reach=Reach(Role.OWNER),
        ),
    ]

    for deed in deeds:
        with pytest.raises(DomainError, match="Only an owner"), transaction.atomic():
            deed()
    assert told() == []


def test_a_role_that_sees_all_lifts_the_limit_and_an_owner_never_ends(inside: Tenant) -> None:
    until = timezone.now() + timedelta(days=30)
    make_brand(inside.organization, "Other")
    limit_to_brands(actor=inside.admin, member=inside.agent, brands=[inside.brand])
    change_expiry(actor=inside.admin, member=inside.agent, expires_at=until)
    inside.agent.refresh_from_db()

    change_role(actor=inside.owner, member=inside.agent, role=Role.OWNER)

    inside.agent.refresh_from_db()
    assert (inside.agent.limited, inside.agent.expires_at, len(seen_by(inside.agent))) == (False, None, 2)
    assert [verb for verb, _ in told()] == ["member.limited", "member.expiry_changed", "member.role_changed"]


def test_a_stale_role_changes_nothing(inside: Tenant) -> None:
    Membership.objects.filter(pk=inside.agent.pk).update(role=Role.VIEWER)

    with pytest.raises(StaleState):
        change_role(actor=inside.admin, member=inside.agent, role=Role.APPROVER)


def test_nobody_who_was_removed_is_changed(inside: Tenant) -> None:
    agent = inside.agent
    remove_member(actor=inside.admin, member=agent)

    with pytest.raises(StaleState):
        change_role(actor=inside.admin, member=agent, role=Role.VIEWER)
    with pytest.raises(StaleState):
        limit_to_brands(actor=inside.admin, member=agent, brands=[inside.brand])
    with pytest.raises(StaleState):
        change_expiry(actor=inside.admin, member=agent, expires_at=timezone.now() + timedelta(days=1))


@pytest.mark.parametrize(
    ("role", "reach", "sentence"),
    [
        (Role.ADMIN, {"brands": "one"}, "see every brand"),
        (Role.AGENT, {"brands": "none"}, "one brand at least"),
        (Role.OWNER, {"days": 3}, "does not end"),
        (Role.AGENT, {"days": -1}, "a day to come"),
    ],
)
def test_a_reach_that_makes_no_sense_is_refused(
    inside: Tenant, role: str, reach: dict[str, object], sentence: str
) -> None:
    brands = {"one": [inside.brand], "none": []}.get(str(reach.get("brands")))
    days = reach.get("days")
    ends = timezone.now() + timedelta(days=days) if isinstance(days, int) else None
    anna = User.objects.create_user("anna@desk.test")

    with pytest.raises(DomainError, match=sentence):
        add_member(actor=inside.owner, organization=inside.organization, person=anna, reach=Reach(role, brands, ends))


def test_the_database_itself_refuses_a_limited_admin_and_an_owner_who_ends(inside: Tenant) -> None:
    with pytest.raises(IntegrityError, match="membership_admin_sees_all"), transaction.atomic():
        Membership.objects.filter(pk=inside.admin.pk).update(limited=True)
    with pytest.raises(IntegrityError, match="membership_owner_stays"), transaction.atomic():
        Membership.objects.filter(pk=inside.owner.pk).update(expires_at=timezone.now())


def test_saving_the_whole_form_records_only_what_changed(inside: Tenant) -> None:
    reach = Reach(Role.VIEWER, [inside.brand])

    edit_member(actor=inside.admin, member=inside.agent, reach=reach)
    inside.agent.refresh_from_db()
    edit_member(actor=inside.admin, member=inside.agent, reach=reach)
    edit_member(actor=inside.admin, member=inside.agent, reach=Reach(Role.VIEWER))

    assert told() == [
        ("member.role_changed", {"email": inside.agent.user.email, "before": "agent", "after": "viewer"}),
        ("member.limited", {"email": inside.agent.user.email, "before": None, "after": [inside.brand.slug]}),
        ("member.limited", {"email": inside.agent.user.email, "before": [inside.brand.slug], "after": None}),
    ]


def test_a_foreign_brand_is_no_limit_of_ours(inside: Tenant) -> None:
    rival = make_tenant("rival")

    with pytest.raises(IntegrityError), transaction.atomic():
        limit_to_brands(actor=inside.admin, member=inside.agent, brands=[rival.brand])
