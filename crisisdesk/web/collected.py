"""Whether the collected files for the browser are those of this code: to collect and compress them takes seconds."""

import hashlib
from pathlib import Path
from typing import Final

from django.conf import settings

STAMP: Final = "collected"


def collected_before() -> bool:
    try:
        return _stamp().read_text() == _fingerprint() and settings.STATIC_ROOT.is_dir()
    except FileNotFoundError:
        return False


def remember_collected() -> None:
    _stamp().write_text(_fingerprint())


def _stamp() -> Path:
    return settings.HOME / "run" / STAMP


def _fingerprint() -> str:
    """Our own files by content; those of packages by the versions that are pinned."""
    sources = [settings.BASE_DIR / "requirements.txt", Path(__file__).with_name("assets.py")]
    for folder in settings.STATICFILES_DIRS:
        sources += sorted(file for file in folder.rglob("*") if file.is_file())
    digest = hashlib.sha256()
    for file in sources:
        digest.update(f"{file}\0".encode() + file.read_bytes())
    return digest.hexdigest()
