"""What an approver reads: the change, phrase by phrase."""

import pytest

from playbooks.queries.difference import MOST_WORDS, differences


def told(before: str, after: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in differences(before, after)]


def test_a_phrase_goes_and_a_phrase_comes() -> None:
    assert told("We are probably late with it", "Your refund is late with it") == [
        ("removed", "We are probably"),
        ("added", "Your refund is"),
        ("same", " late with it"),
    ]


def test_lines_stand_where_they_stood() -> None:
    assert told("One\n\nTwo", "Eins\n\nZwei") == [
        ("removed", "One"),
        ("added", "Eins"),
        ("same", "\n\n"),
        ("removed", "Two"),
        ("added", "Zwei"),
    ]


@pytest.mark.parametrize(
    ("before", "after"), [("", "New words"), ("Old words", ""), ("Same", "Same"), ("a b c d", "a x c y"), ("é", "é ")]
)
def test_both_texts_can_be_put_together_again(before: str, after: str) -> None:
    pieces = differences(before, after)

    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after


def test_long_texts_are_compared_by_lines() -> None:
    long = "word " * MOST_WORDS

    assert told(long + "\nOne", long + "\nTwo")[1:] == [("removed", "One"), ("added", "Two")]
