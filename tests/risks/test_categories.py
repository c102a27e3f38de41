"""The drawers of the register."""

import pytest
from django.utils import translation

from accounts.signals import organization_created
from crisisdesk.errors import DomainError, StaleState
from risks.enums import Cluster
from risks.models import RiskCategory
from risks.services.categories import (
    CategoryWords,
    add_category,
    archive_category,
    edit_category,
    order_category,
    restore_category,
)
from tests.factories import Tenant, make_category

WORDS = CategoryWords(code="SM", name_en="Supply", name_ru="Снабжение", cluster=Cluster.VICTIM, words="late\nпоздно")


def codes() -> list[str]:
    return [category.code for category in RiskCategory.objects.active()]


def test_a_new_organization_starts_with_fourteen_categories_once(inside: Tenant) -> None:
    for _ in range(2):
        organization_created.send(sender=None, organization=inside.organization, actor=inside.owner)

    assert codes() == ["CS", "PQ", "GV", "EM", "IN", "LR", "OC", "AC", "MI", "PA", "LE", "ES", "SF", "PR"]
    service = RiskCategory.objects.get(code="CS")
    assert (service.cluster, service.words.splitlines()[0]) == (Cluster.PREVENTABLE, "rude")


def test_a_category_speaks_the_readers_language_as_far_as_it_was_written(inside: Tenant) -> None:
    both, one = make_category(inside.id), make_category(inside.id, name_ru="")

    with translation.override("ru"):
        assert [both.name, one.name] == [both.name_ru, one.name_en]
    with translation.override("en"):
        assert both.name == both.name_en


def test_a_category_is_added_at_the_end(inside: Tenant) -> None:
    make_category(inside.id, code="A", position=4)

    category = add_category(actor=inside.admin, words=WORDS)

    assert (category.position, codes()) == (5, ["A", "SM"])


def test_a_known_code_is_refused_with_a_sentence(inside: Tenant) -> None:
    add_category(actor=inside.admin, words=WORDS)
    other = make_category(inside.id)

    with pytest.raises(DomainError, match="has this code"):
        add_category(actor=inside.admin, words=WORDS)
    with pytest.raises(DomainError, match="has this code"):
        edit_category(actor=inside.admin, category=other, words=WORDS)


def test_renaming_keeps_its_place(inside: Tenant) -> None:
    category = make_category(inside.id, position=3)

    edit_category(actor=inside.admin, category=category, words=WORDS)

    category.refresh_from_db()
    assert (category.code, category.name_en, category.position) == ("SM", "Supply", 3)


def test_order_moves_by_one_among_the_active_ones_and_stops_at_the_ends(inside: Tenant) -> None:
    rows = [make_category(inside.id, code=code) for code in "ABC"]
    archive_category(actor=inside.admin, category=rows[1])

    order_category(actor=inside.admin, category=rows[2], up=True)
    assert codes() == ["C", "A"]
    order_category(actor=inside.admin, category=rows[2], up=True)
    assert codes() == ["C", "A"]
    order_category(actor=inside.admin, category=rows[2], up=False)
    assert codes() == ["A", "C"]
    with pytest.raises(StaleState):
        order_category(actor=inside.admin, category=rows[1], up=True)


def test_archiving_is_undone_by_restoring_and_neither_happens_twice(inside: Tenant) -> None:
    category = make_category(inside.id, code="A")

    archive_category(actor=inside.admin, category=category)
    with pytest.raises(StaleState):
        archive_category(actor=inside.admin, category=category)
    assert codes() == []

    restore_category(actor=inside.admin, category=category)
    with pytest.raises(StaleState):
        restore_category(actor=inside.admin, category=category)
    assert codes() == ["A"]
