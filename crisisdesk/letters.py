"""Letters that neither PostgreSQL nor a page can hold: NUL, and halves of surrogate pairs."""

import re
from typing import Final

UNSTORABLE: Final = re.compile(r"[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """Everything else stays as it came."""
    return UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)
