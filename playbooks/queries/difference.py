"""What changed between two versions, word by word: an approver reads the change, not the whole text again."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

WORDS: Final = re.compile(r"\s+|\w+|[^\w\s]")
LINES: Final = re.compile(r"[^\n]*\n|[^\n]+")
MOST_WORDS: Final = 3_000  # beyond it a word-by-word comparison takes longer than anybody waits: compare lines


@dataclass(frozen=True)
class Piece:
    kind: str  # same, added or removed
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """Spaces between two changes change with them: people read a phrase that went and a phrase that came."""
    unit = WORDS if len(WORDS.findall(before)) + len(WORDS.findall(after)) <= MOST_WORDS else LINES
    old, new = unit.findall(before), unit.findall(after)
    pieces: list[Piece] = []
    removed = added = ""
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for place, (tag, old_from, old_to, new_from, new_to) in enumerate(steps):
        gone, come = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        inside_a_change = bool(removed or added) and place < len(steps) - 1 and gone.isspace() and "\n" not in gone
        if tag != "equal" or inside_a_change:
            removed, added = removed + gone, added + come
            continue
        pieces += [*_change(removed, added), Piece("same", gone)]
        removed = added = ""
    return pieces + _change(removed, added)


def _change(removed: str, added: str) -> list[Piece]:
    return [piece for piece in (Piece("removed", removed), Piece("added", added)) if piece.text]
