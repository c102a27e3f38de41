"""The stylesheet is written as many small files and travels as one: no build step, and no chain of requests."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET: Final = "css/app.css"
IMPORT: Final = re.compile(r'@import "([^"]+)";\n?')
COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
INDENT: Final = re.compile(r"\s*\n\s*")
LAYER_AGAIN: Final = re.compile(r"\}\n@layer components \{")  # a file ends, the next opens the same layer
Paths = dict[str, tuple[Storage, str]]


class AssetStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise comes without types
    """For `collectstatic`: names carry a hash, files are compressed, the stylesheet's imports stand in it."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: Paths, dry_run: bool = False, **options: Any) -> Iterator[Any]:  # noqa: ANN401, FBT001, FBT002 -- Django's signature
        if STYLESHEET in paths and not dry_run:
            joined = LAYER_AGAIN.sub("", INDENT.sub("\n", COMMENT.sub("", _joined(*paths[STYLESHEET]))))
            self.delete(STYLESHEET)
            self._save(STYLESHEET, ContentFile(joined.encode()))
            paths = paths | {STYLESHEET: (self, STYLESHEET)}
        yield from super().post_process(paths, dry_run, **options)

    def url_converter(
        self, name: str, hashed_files: dict[str, str], template: str | None = None
    ) -> Callable[[re.Match[str]], str]:
        """Only our own modules name each other; scripts of packages hold imports that lead nowhere."""
        if name.endswith(".js") and not name.startswith("js/"):
            return lambda found: found[0]
        converter: Callable[[re.Match[str]], str] = super().url_converter(name, hashed_files, template)
        return converter


def _joined(storage: Storage, stylesheet: str) -> str:
    folder = stylesheet.rpartition("/")[0]
    return IMPORT.sub(lambda found: _text(storage, f"{folder}/{found[1]}"), _text(storage, stylesheet))


def _text(storage: Storage, name: str) -> str:
    with storage.open(name) as file:
        return str(file.read().decode())
