"""Does the signature find people who pass words on, and does it leave strangers alone? And how fast is it.

Each real tweet is changed by two words; strangers are random pairs of different tweets. The reference of the
same run compares whole sets of 4-letter shingles. Skips where the data does not lie beside the repository.
`python -m benchmarks.near_duplicates`
"""

import csv
import json
import random
import time
from pathlib import Path

from mentions.classification.signature import normal_words, signature_of, similarity

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
ALIKE = 0.6
STRANGERS = 100_000
LONG_ENOUGH = 8  # words; of four words two are half of the text


def changed(text: str, chance: random.Random) -> str:
    """Two words replaced."""
    words = text.split()
    for place in chance.sample(range(len(words)), 2):
        words[place] = chance.choice(("really", "today", "please", "again", "guys"))
    return " ".join(words)


def shingles(text: str) -> set[str]:
    return {text[start : start + 4] for start in range(max(1, len(text) - 3))}


def measure(texts: list[str]) -> dict[str, object]:
    chance = random.Random(7)
    start = time.perf_counter()
    signatures = [signature_of(text) for text in texts]
    signing = len(texts) / (time.perf_counter() - start)
    edited = [changed(text, chance) for text in texts]
    pairs = [(one, signature_of(text)) for one, text in zip(signatures, edited, strict=True)]
    met = [set(one.bands) & set(other.bands) for one, other in pairs]
    alike = [similarity(one.values, other.values) >= ALIKE for one, other in pairs]
    sets = [
        (shingles(normal_words(one)), shingles(normal_words(other))) for one, other in zip(texts, edited, strict=True)
    ]
    strangers = [chance.sample(signatures, 2) for _ in range(STRANGERS)]
    wrong = [
        (one, other)
        for one, other in strangers
        if one.exact != other.exact and similarity(one.values, other.values) >= ALIKE
    ]
    return {
        "benchmark": "near_duplicates",
        "texts": len(texts),
        "signatures_per_second": round(signing),
        "edits_that_share_a_band": round(sum(map(bool, met)) / len(met), 4),
        "edits_found": round(sum(map(bool, map(bool.__and__, map(bool, met), alike))) / len(met), 4),
        "reference_edits_alike_by_whole_sets": round(
            sum(len(a & b) / len(a | b) >= ALIKE for a, b in sets) / len(sets), 4
        ),
        "strangers": STRANGERS,
        "strangers_taken_for_one": len(wrong),
    }


def main() -> None:
    file = DATA / "airlines" / "united.csv"
    if not file.exists():
        print(json.dumps({"benchmark": "near_duplicates", "skipped": "the data is not on this machine"}))
        return
    with file.open(encoding="utf-8", newline="") as stream:
        texts = [row["text"] for row in csv.DictReader(stream)]
    print(json.dumps(measure([text for text in texts if len(text.split()) >= LONG_ENOUGH])))


if __name__ == "__main__":
    main()
