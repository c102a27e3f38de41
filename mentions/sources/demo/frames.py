"""What people say around the matter itself. With it two complaints about one thing are two stories, as in life."""

from typing import Final

PRAISE: Final = "praise"
COMPLAINT: Final = "complaint"
QUESTION: Final = "question"
NEWS: Final = "news"
ENGLISH: Final = "en"
RUSSIAN: Final = "ru"

# Openers and closers by kind and language.
FRAMES: Final[dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]]] = {
    (PRAISE, ENGLISH): (
        (
            "What a lovely surprise {place}!",
            "So happy {moment}:",
            "Wonderful people!",
            "Love this:",
            "My favourite place for years:",
            "Great day {moment}!",
            "I am so glad I came {moment}:",
            "Beautiful work:",
        ),
        (
            "Great work, thank you.",
            "Wonderful, I am so happy.",
            "Perfect, thank you!",
            "Amazing, well done.",
            "You made my day, thank you.",
            "Love it, thank you so much!",
            "Excellent, five stars.",
            "Happy to come again, wonderful place.",
        ),
    ),
    (COMPLAINT, ENGLISH): (
        (
            "I have been patient for weeks and now I am done.",
            "Honestly, this is the second time {moment}.",
            "Not how I wanted to spend my day off {place}.",
            "Paid a lot of money and this is what I get.",
            "Before anybody else makes my mistake:",
            "I wanted to like you, I really did.",
            "Wrote to support four times, got four copies of one letter.",
            "What a miserable start of the week.",
        ),
        (
            "Terrible, and nobody even says sorry.",
            "Very disappointed, never again.",
            "I want my money back.",
            "This is simply bad service.",
            "Does anybody there read these messages at all?",
            "Awful. I expected better from you.",
            "Waste of time and nerves.",
            "Fix it, please, it is embarrassing.",
        ),
    ),
    (QUESTION, ENGLISH): (
        (
            "Quick question to those who know:",
            "Planning next week with my sister, so tell me,",
            "Could not find it on the site.",
            "Asking for a friend who has no account here:",
            "Maybe a silly question {place}, but",
            "Does anybody have experience with this?",
            "Before I place an order:",
            "Hello, one thing is not clear to me.",
        ),
        (
            "A short answer is enough.",
            "The page for questions does not mention it.",
            "I need to know before Friday.",
            "Links are welcome.",
            "The chat told me to ask here.",
            "Both answers are fine, I only have to plan.",
            "A colleague is sure that it is so.",
            "Writing from the phone, excuse the typos.",
        ),
    ),
    (PRAISE, RUSSIAN): (
        (
            "Какой приятный сюрприз {place}!",
            "Очень рада {moment}:",
            "Спасибо от всей семьи!",
            "Прекрасный день:",
            "Любимое место уже много лет:",
            "Отлично провели время {moment}!",
            "Замечательно:",
            "Как приятно:",
        ),
        (
            "Отлично, спасибо вам.",
            "Замечательно, я очень рада.",
            "Идеально, спасибо!",
            "Супер, молодцы!",
            "Спасибо большое, обожаю!",
            "Всем советую, прекрасно.",
            "Вы лучшие, спасибо!",
            "Прекрасная работа, спасибо.",
        ),
    ),
    (COMPLAINT, RUSSIAN): (
        (
            "Терпела несколько недель, больше не могу.",
            "Честно говоря, это уже второй раз {moment}.",
            "Не так я хотел провести выходной {place}.",
            "Заплатили немалые деньги и получили вот это.",
            "Пока никто не повторил моей ошибки:",
            "Я хотела вас полюбить, правда.",
            "Написал в поддержку четыре раза, получил четыре одинаковых письма.",
            "Отвратительное начало недели.",
        ),
        (
            "Ужасно, и никто даже не извинился.",
            "Очень разочарована, больше никогда.",
            "Верните деньги.",
            "Это просто плохой сервис.",
            "Там вообще кто-нибудь читает эти сообщения?",
            "Кошмар. Ждала от вас лучшего.",
            "Зря потраченное время и нервы.",
            "Исправьте, пожалуйста, стыдно за вас.",
        ),
    ),
    (QUESTION, RUSSIAN): (
        (
            "Вопрос к тем, кто знает:",
            "Планируем с сестрой следующую неделю, подскажите,",
            "На сайте не нашла.",
            "Спрашиваю за подругу, её тут нет:",
            "Может, глупый вопрос, но {place}",
            "Есть у кого-нибудь опыт?",
            "Хочу понять до заказа {moment}:",
            "Здравствуйте, одно мне неясно.",
        ),
        (
            "Хватит короткого ответа.",
            "В разделе вопросов об этом ничего нет.",
            "Нужно знать до пятницы.",
            "Можно ссылкой.",
            "В чате сказали спросить здесь.",
            "Подойдёт любой ответ, мне надо только спланировать.",
            "Коллега уверен, что да.",
            "Пишу с телефона, простите за опечатки.",
        ),
    ),
    (NEWS, ENGLISH): (
        ("City Courier:", "From the morning paper:", "Seen in the trade news:", "Local radio says:"),
        ("",),
    ),
    (NEWS, RUSSIAN): (("Городской курьер:", "Из утренних новостей:", "Пишет деловая газета:", "Радио города:"), ("",)),
}
