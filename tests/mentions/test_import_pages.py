"""A file by way of pages: chosen, its columns confirmed, watched, and what was left out."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from accounts.models import Membership
from crisisdesk.tenancy import organization_scope
from crisisdesk.work import WorkState, claim, perform
from mentions.forms import file as file_form
from mentions.models import FileImport, Mention
from mentions.services import imports
from mentions.services.imports import run_import
from tests.counting import queries_of
from tests.factories import Tenant

ClientOf = Callable[[Membership], Client]
HEAD = "key,said,who,when\n"
ROWS = "".join(f"k{number},Bag {number} is gone,@anna{number},2026-03-02 12:{number:02}\n" for number in range(25))
CHOICES = {"column_1": "text", "column_2": "author_handle", "column_3": "published_at", "time_zone": "UTC"}


@pytest.fixture
def admin(tenant: Tenant, client_of: ClientOf) -> Client:
    return client_of(tenant.admin)


def at(tenant: Tenant, name: str, *args: Any) -> str:
    return reverse(f"mentions:{name}", args=[tenant.slug, *args])


def send(tenant: Tenant, client: Client, content: bytes | str, name: str = "week.csv", **words: str) -> Any:
    raw = content.encode() if isinstance(content, str) else content
    upload = {"file": SimpleUploadedFile(name, raw), "brand": str(tenant.brand.pk)} | words
    return client.post(at(tenant, "import_new"), upload)


def the_import(tenant: Tenant) -> FileImport:
    with organization_scope(tenant.id):
        upload: FileImport = FileImport.objects.get()
    return upload


def run(tenant: Tenant) -> None:
    assert perform(FileImport, tenant.id, the_import(tenant).pk, run_import)


def test_a_file_goes_from_choice_to_mentions(tenant: Tenant, admin: Client) -> None:
    chosen = send(tenant, admin, HEAD + ROWS + "k99,,@nobody,\n")
    upload = the_import(tenant)
    page = at(tenant, "import", upload.pk)
    assert (chosen.status_code, chosen["Location"], upload.state) == (303, page, WorkState.PARKED)

    confirmed = admin.post(page, CHOICES | {"confirm": "1"})
    assert (confirmed.status_code, confirmed["Location"]) == (303, page)
    assert "The import is about to begin" in admin.get(page).content.decode()
    run(tenant)

    result = admin.get(page).content.decode()
    assert "25 mentions added" in result and "1 row was left out" in result
    assert "There is no text, title or link in this row." in result
    assert "hx-trigger" not in result.split('id="progress"')[1].split(">")[0]
    with organization_scope(tenant.id):
        assert Mention.objects.count() == 25


def test_its_columns_are_recognised_and_twenty_rows_shown(tenant: Tenant, admin: Client) -> None:
    send(tenant, admin, "id,text,author,time\n" + ROWS)

    page = admin.get(at(tenant, "import", the_import(tenant).pk)).content.decode()

    assert page.count(" selected") >= 4
    assert "Bag 19 is gone" in page and "Bag 20 is gone" not in page


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])
def test_the_preview_follows_the_choices_and_confirms_nothing(
    headers: dict[str, str], tenant: Tenant, admin: Client
) -> None:
    send(tenant, admin, HEAD + ROWS)
    page = at(tenant, "import", the_import(tenant).pk)

    answer = admin.post(page, CHOICES | {"preview": "1", "network": "forum"}, headers=headers)

    words = answer.content.decode()
    assert (answer.status_code, "<html" in words) == (200, not headers)
    assert "@anna3 · forum · " in words
    assert the_import(tenant).confirmed_at is None


def test_a_preset_lays_the_choices_down(tenant: Tenant, admin: Client) -> None:
    send(tenant, admin, "Headline,Hit Sentence,URL,Influencer\nLost,Bag is gone,https://n.test/1,Anna\n")
    page = at(tenant, "import", the_import(tenant).pk)

    words = admin.post(page, {"use_preset": "1", "preset": "meltwater", "time_zone": "Europe/Moscow"}).content.decode()

    assert '<option value="meltwater" selected>' in words
    assert '<option value="author_name" selected>' in words and '<option value="Europe/Moscow" selected>' in words
    assert admin.post(page, {"use_preset": "1", "preset": "nobody"}).status_code == 200


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ({"column_2": "text"}, "Both “said” and “who” would be the Text. Keep one."),
        ({"column_1": ""}, "Choose at least one column for the text, the title or the link."),
        ({"column_1": "nonsense"}, "Select a valid choice."),
        ({"time_zone": "Mars"}, "Choose a time zone from the list."),
    ],
)
def test_choices_that_cannot_be_are_refused_and_kept(
    choices: dict[str, str], sentence: str, tenant: Tenant, admin: Client
) -> None:
    send(tenant, admin, HEAD + ROWS)

    answer = admin.post(at(tenant, "import", the_import(tenant).pk), CHOICES | choices | {"confirm": "1"})

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert the_import(tenant).confirmed_at is None


def test_confirming_twice_is_once(tenant: Tenant, admin: Client) -> None:
    send(tenant, admin, HEAD + ROWS)
    page = at(tenant, "import", the_import(tenant).pk)

    answers = [admin.post(page, CHOICES | {"confirm": "1"}).status_code for _ in range(2)]

    assert answers == [303, 303]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"said,when\n", "There are no rows in this file"),
        (b"PK\x03\x04nonsense", "This is not a spreadsheet that can be read."),
        (b"[1, 2", "There are no rows in this file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_brand_kept(
    content: bytes, sentence: str, tenant: Tenant, admin: Client
) -> None:
    answer = send(tenant, admin, content)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert f'<option value="{tenant.brand.pk}" selected>' in answer.content.decode()
    with organization_scope(tenant.id):
        assert not FileImport.objects.exists()


def test_nothing_chosen_is_said(tenant: Tenant, admin: Client) -> None:
    answer = admin.post(at(tenant, "import_new"), {"brand": str(tenant.brand.pk)})

    assert (answer.status_code, "Choose a file." in answer.content.decode()) == (422, True)


def test_a_file_above_the_limit_is_refused(tenant: Tenant, admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_form, "FILE_LIMIT", 1024 * 1024)

    answer = send(tenant, admin, b"a" * (1024 * 1024 + 1))

    assert (answer.status_code, "larger than 1 MB" in answer.content.decode()) == (422, True)


def test_a_spreadsheet_and_lines_of_json_go_the_same_way(tenant: Tenant, admin: Client) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["text", "author"], ["Bag one is gone", "@anna"]):
        sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)
    for name, content in (("a.xlsx", packed.getvalue()), ("a.jsonl", b'{"text": "Bag two is gone", "author": "@o"}\n')):
        answer = send(tenant, admin, content, name)
        admin.post(
            answer["Location"], {"column_0": "text", "column_1": "author_handle", "time_zone": "UTC", "confirm": "1"}
        )

    with organization_scope(tenant.id):
        waiting = list(FileImport.objects.values_list("pk", flat=True))
    for pk in waiting:
        perform(FileImport, tenant.id, pk, run_import)

    with organization_scope(tenant.id):
        assert set(Mention.objects.values_list("text", "author_handle")) == {
            ("Bag one is gone", "@anna"),
            ("Bag two is gone", "@o"),
        }


def test_progress_is_told_in_figures_while_it_runs(
    tenant: Tenant, admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "BATCH", 10)
    send(tenant, admin, HEAD + ROWS)
    upload = the_import(tenant)
    page = at(tenant, "import", upload.pk)
    admin.post(page, CHOICES | {"confirm": "1"})
    lease = claim(FileImport, tenant.id, upload.pk)
    assert lease
    seen: list[str] = []

    run_import(lease, lambda _row: seen.append(admin.get(page, headers={"HX-Request": "true"}).content.decode()))

    assert ["Importing 10 of 25" in seen[0], "Importing 20 of 25" in seen[1]] == [True, True]
    assert 'hx-trigger="every 1s"' in seen[0]


def test_a_long_file_is_read_in_turns(tenant: Tenant, admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "BATCH", 10)
    monkeypatch.setattr(imports, "TURN", timedelta(0))
    send(tenant, admin, HEAD + ROWS)
    admin.post(at(tenant, "import", the_import(tenant).pk), CHOICES | {"confirm": "1"})

    states = []
    for _turn in range(4):
        run(tenant)
        states.append((the_import(tenant).state, the_import(tenant).added))

    assert states == [("waiting", 10), ("waiting", 20), ("waiting", 25), ("done", 25)]


def test_an_import_that_was_given_up_says_so(tenant: Tenant, admin: Client) -> None:
    send(tenant, admin, HEAD + ROWS)
    upload = the_import(tenant)
    admin.post(at(tenant, "import", upload.pk), CHOICES | {"confirm": "1"})
    with organization_scope(tenant.id):
        FileImport.objects.update(state=WorkState.PARKED, reason="The worker died 3 times over this.")

    page = admin.get(at(tenant, "import", upload.pk)).content.decode()

    assert "The import stopped." in page and "The worker died 3 times over this." in page


def test_reasons_come_as_a_table_that_no_spreadsheet_calculates(tenant: Tenant, admin: Client) -> None:
    send(tenant, admin, HEAD + "k1,=1+1,@a,half past nine\nk2,,@b,\n")
    upload = the_import(tenant)
    admin.post(at(tenant, "import", upload.pk), CHOICES | {"confirm": "1"})
    run(tenant)

    answer = admin.get(at(tenant, "import_rejected", upload.pk))

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.decode("utf-8-sig").splitlines() == [
        "row,reason",
        "2,The time “half past nine” cannot be read.",
        '3,"There is no text, title or link in this row."',
    ]


def test_the_result_takes_the_same_queries_for_one_left_out_row_and_three(tenant: Tenant, admin: Client) -> None:
    admin.defaults["HTTP_HX_REQUEST"] = "true"  # without the shell around it
    counts = []
    for number in (1, 3):
        send(tenant, admin, HEAD + "k,,@a,\n" * number, f"{number}.csv")
        with organization_scope(tenant.id):
            upload = FileImport.objects.latest("pk")
        page = at(tenant, "import", upload.pk)
        admin.post(page, CHOICES | {"confirm": "1"})
        perform(FileImport, tenant.id, upload.pk, run_import)
        counts.append(queries_of(admin, page))

    assert counts == [13, 13]


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"confirmed_at": None}, "Its columns wait for you"),
        ({"state": WorkState.PARKED}, "The import stopped"),
        ({"state": WorkState.WAITING}, "Importing"),
        ({"state": WorkState.DONE, "rejected": 2}, "Imported, 2 rows left out"),
        ({"state": WorkState.DONE}, "Imported<"),
    ],
)
def test_the_list_of_sources_says_how_far_a_file_has_come(
    fields: dict[str, Any], word: str, tenant: Tenant, admin: Client
) -> None:
    send(tenant, admin, HEAD + ROWS)
    with organization_scope(tenant.id):
        FileImport.objects.update(**{"confirmed_at": timezone.now()} | fields)

    assert word in admin.get(at(tenant, "sources")).content.decode()


def test_a_file_of_which_nothing_is_there_any_more_says_so(tenant: Tenant, admin: Client) -> None:
    send(tenant, admin, HEAD + ROWS)
    with organization_scope(tenant.id):
        FileImport.objects.all().delete()

    assert "Nothing was imported" in admin.get(at(tenant, "sources")).content.decode()
