"""Slots and warnings: what stands in a text before anybody approves it."""

import pytest

from playbooks.queries.variables import fill, open_slots, variables_in
from playbooks.queries.warnings import Fault, warnings_about


@pytest.mark.parametrize(
    ("text", "values", "filled"),
    [
        ("Hello {brand}", {"brand": "Nordwind"}, "Hello Nordwind"),
        ("{ brand } and {brand}", {"brand": "N"}, "N and N"),
        ("{brand}", {"brand": "  "}, "{brand}"),
        ("{brand}", {}, "{brand}"),
        ("{brand}", {"brand": "{contact}", "contact": "secret"}, "{contact}"),
        ("{brand.__class__}", {"brand": "N"}, "{brand.__class__}"),
        ("{0} {} {{brand}}", {"brand": "N"}, "{0} {} {N}"),
        ("%(brand)s $brand", {"brand": "N"}, "%(brand)s $brand"),
        (r"{brand}", {"brand": r"\1 \g<0>"}, r"\1 \g<0>"),
    ],
)
def test_a_slot_is_filled_once_and_nothing_is_run(text: str, values: dict[str, str], filled: str) -> None:
    assert fill(text, values) == filled


def test_slots_that_wait_are_named_once_in_their_order() -> None:
    assert open_slots("At {next_update_at} {brand}, {next_update_at}, {имя}") == ["next_update_at", "brand", "имя"]
    assert open_slots("A smile {:-} and {a b} and {1}") == []


def test_an_unknown_slot_asks_for_itself() -> None:
    assert [(each.name, str(each.label)) for each in variables_in("{brand} {street_name}")] == [
        ("brand", "Brand"),
        ("street_name", "street name"),
    ]


@pytest.mark.parametrize(
    ("text", "fault", "words"),
    [
        ("It was probably the oven.", Fault.SPECULATION, "probably"),
        ("Скорее всего, виновата печь.", Fault.SPECULATION, "Скорее всего"),
        ("You should have read the label.", Fault.BLAME, "You should have"),
        ("Вы сами открыли пакет.", Fault.BLAME, "Вы сами"),
        ("We are sorry if anyone was offended.", Fault.HALF_APOLOGY, "sorry if"),
        ("If anyone was offended, we regret it.", Fault.HALF_APOLOGY, "If anyone was offended"),
        ("Приносим извинения, если кого-то обидели.", Fault.HALF_APOLOGY, "извинения, если"),
        ("Нам жаль, если вас это задело.", Fault.HALF_APOLOGY, "если вас это задело"),
        ("We accept no liability.", Fault.LEGALESE, "no liability"),
        ("Настоящим сообщаем.", Fault.LEGALESE, "Настоящим"),
        ("About 120 people are ill.", Fault.NUMBER, "120 people"),
        ("Пострадали 12 человек.", Fault.NUMBER, "12 человек"),
        ("78 % of it is back.", Fault.NUMBER, "78 %"),
    ],
)
def test_each_fault_is_found_in_both_languages(text: str, fault: Fault, words: str) -> None:
    assert (fault, words) in [(warning.fault, warning.words) for warning in warnings_about(text)]


@pytest.mark.parametrize(
    "text",
    [
        "We know that your bag is lost. It is in Berlin. You will have it today at 15:00.",
        "Мы знаем, что ваш багаж потерян. Он в Берлине и будет у вас сегодня в 15:00.",
        "Call us at +49 30 1234567 or write to care@nordwind.test.",
        "The improbably tall seems. Невозможное видимость.",
    ],
)
def test_plain_words_pass(text: str) -> None:
    assert warnings_about(text, level=4) == []


def test_a_joke_is_a_fault_only_when_it_is_serious() -> None:
    assert warnings_about("Haha 😂", level=1) == []
    assert [warning.words for warning in warnings_about("Haha 😂", level=2)] == ["Haha", "😂"]


def test_banned_words_are_whole_words_in_any_case() -> None:
    found = warnings_about("Our CHEAP flights, cheaper than all", banned=["cheap", "(", ""])

    assert [(warning.fault, warning.words) for warning in found] == [(Fault.BANNED, "CHEAP")]


def test_the_same_words_more_than_three_times_are_named() -> None:
    assert warnings_about("Sorry", times_in_thread=3) == []
    assert [warning.fault for warning in warnings_about("Sorry", times_in_thread=4)] == [Fault.REPEATED]


def test_advice_has_words_for_every_fault() -> None:
    found = warnings_about("lol probably", level=3, times_in_thread=9)

    assert all(str(warning.advice) for warning in found)


@pytest.mark.parametrize("piece", ["1 ", "ха", "если кого-то ", "{", "you ", "1.", "а" * 50 + " "])
def test_twenty_thousand_letters_of_anything_do_not_stop_the_page(piece: str) -> None:
    text = (piece * 20_000)[:20_000]

    assert isinstance(warnings_about(text, level=4), list)  # patterns that explode would never come back
    assert isinstance(open_slots(text), list)
