"""A file into a brand, from a terminal: the same service, and the same row of work, as the import page."""

import json
import time
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Brand, Organization
from crisisdesk.tenancy import organization_scope
from crisisdesk.work import WorkState, perform
from mentions.models import FileImport
from mentions.queries.imports import rejections_of
from mentions.services.imports import columns_of, confirm_import, run_import, unfinished_import, upload_file
from mentions.sources.file_reader import FILE_LIMIT, UnreadableFileError
from mentions.sources.mapping import PRESETS, guess_mapping

ENDED: Final = {WorkState.DONE, WorkState.PARKED}
LOOK_AGAIN_SECONDS: Final = 0.5


class Command(BaseCommand):
    help = "Read a CSV, JSONL or XLSX file of mentions. It goes on where it was stopped and adds nothing twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organization", required=True, metavar="SLUG")
        parser.add_argument("--brand", required=True, metavar="SLUG")
        parser.add_argument("--preset", choices=sorted(PRESETS), help="whose export it is; guessed when not given")
        parser.add_argument("--timezone", metavar="ZONE", help="of times without a zone; the brand's when not given")
        parser.add_argument("--json", action="store_true", help="print the result as one line of JSON")

    def handle(self, *, file: Path, organization: str, brand: str, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        content = _read(file)
        tenant = Organization.objects.filter(slug=organization).first()
        if tenant is None:
            raise CommandError(f"There is no organization “{organization}”.")
        with organization_scope(tenant.pk):
            upload = _begun(_brand(brand, organization), file, content, options["preset"], options["timezone"])
        self._read_to_the_end(upload)
        with organization_scope(tenant.pk):
            upload.refresh_from_db()
            rejected = [{"row": each.row, "reason": each.reason} for each in rejections_of(upload)]
        if upload.state == WorkState.PARKED:
            raise CommandError(f"It stopped after {_done(upload):,} rows: {upload.reason}")
        self._say(upload, rejected, as_json=options["json"])

    def _read_to_the_end(self, upload: FileImport) -> None:
        """In this process, unless a worker is quicker; then watch it."""
        run = partial(run_import, told=lambda _row: self._progress(upload))
        while upload.state not in ENDED:
            if not perform(FileImport, upload.organization_id, upload.pk, run):
                time.sleep(LOOK_AGAIN_SECONDS)
            self._progress(upload)

    def _progress(self, upload: FileImport) -> None:
        before = _done(upload)
        with organization_scope(upload.organization_id):
            upload.refresh_from_db(fields=["state", "reason", "rows_total", "added", "known", "rejected"])
        if _done(upload) > before:
            self.stderr.write(f"Importing {_done(upload):,} of {upload.rows_total or 0:,}")

    def _say(self, upload: FileImport, rejected: list[dict[str, Any]], *, as_json: bool) -> None:
        if as_json:
            counts = {"rows": upload.rows_total, "added": upload.added, "known": upload.known}
            self.stdout.write(json.dumps(counts | {"rejected": rejected}, ensure_ascii=False))
            return
        for each in rejected:
            self.stdout.write(f"Row {each['row']}: {each['reason']}")
        self.stdout.write(
            f"{upload.rows_total:,} rows: {upload.added:,} added, {upload.known:,} known, {len(rejected):,} rejected."
        )


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > FILE_LIMIT:
            raise CommandError(f"{file} is larger than {FILE_LIMIT // 1024**2} MB. Split it.")
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error


def _brand(slug: str, organization: str) -> Brand:
    brand: Brand | None = Brand.objects.active().filter(slug=slug).first()
    if brand is None:
        raise CommandError(f"There is no brand “{slug}” in “{organization}”.")
    return brand


def _begun(brand: Brand, file: Path, content: bytes, preset: str | None, zone: str | None) -> FileImport:
    """The import of this very file that was stopped, or a new one, confirmed."""
    zone = _zone(zone or brand.time_zone)
    try:
        mapping = guess_mapping(columns_of(file.name, content), preset or "")
    except UnreadableFileError as error:
        raise CommandError(f"{file}: {error}") from error
    stopped = unfinished_import(brand=brand, filename=file.name, content=content, mapping=mapping, zone=zone)
    if stopped:
        return stopped
    upload = upload_file(actor=None, brand=brand, filename=file.name, content=content, zone=zone)
    confirm_import(actor=None, upload=upload, mapping=mapping, zone=zone)
    upload.refresh_from_db()
    return upload


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CommandError(f"There is no time zone “{name}”. Name it like America/Los_Angeles.") from error


def _done(upload: FileImport) -> int:
    return upload.added + upload.known + upload.rejected
