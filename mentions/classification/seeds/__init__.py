"""Sentences of our own that teach the first head what is negative, neutral and positive about a brand.

Written for this product, not taken from any data set: one JSON object a line, `en`, `ru`, and a few of other
languages, among them hard neutrals: questions, news, job offers, people on their way.
"""

import json
from importlib.resources import files
from typing import Final

from mentions.enums import Tone

FILES: Final = ("en.jsonl", "ru.jsonl", "other.jsonl")


def load_seeds() -> list[tuple[str, Tone]]:
    lines = [line for name in FILES for line in (files(__name__) / name).read_text("utf-8").splitlines()]
    return [(seed["text"], Tone(seed["tone"])) for seed in map(json.loads, lines)]
