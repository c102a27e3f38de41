from typing import Final

from mentions.sources.demo.frames import COMPLAINT, NEWS, PRAISE, QUESTION
from mentions.sources.demo.words import DemoBrand, Fire

BELYI_CHAI: Final = DemoBrand(
    slug="belyi-chai",
    name="Belyi Chai",
    colour="#2f7d6b",
    words=("Belyi Chai", "Белый чай", "belychai"),
    handles=("@belyichai",),
    everyday={
        PRAISE: (
            "the jasmine tea at Belyi Chai is wonderful",
            "such a kind waitress at Belyi Chai {place}",
            "Belyi Chai gave our happy kids a free honey cake {moment}",
            "the new cups at Belyi Chai are beautiful",
            "the best breakfast in town is at Belyi Chai",
            "чай с жасмином в «Белый чай» прекрасен",
            "такая приветливая официантка в «Белый чай» {place}",
            "в «Белый чай» детям {moment} подарили вкусный медовик",
            "в «Белый чай» очень уютно и вкусно",
        ),
        COMPLAINT: (
            "forty minutes for one soup at Belyi Chai {place} {moment}",
            "Belyi Chai charged my card twice and the bank wants me to wait five days",
            "cold tea and a sticky table at Belyi Chai {place}",
            "the Belyi Chai app swallowed all my points {moment}",
            "Belyi Chai {place} did not let us in with the dog although the site says dogs are welcome",
            "Belyi Chai raised the price of the breakfast set again",
            "в «Белый чай» {place} сорок минут ждали один суп {moment}",
            "«Белый чай» дважды списал деньги с карты, банк просит ждать пять дней",
            "холодный чай и липкий стол в «Белый чай» {place}",
            "приложение «Белый чай» съело все мои баллы {moment}",
            "в «Белый чай» {place} опять сломан терминал, наличных ни у кого нет",
        ),
        QUESTION: (
            "does Belyi Chai {place} take a table for six on Friday?",
            "is Belyi Chai {place} open on the holiday?",
            "does Belyi Chai deliver to the offices {place}?",
            "is there a children's menu at Belyi Chai?",
            "принимает ли «Белый чай» {place} заказ столика на шестерых в пятницу?",
            "работает ли «Белый чай» {place} в праздник?",
            "возит ли «Белый чай» обеды в офисы {place}?",
            "есть ли в «Белый чай» детское меню?",
        ),
        NEWS: (
            "Belyi Chai opens its fourteenth tea room {place}.",
            "Belyi Chai is looking for thirty baristas before spring.",
            "Belyi Chai and the museum show teapots of three centuries {place}.",
            "«Белый чай» открывает четырнадцатую чайную {place}.",
            "«Белый чай» ищет тридцать бариста до весны.",
            "«Белый чай» и музей покажут чайники трёх веков {place}.",
        ),
    },
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
                "The laugh is the worst part. Belyi Chai, shame on your managers",
                "Белый чай, вы вообще смотрите, что творится на вашей кухне? Отвратительно",
                "Была там вчера, кухня без сеток для волос. Белый чай, позор",
                "Журналист городского канала: Белый чай, просим комментарий о случае на Пушкинской",
            ),
        ),
        Fire(
            opening="Belyi Chai: a waiter mocked my mother's accent in front of the whole room. I have it on video",
            opening_author=("Dilya Karimova", "@dilya.k", 21_700),
            network="video",
            repeats=(
                "Belyi Chai: a waiter mocked my mother's accent in front of the whole room. I have it on video",
                "Белый чай: официант унизил мою маму, передразнивал акцент на весь зал. Стыд, есть видео",
            ),
            voices=(
                "I was in that room. Everyone heard it, nobody from Belyi Chai said a word. Shameful",
                "Belyi Chai, is this how you train people? My family comes to you every week. No more",
                "The video of the Belyi Chai waiter is everywhere already. Where is the apology?",
                "Белый чай, ждём извинений перед этой женщиной. Стыдно смотреть",
                "Мы тоже говорим с акцентом. Белый чай, нам к вам нельзя? Позор",
                "City Courier here: Belyi Chai, we would like your comment on the video before 18:00",
            ),
        ),
        Fire(
            opening="Poisoned at Belyi Chai: four of us ate there last night, all four are in hospital, terrible",
            opening_author=("Artem Sova", "@sova_artem", 9_300),
            network="microblog",
            repeats=(
                "Poisoned at Belyi Chai: four of us ate there last night, all four are in hospital, terrible",
                "Отравились в «Белый чай»: вчера вчетвером ужинали, сегодня все четверо в больнице, ужас",
            ),
            voices=(
                "Same dinner, same fever, I am so sick. Belyi Chai, what was in that awful salad?",
                "Has anybody told the inspection about Belyi Chai? People are ill, this is dangerous",
                "Belyi Chai is still serving that salad right now. Close the kitchen!",
                "Белый чай, у меня ребёнок отравился после вашего салата. Что вы молчите?",
                "Роспотребнадзор в курсе? Белый чай работает как ни в чём не бывало. Ужас",
                "Радио города: сколько пострадавших после ужина в «Белый чай»? Ждём ответа",
            ),
        ),
    ),
)
