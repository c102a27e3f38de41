from typing import Final

from mentions.sources.demo.frames import COMPLAINT, NEWS, PRAISE, QUESTION
from mentions.sources.demo.words import DemoBrand, Fire

TERNWAY: Final = DemoBrand(
    slug="ternway",
    name="Ternway",
    colour="#3d5ba9",
    words=("Ternway", "Тернвей"),
    handles=("@ternway",),
    everyday={
        PRAISE: (
            "a great crew on Ternway {moment}",
            "beautiful sunrise from a Ternway window seat {moment}",
            "the nicest steward on Ternway helped my mother",
            "Ternway was on time and the seats are great",
            "lovely service at the Ternway desk {place}",
            "отличный экипаж Тернвей {moment}",
            "чудесный рассвет из окна самолёта Тернвей {moment}",
            "Тернвей вылетел вовремя, удобные кресла",
            "приветливые люди на стойке Тернвей {place}",
        ),
        COMPLAINT: (
            "three weeks without a refund from Ternway and the support is silent",
            "Ternway lost my suitcase {moment} and the desk {place} was closed",
            "the Ternway app logs me out every time I check in {place}",
            "Ternway charged me for a seat that I did not choose {moment}",
            "two hours in a Ternway queue {place} with one open counter",
            "Ternway moved my flight by a day and calls it a small change",
            "Тернвей третью неделю не возвращает деньги за билет, поддержка молчит",
            "Тернвей потерял мой чемодан {moment}, стойка {place} закрыта",
            "приложение Тернвей не даёт зарегистрироваться {place}",
            "задержка Тернвей на два часа {moment}, никто ничего не объяснил",
            "Тернвей взял деньги за место, которое я не выбирала",
        ),
        QUESTION: (
            "how many bags may I take on a Ternway flight {place}?",
            "does Ternway carry skis as sports gear or as a second bag?",
            "is there a quiet row on the Ternway night flight?",
            "which terminal does Ternway use {place} in winter?",
            "сколько сумок можно взять на рейс Тернвей {place}?",
            "лыжи у Тернвей считаются спортивным багажом или второй сумкой?",
            "из какого терминала зимой летает Тернвей {place}?",
            "можно ли в Тернвей взять кошку в салон?",
        ),
        NEWS: (
            "Ternway adds a second daily flight in spring.",
            "Ternway dresses its crews in new uniforms.",
            "Ternway and the airport plan a faster check-in {place}.",
            "Тернвей открывает второй ежедневный рейс весной.",
            "экипажи Тернвей получат новую форму.",
            "Тернвей и аэропорт готовят быструю регистрацию {place}.",
        ),
    },
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
        Fire(
            opening="Ternway threw my grandmother off the flight because her wheelchair did not fit the system",
            opening_author=("Lena Hart", "@lenahart", 31_500),
            network="video",
            repeats=(
                "Ternway threw my grandmother off the flight because her wheelchair did not fit the system",
                "Тернвей высадил мою бабушку с рейса: её коляска не подошла их системе",
            ),
            voices=(
                "She is eighty one. Ternway left her alone at the gate for three hours. Disgusting",
                "I use a wheelchair and fly Ternway on Friday. Now I am afraid, this is awful",
                "Ternway, a system did not do this. Your people did. Apologise",
                "Тернвей, бросить пожилого человека у выхода на посадку это дно",
                "У нас было то же самое с Тернвей в мае, так и не извинились",
                "A disability rights group asks Ternway for the name of the rule that allows this",
            ),
        ),
        Fire(
            opening="Ternway leaked us: my passport is on a forum with everybody who flew in spring. Terrible",
            opening_author=("Kirill Benz", "@kbenz", 18_200),
            network="forum",
            repeats=(
                "Ternway leaked us: my passport is on a forum with everybody who flew in spring. Terrible",
                "Тернвей слил наши данные: мой паспорт на форуме вместе со всеми, кто летал весной. Ужас",
            ),
            voices=(
                "Checked the Ternway leak: my name, my birthday, my card's last digits. Terrible",
                "Ternway, when did you want to tell us about the leak?",
                "Changed every password I have. Thanks for nothing, Ternway",
                "Тернвей, утечка настоящая, там мой рейс и мой паспорт. Когда вы нам скажете?",
                "Кто-нибудь уже подал жалобу на Тернвей из-за утечки данных?",
                "Security weekly: Ternway, please confirm the size of the leak",
            ),
        ),
    ),
)
