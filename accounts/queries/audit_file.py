"""The audit log as a file for others: one line an entry, as it is stored."""

import csv
import json
from collections.abc import Iterator
from typing import Final

from accounts.queries.audit import AuditFilter, audit_entries

COLUMNS: Final = ("at", "person", "email", "verb", "object", "id", "detail")
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
CHUNK: Final = 1_000


class _Line:
    """What csv writes is handed on at once."""

    def write(self, text: str) -> str:
        return text


def audit_lines(wanted: AuditFilter) -> Iterator[str]:
    """Newest first, in UTC; never more than a thousand rows in memory."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(COLUMNS)  # the mark tells spreadsheets that this is UTF-8
    for entry in audit_entries(wanted).order_by("-at", "-pk").iterator(chunk_size=CHUNK):
        person = entry.actor.user if entry.actor else None
        yield writer.writerow(
            [
                entry.at.isoformat(),
                plain(person.name if person else "CrisisDesk"),
                plain(person.email if person else ""),
                entry.verb,
                entry.object_type,
                "" if entry.object_id is None else entry.object_id,
                json.dumps(entry.detail, ensure_ascii=False),
            ]
        )


def plain(text: str) -> str:
    """A spreadsheet would run a cell that begins like a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
