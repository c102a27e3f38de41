"""`manage.py import_mentions`, as an operator types it."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from crisisdesk.tenancy import organization_scope
from crisisdesk.work import WorkState, claim
from mentions.models import FileImport, ImportRejection, Mention, Source
from mentions.services import imports
from mentions.services.imports import run_import
from tests.factories import Tenant
from tests.outside import DATA, measured

HEAD = "id,text,author,time\n"
WEEK = HEAD + "".join(
    f"p{number},Bag {number} is gone,@anna{number},2026-03-02 12:{number:02}\n" for number in range(7)
)


@pytest.fixture
def week(tmp_path: Path) -> Path:
    file = tmp_path / "week.csv"
    file.write_text(WEEK)
    return file


def run(tenant: Tenant, file: Path, *options: str, **named: str) -> tuple[list[str], str]:
    """The lines it prints, and what it tells meanwhile."""
    out, told = StringIO(), StringIO()
    slugs = {"organization": tenant.slug, "brand": tenant.brand.slug} | named
    places = [part for name, value in slugs.items() for part in (f"--{name}", value)]
    call_command("import_mentions", str(file), *places, *options, stdout=out, stderr=told)
    return out.getvalue().splitlines(), told.getvalue()


def report(tenant: Tenant, file: Path, *options: str) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(run(tenant, file, "--json", *options)[0][-1])
    return result


def test_a_file_becomes_mentions_and_the_second_time_adds_nothing(tenant: Tenant, week: Path) -> None:
    first, second = report(tenant, week), report(tenant, week)

    assert first == {"rows": 7, "added": 7, "known": 0, "rejected": []}
    assert second == {"rows": 7, "added": 0, "known": 7, "rejected": []}
    with organization_scope(tenant.id):
        assert (Mention.objects.count(), Source.objects.get().name) == (7, "week.csv")


def test_each_row_that_is_no_mention_says_why(tenant: Tenant, tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text(WEEK + ",,@nobody,2026-03-02 13:00\np9,Bag 9,@oleg,half past nine\np2,Bag 2 is gone,@anna2,\n")

    rejected = [
        {"row": 9, "reason": "There is no text, title or link in this row."},
        {"row": 10, "reason": "The time “half past nine” cannot be read."},
    ]
    assert report(tenant, file) == {"rows": 10, "added": 8, "known": 0, "rejected": rejected}


def test_a_row_that_repeats_another_names_it(tenant: Tenant, tmp_path: Path) -> None:
    file = tmp_path / "twice.csv"
    file.write_text(WEEK + WEEK.removeprefix(HEAD).splitlines()[1] + "\n")

    again = [{"row": 9, "reason": "This is the same post as row 3."}]
    assert report(tenant, file) == {"rows": 8, "added": 7, "known": 0, "rejected": again}
    assert report(tenant, file) == {"rows": 8, "added": 0, "known": 7, "rejected": again}


def test_without_json_it_speaks_in_sentences(tenant: Tenant, week: Path) -> None:
    lines, told = run(tenant, week)

    assert lines == ["7 rows: 7 added, 0 known, 0 rejected."]
    assert told.splitlines()[-1] == "Importing 7 of 7"


def test_times_without_a_zone_are_the_brands_or_the_ones_named(tenant: Tenant, week: Path, tmp_path: Path) -> None:
    other = tmp_path / "pacific.csv"
    other.write_text(HEAD + "q1,Bag,@anna,2026-03-02 12:00\n")

    run(tenant, week)
    run(tenant, other, "--timezone", "America/Los_Angeles")

    with organization_scope(tenant.id):
        times = {mention.external_id: f"{mention.published_at:%H:%M}" for mention in Mention.objects.all()}
    assert (times["p0"], times["q1"]) == ("12:00", "20:00")


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ({"organization": "nobody"}, "There is no organization “nobody”."),
        ({"brand": "nothing"}, "There is no brand “nothing” in “acme”."),
        ({"timezone": "Mars/Base"}, "There is no time zone “Mars/Base”. Name it like America/Los_Angeles."),
        ({"timezone": "../etc"}, "There is no time zone “../etc”. Name it like America/Los_Angeles."),
        ({"preset": "unknown"}, "invalid choice: 'unknown'"),
    ],
)
def test_what_it_does_not_know_it_names(named: dict[str, str], sentence: str, tenant: Tenant, week: Path) -> None:
    with pytest.raises(CommandError) as fault:
        run(tenant, week, **named)

    assert sentence in str(fault.value)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"text,time\n", "There are no rows in this file"),
        (b"PK\x03\x04 no sheet", "This is not a spreadsheet that can be read."),
        (None, "No such file or directory"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(
    content: bytes | None, sentence: str, tenant: Tenant, tmp_path: Path
) -> None:
    file = tmp_path / "broken.csv"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(CommandError) as fault:
        run(tenant, file)

    assert sentence in str(fault.value)
    with organization_scope(tenant.id):
        assert not FileImport.objects.exists()


def test_a_folder_is_no_file(tenant: Tenant, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Is a directory"):
        run(tenant, tmp_path)


def test_another_tenants_brand_is_not_there(tenant: Tenant, rival: Tenant, week: Path) -> None:
    with pytest.raises(CommandError, match="There is no brand"):
        run(tenant, week, brand=rival.brand.slug)


def test_it_goes_on_where_it_was_stopped(tenant: Tenant, week: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "BATCH", 3)
    reached: list[int] = []

    def stop(row: int) -> None:
        reached.append(row)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _run_until(tenant, week, stop)
    with organization_scope(tenant.id):
        FileImport.objects.update(lease_until="2026-01-01T00:00Z")  # as if two minutes had passed

    assert report(tenant, week) == {"rows": 7, "added": 7, "known": 0, "rejected": []}
    with organization_scope(tenant.id):
        assert (reached, FileImport.objects.count(), Mention.objects.count()) == ([4], 1, 7)


def _run_until(tenant: Tenant, file: Path, told: imports.Told) -> None:
    with organization_scope(tenant.id):
        upload = imports.upload_file(
            actor=None, brand=tenant.brand, filename=file.name, content=file.read_bytes(), zone="UTC"
        )
        imports.confirm_import(actor=None, upload=upload, mapping=upload.mapping, zone="UTC")
    lease = claim(FileImport, tenant.id, upload.pk)
    assert lease
    run_import(lease, told)


def test_an_import_that_fails_for_good_says_so(tenant: Tenant, week: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the model is gone")

    monkeypatch.setattr(imports, "understand", broken)
    monkeypatch.setattr(FileImport, "max_attempts", 1)

    with pytest.raises(CommandError, match="It stopped after 0 rows: RuntimeError: the model is gone"):
        run(tenant, week)


@measured
def test_a_real_week_goes_in_whole_and_only_once(tenant: Tenant) -> None:
    """The smallest airline, which is still more than one batch."""
    file, rows = DATA / "airlines" / "virgin_america.csv", 504

    first = report(tenant, file, "--timezone", "America/Los_Angeles")
    second = report(tenant, file, "--timezone", "America/Los_Angeles")

    assert first == {"rows": rows, "added": rows, "known": 0, "rejected": []}
    assert second == {"rows": rows, "added": 0, "known": rows, "rejected": []}
    with organization_scope(tenant.id):
        assert (Mention.objects.count(), ImportRejection.objects.count()) == (rows, 0)
        states = set(FileImport.objects.values_list("state", flat=True))
    assert states == {WorkState.DONE}
