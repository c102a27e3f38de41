"""How soon a feed is looked at again."""

from datetime import UTC, datetime, timedelta

import pytest

from mentions.sources.feed.rhythm import next_look
from mentions.sources.item import Item

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOURLY = b"<rss xmlns:sy='x'><channel><sy:updatePeriod>hourly</sy:updatePeriod>"


def items(*minutes_ago: int) -> list[Item]:
    return [Item(text=f"{ago}", published_at=NOW - timedelta(minutes=ago)) for ago in minutes_ago]


@pytest.mark.parametrize(
    ("found", "body", "headers", "minutes"),
    [
        (items(0, 20, 40, 60), b"", {}, 10),  # half of what lies between two
        (items(0, 1, 2, 3), b"", {}, 2),  # no feed is worth more
        (items(0, 5_000, 10_000), b"", {}, 60),  # a crisis begins in quiet feeds too
        (items(0, 20), b"", {}, None),  # two are chance
        ([Item(text="x")] * 9, b"", {}, None),
        ([], b"<rss><channel><ttl> 30 </ttl>", {}, 30),
        ([], b"<rss><channel><ttl>99999</ttl>", {}, 60),
        ([], HOURLY, {}, 60),
        ([], HOURLY + b"<sy:updateFrequency>4</sy:updateFrequency>", {}, 15),
        ([], HOURLY + b"<sy:updateFrequency>0</sy:updateFrequency>", {}, 60),
        ([], b"", {"cache-control": "public, max-age=900"}, 15),
        ([], b"", {"cache-control": "s-max-age=900"}, None),
        ([], b"", {"expires": "Mon, 02 Mar 2026 12:25:00 GMT"}, 25),
        ([], b"", {"expires": "Mon, 02 Mar 2020 12:25:00 GMT"}, 2),
        ([], b"", {"expires": "0"}, None),
        (items(0, 20, 40, 60), b"<ttl>45</ttl>", {"cache-control": "max-age=300"}, 45),  # the longest of the wishes
    ],
)
def test_by_its_pace_and_not_sooner_than_it_wishes(
    found: list[Item], body: bytes, headers: dict[str, str], minutes: int | None
) -> None:
    assert next_look(found, body, headers, NOW) == (None if minutes is None else timedelta(minutes=minutes))


def test_one_long_night_does_not_slow_it_down() -> None:
    assert next_look(items(0, 10, 20, 30, 700, 710), b"", {}, NOW) == timedelta(minutes=5)
