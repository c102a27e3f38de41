"""Who passes words on is found; who says something else is left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentions.classification.signature import BANDS, MINIMA, normal_words, signature_of, similarity

OPENING = "Found a hair in my soup at the tea room on Pushkin Street and the manager just laughed at me"


@pytest.mark.parametrize(
    "copy",
    [
        OPENING.upper(),
        f"RT @marina: {OPENING}",
        f"{OPENING}!!! https://t.co/x",
        f"@tea @news {OPENING}…",
        OPENING.replace(" ", "  \n"),
        OPENING.replace("a", "\N{FULLWIDTH LATIN SMALL LETTER A}"),
    ],
)
def test_the_same_words_have_the_same_key(copy: str) -> None:
    assert signature_of(copy).exact == signature_of(OPENING).exact


@pytest.mark.parametrize(
    "near",
    [f"{OPENING}, unbelievable", f"Please share: {OPENING}", OPENING.replace("just laughed", "only laughed")],
)
def test_nearly_the_same_words_meet_and_are_alike(near: str) -> None:
    one, other = signature_of(OPENING), signature_of(near)

    assert one.exact != other.exact
    assert set(one.bands) & set(other.bands)
    assert similarity(one.values, other.values) >= 0.6


@pytest.mark.parametrize(
    "stranger",
    ["The soup at the tea room was lovely, the manager smiled", "Нашла волос в супе на Пушкинской", "", "👍"],
)
def test_other_words_are_not_alike(stranger: str) -> None:
    assert similarity(signature_of(OPENING).values, signature_of(stranger).values) < 0.4


def test_letters_that_russians_leave_out_do_not_matter() -> None:
    assert normal_words("Ёлка всё ещё стоит") == "елка все еще стоит"


def test_texts_of_nothing_but_names_and_marks_stay_apart() -> None:
    keys = {signature_of(text).exact for text in ("👍", "👎", "@anna", "@oleg", "!!!", "https://a.example", "")}

    assert len(keys) == 7


def test_a_missing_signature_is_like_nothing() -> None:
    assert similarity(b"", b"") == 0
    assert similarity(signature_of("a").values, b"") == 0


@settings(deadline=None)
@given(st.text(max_size=400))
def test_every_text_has_a_signature_of_its_own_that_can_be_stored(text: str) -> None:
    one, again = signature_of(text), signature_of(text)

    assert one == again
    assert (len(one.exact), len(one.values), len(one.bands)) == (32, MINIMA * 4, BANDS)
    assert all(0 <= band < 2**64 for band in one.bands)
    assert similarity(one.values, again.values) == 1
