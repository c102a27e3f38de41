"""Files that are good at first: what comes before a fault is kept, what cannot be kept says why."""

import itertools
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from crisisdesk.tenancy import organization_scope
from crisisdesk.work import perform
from mentions.models import FileImport, ImportRejection, Mention, Source
from mentions.services import imports
from mentions.services.imports import run_import
from mentions.services.understanding import understand
from tests.factories import Tenant
from tests.mentions.test_import_command import HEAD, WEEK, report
from tests.mentions.test_import_pages import ClientOf, at, send, the_import

# Further than one looks before the columns are known: nearer to its top a fault refuses the file.
GOOD = HEAD + "".join(
    f"p{number},Bag {number} is gone,@anna{number},2026-03-02 12:{number:02}\n" for number in range(58)
)


@pytest.fixture
def admin(tenant: Tenant, client_of: ClientOf) -> Client:
    return client_of(tenant.admin)


def test_the_rows_before_a_fault_are_mentions_whatever_the_batch(
    tenant: Tenant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "BATCH", 50)
    file = tmp_path / "broken.csv"
    file.write_text(GOOD + "p58," + "x" * 1_100_000 + ",@anna,\n")

    found = report(tenant, file)

    line = {"row": 60, "reason": "Line 60 cannot be read as a table row."}
    assert found == {"rows": 59, "added": 58, "known": 0, "rejected": [line]}
    with organization_scope(tenant.id):
        assert Mention.objects.count() == 58


def test_an_import_that_gets_on_between_faults_is_not_given_up(tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = itertools.count()

    def falter(*arguments: Any) -> Any:
        if next(calls) % 2:
            raise RuntimeError("the model is gone")
        return understand(*arguments)

    monkeypatch.setattr(imports, "BATCH", 10)
    monkeypatch.setattr(imports, "understand", falter)
    with organization_scope(tenant.id):
        upload = imports.upload_file(
            actor=None, brand=tenant.brand, filename="good.csv", content=GOOD.encode(), zone="UTC"
        )
        imports.confirm_import(actor=None, upload=upload, mapping=upload.mapping, zone="UTC")

    turns = [turn(upload) for _ in range(6)]

    with organization_scope(tenant.id):
        upload.refresh_from_db()
    assert (turns, upload.state, upload.added) == ([False] * 5 + [True], "done", 58)


def turn(upload: FileImport) -> bool:
    """The next one, as if it were due now."""
    with organization_scope(upload.organization_id):
        FileImport.objects.filter(pk=upload.pk).update(due_at=timezone.now())
    return perform(FileImport, upload.organization_id, upload.pk, run_import)


def test_rows_behind_an_open_quotation_mark_are_not_lost_silently(tenant: Tenant, tmp_path: Path) -> None:
    file = tmp_path / "quote.csv"
    file.write_text(GOOD + 'p58,"Bag 58 is gone,@anna,2026-03-02 13:08\np59,Bag 59 is gone,@oleg,2026-03-02 13:09\n')

    found = report(tenant, file)

    assert (found["added"], [each["row"] for each in found["rejected"]]) == (58, [60])
    assert "never closed" in found["rejected"][0]["reason"]


def test_figures_that_cannot_be_true_are_unknown_and_stop_nobody(tenant: Tenant, tmp_path: Path) -> None:
    file = tmp_path / "reach.csv"
    rows = [f"p{number},Bag gone for good,@anna{number},2026-03-02 12:0{number},{9 * 10**18}" for number in range(3)]
    file.write_text("\n".join(["id,text,author,time,reach", *rows, f"p9,Bag gone for good,@oleg,,{'9' * 400}"]))

    found = report(tenant, file)

    assert found == {"rows": 4, "added": 4, "known": 0, "rejected": []}


def test_letters_that_cannot_be_kept_cost_no_other_row(tenant: Tenant, admin: Client) -> None:
    lines = rb"""{"text": "one", "created_at": "a\u0000b", "\ud800": "x"}
{"text": "\ud800 two", "created_at": "2026-03-02 12:00"}"""
    send(tenant, admin, lines, "week.jsonl")
    upload = the_import(tenant)

    page = admin.get(at(tenant, "import", upload.pk))
    with organization_scope(tenant.id):
        imports.confirm_import(actor=tenant.admin, upload=upload, mapping=upload.mapping, zone="UTC")
    assert perform(FileImport, tenant.id, upload.pk, run_import)

    with organization_scope(tenant.id):
        reasons = list(ImportRejection.objects.values_list("row", "reason"))
        texts = list(Mention.objects.values_list("text", flat=True))
    assert page.status_code == 200
    assert reasons == [(1, "The time “a\N{REPLACEMENT CHARACTER}b” cannot be read.")]
    assert texts == ["\N{REPLACEMENT CHARACTER} two"]


def test_a_file_may_be_called_like_another_kind_of_source(tenant: Tenant, tmp_path: Path) -> None:
    file = tmp_path / "News"
    file.write_text(WEEK)
    with organization_scope(tenant.id):
        Source.objects.create(organization=tenant.organization, brand=tenant.brand, kind="feed", name="News")

    first, second = report(tenant, file), report(tenant, file)

    assert (first["added"], second["known"]) == (7, 7)
    with organization_scope(tenant.id):
        assert Source.objects.count() == 2
