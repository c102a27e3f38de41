"""What people say about three invented brands, in English and Russian: everyday talk and three fires."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Fire:
    """The words of one crisis: the first post, those who pass it on, and those who join in."""

    opening: str
    opening_author: tuple[str, str, int]
    network: str
    repeats: tuple[str, ...]
    voices: tuple[str, ...]


@dataclass(frozen=True)
class DemoBrand:
    slug: str
    name: str
    colour: str
    words: tuple[str, ...]
    handles: tuple[str, ...]
    everyday: tuple[str, ...]
    fires: tuple[Fire, ...]


PLACES: Final = ("on Pushkin Street", "by the river station", "in the north wing", "at the airport", "in the old town")
PLACES_RU: Final = ("на Пушкинской", "у речного вокзала", "в северном крыле", "в аэропорту", "в старом городе")
MOMENTS: Final = ("this morning", "yesterday", "last night", "an hour ago", "on Sunday", "twice this week")
MOMENTS_RU: Final = ("утром", "вчера", "вчера вечером", "час назад", "в воскресенье", "дважды за неделю")
REPOST: Final = (
    "{text}",
    "RT: {text}",
    "{text} Unbelievable.",
    "Please share: {text}",
    "{text} #boycott",
    "{text} Кто следующий?",
    "Перешлите всем: {text}",
)

BELYI_CHAI: Final = DemoBrand(
    slug="belyi-chai",
    name="Belyi Chai",
    colour="#2f7d6b",
    words=("Belyi Chai", "Белый чай", "belychai"),
    handles=("@belyichai",),
    everyday=(
        "Third cup of the jasmine blend at Belyi Chai {moment}. Whoever made this, thank you",
        "Belyi Chai {place} closes at 22:00 but the kitchen stops at 21:00. Say so at the door, please",
        "Is there a table for six at Belyi Chai {place} on Friday?",
        "Belyi Chai opens its fourteenth tea room {place}, the local paper writes",
        "The loyalty card of Belyi Chai lost my points {moment}, support answered in ten minutes though",
        "Waited forty minutes for soup at Belyi Chai {place} {moment}. Lovely staff, slow kitchen",
        "Belyi Chai is hiring baristas {place}, full time",
        "Does Belyi Chai deliver {place}? The app does not say",
        "Новый жасминовый чай в «Белый чай» чудесный, выпила третью чашку {moment}",
        "В «Белый чай» {place} опять сломан терминал, платите наличными",
        "Белый чай {place}: сорок минут ждали суп {moment}, официанты вежливые, кухня медленная",
        "Кто-нибудь знает, есть ли у «Белый чай» {place} детское меню?",
        "Белый чай открыл чайную {place}, пишут городские новости",
        "Баллы в приложении Белый чай пропали {moment}, поддержка вернула за десять минут",
        "Белый чай, спасибо за тёплый приём {place} {moment}",
        "Холодный чай и липкий стол в «Белый чай» {place} {moment}. Раньше было лучше",
    ),
    fires=(
        Fire(
            opening="Found a hair in my soup at Belyi Chai on Pushkin Street and the manager just laughed at me",
            opening_author=("Marina Volkova", "@marina.eats", 48_200),
            network="photo",
            repeats=(
                "Found a hair in my soup at Belyi Chai on Pushkin Street and the manager just laughed at me",
                "Нашла волос в супе в «Белый чай» на Пушкинской, а администратор просто рассмеялся мне в лицо",
            ),
            voices=(
                "Same at Belyi Chai last month, and nobody even said sorry. Disgusting",
                "Belyi Chai calls a hair in the soup extra protein. I am never going back",
                "The laugh is the story here. Belyi Chai, what do you teach your managers?",
                "Белый чай, вы вообще смотрите, что творится на вашей кухне? Отвратительно",
                "Была там вчера, кухня без сеток для волос. Белый чай, позор",
                "Журналист городского канала: Белый чай, просим комментарий о случае на Пушкинской",
            ),
        ),
    ),
)

TERNWAY: Final = DemoBrand(
    slug="ternway",
    name="Ternway",
    colour="#3d5ba9",
    words=("Ternway", "Тернвей"),
    handles=("@ternway",),
    everyday=(
        "Ternway boarded on time {moment} and the crew was lovely",
        "Third week without a refund from Ternway, support is silent. Anyone else?",
        "How many bags may I take on a Ternway flight {place}?",
        "Ternway lost my suitcase {moment}, the desk {place} was closed",
        "Ternway adds a second daily flight in spring, the airport says",
        "My Ternway app logs me out every time I check in {place}",
        "Great price on Ternway {moment}, let us see about the legroom",
        "Ternway cabin crew helped my mother {place} {moment}. Thank you so much",
        "Тернвей третью неделю не возвращает деньги за билет, поддержка молчит",
        "Подскажите, можно ли провезти лыжи рейсом Тернвей {place}?",
        "Тернвей потерял мой чемодан {moment}, стойка {place} закрыта",
        "Спасибо экипажу Тернвей, {moment} помогли маме с коляской {place}",
        "Тернвей открывает второй ежедневный рейс весной, сообщает аэропорт",
        "Задержка Тернвей на два часа {moment}, никто ничего не объяснил",
        "Приложение Тернвей не даёт зарегистрироваться {place}",
    ),
    fires=(
        Fire(
            opening="Ternway flight TW418: on the runway since 06:40, the crew is out of water, kids are crying",
            opening_author=("Jonas Reiter", "@jreiter", 12_900),
            network="microblog",
            repeats=(
                "Ternway flight TW418: on the runway since 06:40, the crew is out of water, kids are crying",
                "Рейс TW418 Тернвей: держат в салоне с 06:40, вода кончилась, дети плачут",
            ),
            voices=(
                "Five hours in a hot cabin. Ternway, open the doors! This is dangerous",
                "My sister is on TW418. Ternway tells the relatives nothing at all, shameful",
                "Ternway staff {place} say they know nothing. Terrible service",
                "Тернвей, пять часов без воды в самолёте. Вы в своём уме? Позор",
                "Человеку стало плохо на борту TW418, скорую не пускают. Тернвей молчит",
                "Asking Ternway for a comment on TW418 for the evening news",
            ),
        ),
    ),
)

HALCYRA: Final = DemoBrand(
    slug="halcyra",
    name="Halcyra",
    colour="#a34a7e",
    words=("Halcyra", "Халсира"),
    handles=("@halcyra",),
    everyday=(
        "Is the travel size of the Halcyra night serum sold {place}?",
        "Halcyra day cream after two weeks: skin is calm, smell is nice",
        "My Halcyra parcel came with a broken pump {moment}",
        "Halcyra answers on weekends, did not expect that. Thank you",
        "Does Halcyra test on animals? The site is vague about it",
        "Halcyra raised the price of the serum again. Too expensive for me now",
        "Giveaway in the name of Halcyra asked for my card {moment}, is it real?",
        "Ночная сыворотка Халсира в дорожном формате есть {place}?",
        "Крем Халсира: две недели, кожа спокойная, запах приятный",
        "Посылка Халсира пришла с разбитым дозатором {moment}",
        "Халсира снова подняла цену на сыворотку, теперь дорого",
        "Розыгрыш от имени Халсира просит данные карты. Это правда они?",
        "Халсира отвечает даже в выходные, спасибо",
    ),
    fires=(
        Fire(
            opening="Woke up with a burning rash on both cheeks after one night of the Halcyra serum, batch 2207B",
            opening_author=("Tessa Moor", "@tessamoor", 63_400),
            network="reviews",
            repeats=(
                "Woke up with a burning rash on both cheeks after one night of the Halcyra serum, batch 2207B",
                "Проснулась с жгучей сыпью на щеках после одной ночи с сывороткой Халсира, партия 2207B",
            ),
            voices=(
                "Same batch, same rash. Halcyra, stop selling it, this hurts people",
                "My dermatologist says chemical burn. Halcyra support sent me a discount code. Awful",
                "Халсира, у меня та же партия и та же сыпь. Отзывайте её немедленно",
                "Врач говорит: химический ожог. Халсира прислала промокод. Отвратительно",
                "Is batch 2207B of Halcyra safe or not? Nobody answers",
                "Halcyra, a consumer magazine is asking: how many complaints about batch 2207B?",
            ),
        ),
    ),
)

BRANDS: Final = {brand.slug: brand for brand in (BELYI_CHAI, TERNWAY, HALCYRA)}
AUTHORS: Final = tuple(
    f"@{first}{last}"
    for first in ("anna", "oleg", "mira", "dan", "tess", "yana", "ira", "lev", "nina", "paul", "vera", "igor", "zoe")
    for last in (".k", "_p", "88", ".travel", "_m", "21", ".reads", "_v", ".live", "_one")
)
NETWORKS: Final = ("microblog", "photo", "reviews", "forum", "video")
