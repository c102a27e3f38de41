import base64
import itertools
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F

from accounts.models import AuditEntry, Brand
from crisisdesk.web.pagination import Page, count_up_to, keyset_page
from tests.factories import Tenant, make_brand

ORDER = ("-created_at", "pk")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def brands(inside: Tenant) -> list[int]:
    """Seven, two by two at the same microsecond, newest first; equal ones by number."""
    Brand.objects.all().delete()
    rows = [make_brand(inside.organization, f"Brand {number}") for number in range(7)]
    for number, row in enumerate(rows):
        Brand.objects.filter(pk=row.pk).update(created_at=NOON - timedelta(microseconds=number // 2))
    return [row.pk for row in rows]


def listed(cursor: str = "", size: int = 3) -> Page[Brand]:
    return keyset_page(Brand.objects.all(), order=ORDER, cursor=cursor, size=size)


def keys(page: Page[Brand]) -> list[int]:
    return [row.pk for row in page.rows]


def test_forward_shows_every_row_once_and_backward_comes_back(brands: list[int]) -> None:
    first = listed()
    second = listed(first.next_cursor)
    third = listed(second.next_cursor)
    back = listed(third.previous_cursor)
    home = listed(back.previous_cursor)

    assert [keys(first), keys(second), keys(third)] == [brands[:3], brands[3:6], brands[6:]]
    assert (keys(back), keys(home)) == (brands[3:6], brands[:3])
    assert (first.previous_cursor, third.next_cursor, home.previous_cursor) == ("", "", "")
    assert home.next_cursor == first.next_cursor


def test_rows_that_arrive_do_not_shift_the_next_page(brands: list[int], inside: Tenant) -> None:
    first = listed()
    make_brand(inside.organization, "Newest")

    assert keys(listed(first.next_cursor)) == brands[3:6]


def test_a_page_whose_rows_are_gone_is_the_first_page(brands: list[int]) -> None:
    cursor = listed(listed().next_cursor).next_cursor
    Brand.objects.filter(pk__in=brands[6:]).delete()

    assert keys(listed(cursor)) == brands[:3]


def test_a_page_takes_one_query(brands: list[int], django_assert_num_queries: object) -> None:
    cursor = listed().next_cursor

    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture
        listed(cursor)


def test_the_order_may_be_a_computed_figure(brands: list[int]) -> None:
    rows = Brand.objects.annotate(figure=F("pk") * -1)
    first = keyset_page(rows, order=("figure", "pk"), cursor="", size=4)

    assert keys(keyset_page(rows, order=("figure", "pk"), cursor=first.next_cursor, size=4)) == brands[:3][::-1]


def sealed(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "!!!",
        "é",
        "A" * 5_000,
        sealed("n"),
        sealed("z", "2026-11-23T12:00:00+00:00", 1),
        sealed("n", "yesterday", 1),
        sealed("n", "2026-11-23T12:00:00+00:00", "one"),
        sealed("n", "2026-11-23T12:00:00+00:00", None),
        sealed("n", "2026-11-23T12:00:00+00:00", True),
        sealed("n", "2026-11-23T12:00:00+00:00", [1]),
        sealed("n", "2026-11-23T12:00:00+00:00", 10**30),
        sealed("n", "2026-11-23T12:00:00+00:00", float("inf")),
        sealed("n", "2026-11-23T12:00:00+00:00", float("nan")),
        sealed("n", "2026-11-23\x0012:00:00", 1),
        sealed("n", "2026-11-23T12:00:00+23:59", 1),
        sealed(["n"], "2026-11-23T12:00:00+00:00", 1),
        base64.urlsafe_b64encode(b"[" * 500).decode(),
        base64.urlsafe_b64encode(b"12").decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    ],
)
def test_a_broken_cursor_gives_the_first_page(brands: list[int], cursor: str) -> None:
    assert keys(listed(cursor)) == brands[:3]


def test_half_a_surrogate_pair_in_a_cursor_gives_the_first_page(brands: list[int]) -> None:
    found = keyset_page(Brand.objects.all(), order=("name", "pk"), cursor=sealed("n", "\ud800", 1), size=3)

    assert len(found.rows) == 3


def test_times_at_the_edges_of_the_calendar_do_no_harm(brands: list[int]) -> None:
    cursors = [
        sealed(side, moment, 1)
        for side, moment in itertools.product(
            "np", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-11-23T12:00:00"]
        )
    ]

    assert all(len(listed(cursor).rows) <= 3 for cursor in cursors)


def test_a_count_stops_where_nobody_reads_on(brands: list[int]) -> None:
    assert (count_up_to(Brand.objects.all(), 5), count_up_to(Brand.objects.all())) == (5, 7)
    assert count_up_to(AuditEntry.objects.order_by("-at"), 5) == 0
