"""The first, honest reading of tone."""

import pytest

from mentions.classification.seeds import load_seeds
from mentions.classification.tone import ANALYZER, read_tones
from mentions.enums import Tone

# Our own sentences, none of which is a seed.
SENTENCES = [
    ("You lost my suitcase and nobody picks up the phone", Tone.NEGATIVE),
    ("Worst hotel of my life, the bed was broken and the staff shouted at us", Tone.NEGATIVE),
    ("Украли деньги с карты, а банк только разводит руками", Tone.NEGATIVE),
    ("Отравились всей компанией, больше ни ногой", Tone.NEGATIVE),
    ("Which bus goes from the airport to the centre?", Tone.NEUTRAL),
    ("The company will publish its results on Thursday", Tone.NEUTRAL),
    ("Подскажите, до скольки работает офис в субботу?", Tone.NEUTRAL),
    ("Банк откроет отделение в Твери", Tone.NEUTRAL),
    ("Thank you, the crew was wonderful and we landed early", Tone.POSITIVE),
    ("Delicious soup and a very kind waiter", Tone.POSITIVE),
    ("Спасибо, очень быстро помогли", Tone.POSITIVE),
    ("Отличный отель, вернёмся ещё", Tone.POSITIVE),
]


def test_clear_sentences_are_read_as_people_mean_them() -> None:
    assert not {text for text, _ in SENTENCES} & {text for text, _ in load_seeds()}

    readings = read_tones([text for text, _ in SENTENCES])

    assert [reading.tone for reading in readings] == [tone for _, tone in SENTENCES]


def test_shares_make_a_whole_and_name_their_analyzer() -> None:
    for reading in read_tones(["My bag is gone", "", "👍", "@anna https://example.com", "слово " * 5_000]):
        assert reading.negative + reading.neutral + reading.positive == pytest.approx(1, abs=0.001)
        assert min(reading.negative, reading.neutral, reading.positive) >= 0
        assert reading.analyzer == ANALYZER


def test_who_is_addressed_does_not_change_the_tone() -> None:
    plain, addressed = read_tones(["my bag is gone", "RT @worst_ever: @united my bag is gone https://t.co/awful"])

    assert plain == addressed


def test_the_order_of_a_batch_is_kept_and_nobody_changes_a_neighbour() -> None:
    texts = [f"{text} {number}" for number in range(20) for text, _ in SENTENCES]

    together = read_tones(texts)

    alone = [read_tones([text])[0] for text in texts[::37]]
    assert [reading.tone for reading in together[::37]] == [reading.tone for reading in alone]
    assert [reading.negative for reading in together[::37]] == pytest.approx(
        [each.negative for each in alone], abs=0.01
    )


def test_nothing_to_read_is_no_reading() -> None:
    assert read_tones([]) == []


def test_seeds_are_many_balanced_and_each_written_once() -> None:
    seeds = load_seeds()
    counts = [sum(tone == each for _, tone in seeds) for each in Tone]

    assert len({text for text, _ in seeds}) == len(seeds) > 400
    assert min(counts) > len(seeds) / 5
