"""What became of the rows of a file, and what will become of them."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Membership
from crisisdesk.work import WorkState
from mentions.models import FileImport, ImportRejection, Source
from mentions.queries.source_history import Outcome, outcome
from mentions.sources.file_reader import Row, UnreadableFileError, read_rows
from mentions.sources.mapping import items_of

PREVIEW_ROWS: Final = 20
SHOWN_REJECTIONS: Final = 50
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would calculate what begins so


@dataclass(frozen=True)
class Sample:
    """The first rows of a file with their numbers."""

    numbered: list[tuple[int, Row]]

    @property
    def rows(self) -> list[Row]:
        return [row for _, row in self.numbered]

    @property
    def columns(self) -> list[str]:
        return list(dict.fromkeys(name for row in self.rows for name in row))

    def outcomes(self, mapping: Mapping[str, str], zone: str) -> list[Outcome]:
        read = items_of(self.numbered, mapping, ZoneInfo(zone), timezone.now())
        return [outcome(number, result) for number, result in read]


@dataclass(frozen=True)
class Progress:
    """How far an import has come."""

    upload: FileImport
    rejections: list[ImportRejection]

    @property
    def is_over(self) -> bool:
        return self.upload.state in {WorkState.DONE, WorkState.PARKED}

    @property
    def done(self) -> int:
        upload = self.upload
        return int(upload.added + upload.known + upload.rejected)


def imports_of(member: Membership) -> QuerySet[FileImport]:
    """Without their content, which is large."""
    sources = Source.objects.for_member(member)
    rows: QuerySet[FileImport] = FileImport.objects.filter(source__in=sources)
    return rows.select_related("source__brand").defer("content")


def sample_of(upload: FileImport) -> Sample:
    """Whatever can be read of a file that breaks off."""
    return Sample(list(_readable(islice(read_rows(upload.filename, bytes(upload.content)), PREVIEW_ROWS))))


def _readable(rows: Iterator[tuple[int, Row]]) -> Iterator[tuple[int, Row]]:
    try:
        yield from rows
    except UnreadableFileError:
        return


def progress_of(upload: FileImport) -> Progress:
    return Progress(upload, list(rejections_of(upload)[:SHOWN_REJECTIONS]) if upload.rejected else [])


def rejections_of(upload: FileImport) -> QuerySet[ImportRejection]:
    """In the order of the file."""
    rows: QuerySet[ImportRejection] = ImportRejection.objects.filter(file_import=upload)
    return rows.order_by("row")


def rejections_csv(upload: FileImport) -> str:
    """With a mark that tells spreadsheets it is UTF-8."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["row", "reason"])
    table.writerows([each.row, _harmless(each.reason)] for each in rejections_of(upload))
    return "\ufeff" + out.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
