"""How well the first head reads tone, and how fast: real labelled tweets that it was never fitted to.

One JSON line a set; the reference of the same run is the answer "always the most frequent tone".
Skips where the data does not lie beside the repository. `python -m benchmarks.tone`
"""

import csv
import json
import time
from collections import Counter
from pathlib import Path

import numpy as np

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


def auroc(score: np.ndarray, positive: np.ndarray) -> float:
    """How often a negative text gets more negative share than another; equal shares count half."""
    values, place, count = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    yes, no = positive.sum(), (~positive).sum()
    return float((rank[positive].sum() - yes * (yes + 1) / 2) / (yes * no)) if len(values) > 1 else 0.5


def measure(name: str, texts: list[str], true: list[str]) -> dict[str, object]:
    read_tones(["warm up"])
    start = time.perf_counter()
    readings = read_tones(texts)
    seconds = time.perf_counter() - start
    read = [reading.tone.value for reading in readings]
    by_tone = {tone: f1(tone, read, true) for tone in TONES}
    negative = np.array([reading.negative for reading in readings])
    return {
        "benchmark": "tone",
        "set": name,
        "texts": len(texts),
        "accuracy": round(sum(one == other for one, other in zip(read, true, strict=True)) / len(true), 3),
        "reference_accuracy": round(Counter(true).most_common(1)[0][1] / len(true), 3),
        "macro_f1": round(sum(by_tone.values()) / len(by_tone), 3),
        **{f"f1_{tone}": round(value, 3) for tone, value in by_tone.items()},
        "auroc_negative": round(auroc(negative, np.array(true) == "negative"), 3),
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
