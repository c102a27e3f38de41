"""Which brands a text speaks of, as people inflect, tag and misspace them."""

from dataclasses import dataclass, field

import pytest

from mentions.matching.brand_words import Hit, Matcher, folded, forms_of


@dataclass
class Brand:
    pk: int
    words: list[str]
    handles: list[str] = field(default_factory=list)


SBER = Brand(1, ["Сбербанк", "Sberbank"])
TEA = Brand(2, ["Белый чай", "Belyi Chai"], ["@belyichai"])
UNITED = Brand(3, ["United", "United Airlines"], ["@united"])
KYOTO = Brand(4, ["京都"])
MATCHER = Matcher.for_brands([SBER, TEA, UNITED, KYOTO])


def named(text: str) -> list[tuple[int, str]]:
    return [(hit.brand_id, text[hit.start : hit.end]) for hit in MATCHER.match(text)]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("Карта Сбербанка не работает", [(1, "Сбербанка")]),
        ("ходил к сбербанку, потом со СБЕРБАНКОМ", [(1, "сбербанку"), (1, "СБЕРБАНКОМ")]),
        ("#Сбербанк и «Сбербанк»", [(1, "Сбербанк"), (1, "Сбербанк")]),
        ("В «Белом чае» холодно, Белого чая нет", [(2, "Белом чае"), (2, "Белого чая")]),
        ("спросите @belyichai или @BelyiChai!", [(2, "@belyichai"), (2, "@BelyiChai")]),
        ("@united @UNITED thanks, United", [(3, "@united"), (3, "@UNITED"), (3, "United")]),
        ("Fly United Airlines", [(3, "United Airlines")]),
        ("私は京都にいます", [(4, "京都")]),
        ("sberbank и United", [(1, "sberbank"), (3, "United")]),
    ],
)
def test_brands_are_found_as_people_write_them(text: str, hits: list[tuple[int, str]]) -> None:
    assert named(text) == hits


@pytest.mark.parametrize(
    "text",
    ["", "reunited", "Unitedness", "Сбербанкомат", "united_x", "белый снег, крепкий чай", "@belyichai2", "Сбербан"],
)
def test_parts_of_other_words_are_not_brands(text: str) -> None:
    assert named(text) == []


def test_a_hit_names_the_word_as_the_brand_wrote_it() -> None:
    [hit] = MATCHER.match("👍 Ужас: Сбербанку всё равно")

    assert hit == Hit(1, "Сбербанк", 8, 17)


def test_positions_are_those_of_the_text_that_is_shown() -> None:
    text = "İİİ \u200bСбербанк\u00ad ёЁ United"

    assert [text[hit.start : hit.end] for hit in MATCHER.match(text)] == ["Сбербанк", "United"]


def test_two_brands_may_share_a_word() -> None:
    matcher = Matcher.for_brands([Brand(1, ["Orion"]), Brand(2, ["Орион", "orion"])])

    assert {hit.brand_id for hit in matcher.match("Orion and орионом")} == {1, 2}


def test_without_brands_and_words_nothing_is_found() -> None:
    assert Matcher.for_brands([]).match("United") == []
    assert Matcher.for_brands([Brand(1, ["", "  "])]).match("United") == []


def test_words_that_do_not_inflect_stay_as_they_are() -> None:
    assert forms_of("Apple") == ["apple"]
    assert forms_of("  ") == []


def test_an_invented_word_is_inflected_as_russians_would() -> None:
    assert {"халсира", "халсиры", "халсиру", "халсирой", "халсире"} <= set(forms_of("Халсира"))


def test_the_query_of_a_stranger_cannot_break_the_matcher() -> None:
    brand = Brand(1, ["(", "a" * 200, "*", "\\", "ё" * 50, "и на по", "слово " * 30])

    assert isinstance(Matcher.for_brands([brand]).match("(a*\\ и на по"), list)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("ΟΔΟΣ οδός ΟΔΟΣΑ", "οδοσ οδόσ οδοσα"),
        ("İSTANBUL ЁЛКА", "İstanbul елка"),
        ("ПРИВЕТ, Straße", "привет, straße"),
    ],
)
def test_letters_are_folded_one_by_one_wherever_they_stand(text: str, plain: str) -> None:
    assert (folded(text), len(folded(text))) == (plain, len(text))
