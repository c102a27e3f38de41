"""Secrets that a laptop makes for itself: written once, readable by nobody else. Imports no Django."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def kept_secret(file: Path) -> str:
    """What the file holds; a new random value on the first call. Several processes may call at once."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = file.with_name(f".{file.name}.{os.getpid()}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as stream:
            stream.write(secrets.token_urlsafe(64))
        with suppress(FileExistsError):  # somebody else was first; a link appears whole or not at all
            os.link(draft, file)
        draft.unlink()
    return file.read_text().strip()
