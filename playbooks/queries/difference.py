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
    unit = WORDS if len(WORDS.findall(before)) + len(WORDS.findall(after)) <= MOST_WORDS else LINES
    old, new = unit.findall(before), unit.findall(after)
    pieces = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[old_from:old_to])))
            continue
        pieces += [
            Piece(kind, "".join(words))
            for kind, words in (("removed", old[old_from:old_to]), ("added", new[new_from:new_to]))
            if words
        ]
    return pieces
