"""How well the first head reads tone, and how fast: real labelled tweets that it was never fitted to.

One JSON line a set; the reference of the same run is the answer "always the most frequent tone".
Skips where the data does not lie beside the repository. `python -m benchmarks.tone`
"""

import csv
import json
import time
from bisect import bisect_left, bisect_right
from collections import Counter
from pathlib import Path

from mentions.classification.tone import read_tones

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SETS = {
    "airlines/united.csv": "airline_sentiment",
    "airlines/southwest.csv": "airline_sentiment",
    "airlines/virgin_america.csv": "airline_sentiment",
    "text/sentirueval15_tkk_test.csv": "label",
}
TONES = ("negative", "neutral", "positive")


def f1(tone: str, read: list[str], true: list[str]) -> float:
    both = sum(one == other == tone for one, other in zip(read, true, strict=True))
    return 2 * both / max(1, read.count(tone) + true.count(tone))


def auroc(negative: list[float], others: list[float]) -> float:
    """How often a negative text gets more negative share than another; equal shares count half."""
    ranked = sorted(others)
    beaten = sum(bisect_left(ranked, share) + bisect_right(ranked, share) for share in negative) / 2
    return beaten / (len(negative) * len(others))


def measure(name: str, texts: list[str], true: list[str]) -> dict[str, object]:
    read_tones(["warm up"])
    start = time.perf_counter()
    readings = read_tones(texts)
    seconds = time.perf_counter() - start
    read = [reading.tone.value for reading in readings]
    by_tone = {tone: f1(tone, read, true) for tone in TONES}
    shares = list(zip((reading.negative for reading in readings), true, strict=True))
    negative = [share for share, tone in shares if tone == "negative"]
    others = [share for share, tone in shares if tone != "negative"]
    return {
        "benchmark": "tone",
        "set": name,
        "texts": len(texts),
        "accuracy": round(sum(one == other for one, other in zip(read, true, strict=True)) / len(true), 3),
        "reference_accuracy": round(Counter(true).most_common(1)[0][1] / len(true), 3),
        "macro_f1": round(sum(by_tone.values()) / len(by_tone), 3),
        **{f"f1_{tone}": round(value, 3) for tone, value in by_tone.items()},
        "auroc_negative": round(auroc(negative, others), 3),
        "texts_per_second": round(len(texts) / seconds),
    }


def main() -> None:
    for name, label in SETS.items():
        file = DATA / name
        if not file.exists():
            print(json.dumps({"benchmark": "tone", "set": name, "skipped": "the data is not on this machine"}))
            continue
        with file.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        print(json.dumps(measure(name, [row["text"] for row in rows], [row[label] for row in rows])))


if __name__ == "__main__":
    main()
