"""Times as people write them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from mentions.enums import Precision
from mentions.sources.moments import read_moment

PACIFIC = ZoneInfo("America/Los_Angeles")
MINUTE = datetime(2015, 2, 24, 19, 42, tzinfo=UTC)
DAY = datetime(2015, 2, 24, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "moment", "precision"),
    [
        ("2/24/2015 11:42", MINUTE, Precision.MINUTE),
        ("24/02/2015 11:42", MINUTE, Precision.MINUTE),
        ("24.02.2015 11:42", MINUTE, Precision.MINUTE),
        ("24 февраля 2015 г. в 11:42", MINUTE, Precision.MINUTE),
        ("Feb 24, 2015 11:42 AM", MINUTE, Precision.MINUTE),
        ("2/24/2015 11:42:00", MINUTE, Precision.EXACT),
        ("2015-02-24T19:42:00Z", MINUTE, Precision.EXACT),
        ("2015-02-24T22:42+03:00", MINUTE, Precision.MINUTE),
        ("20150224T194200Z", MINUTE, Precision.EXACT),
        ("Tue, 24 Feb 2015 19:42:00 GMT", MINUTE, Precision.EXACT),
        ("Tue Feb 24 19:42:00 +0000 2015", MINUTE, Precision.EXACT),
        ("2015-02-24 11:42:00 PST", MINUTE, Precision.EXACT),
        ("24.02.2015 22:42 МСК", MINUTE, Precision.MINUTE),
        ("1424806920", MINUTE, Precision.EXACT),
        ("1424806920000", MINUTE, Precision.EXACT),
        ("2/24/2015", DAY, Precision.DAY),
        ("24.02.2015", DAY, Precision.DAY),
        ("2015-02-24", DAY, Precision.DAY),
    ],
)
def test_a_time_is_read_with_how_exactly_it_was_known(written: str, moment: datetime, precision: Precision) -> None:
    assert read_moment(written, PACIFIC) == (moment, precision)


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "yesterday",
        "Monday",
        "5",
        "11:42",
        "2015",
        "Feb 2015",
        "24 Feb",
        "31.02.2015",
        "2/30/2015",
        "13/32/2015",
        "42059.48",
        "5.70E+17",
        "9999999999999999",
        "0000-00-00 00:00:00",
        "2015-02-24 11:42 XYZ",
        "\0",
        "1" * 10_000,
    ],
)
def test_what_names_no_day_of_a_year_is_no_time(written: str) -> None:
    assert read_moment(written, PACIFIC) is None


def test_an_hour_that_was_skipped_or_came_twice_is_still_a_time() -> None:
    assert read_moment("3/8/2015 02:30", PACIFIC) == (datetime(2015, 3, 8, 10, 30, tzinfo=UTC), Precision.MINUTE)
    assert read_moment("11/1/2015 01:30", PACIFIC) == (datetime(2015, 11, 1, 8, 30, tzinfo=UTC), Precision.MINUTE)
