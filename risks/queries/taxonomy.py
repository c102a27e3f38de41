"""The categories and example risks a new organization starts with (docs/words.md §5), in both languages.

The first six categories are those of the guide for social-media crises; the rest is field practice.
"""

from dataclasses import dataclass
from typing import Final

from risks.enums import Cluster


@dataclass(frozen=True)
class Example:
    """A risk worth a thought, with a starting score: likelihood and overall impact."""

    title_en: str
    title_ru: str
    likelihood: int
    impact: int


@dataclass(frozen=True)
class KnownCategory:
    code: str
    name_en: str
    name_ru: str
    cluster: Cluster
    words: tuple[str, ...]
    examples: tuple[Example, ...]


TAXONOMY: Final = (
    KnownCategory(
        "CS",
        "Customer service",
        "Обслуживание клиентов",
        Cluster.PREVENTABLE,
        ("rude", "refund", "ignored", "worst service", "хамство", "не вернули деньги", "отвратительный сервис"),
        (
            Example("Rude call-centre agent is recorded", "Грубость оператора попала на запись", 4, 3),
            Example("Refused refund goes viral", "Отказ вернуть деньги разошёлся по сети", 4, 3),
            Example("Support is out for hours", "Поддержка не работает несколько часов", 4, 2),
        ),
    ),
    KnownCategory(
        "PQ",
        "Product or service defect",
        "Дефект товара или услуги",
        Cluster.ACCIDENTAL,
        ("broken", "defect", "poisoned", "recall", "does not work", "брак", "отравились", "отзыв", "не работает"),
        (
            Example("Hair in the soup", "Волос в супе", 4, 3),
            Example("Poisoning or injury by the product", "Отравление или травма из-за товара", 2, 5),
            Example("Product recall", "Отзыв товара", 2, 5),
            Example("Service outage", "Сбой сервиса", 4, 3),
        ),
    ),
    KnownCategory(
        "GV",
        "Board, politics, corruption",
        "Руководство, политика, коррупция",
        Cluster.PREVENTABLE,
        ("bribe", "fraud", "CEO", "lawsuit", "boycott", "взятка", "коррупция", "директор", "бойкот"),
        (
            Example("Chief executive is suspected of corruption", "Руководителя подозревают в коррупции", 2, 5),
            Example("Executive's offensive remark", "Оскорбительное высказывание руководителя", 3, 4),
            Example("Political stance divides customers", "Политическая позиция делит клиентов", 2, 4),
        ),
    ),
    KnownCategory(
        "EM",
        "Employment",
        "Сотрудники",
        Cluster.PREVENTABLE,
        ("fired", "toxic", "unpaid", "harassment", "уволили", "не платят", "токсичный", "домогательства"),
        (
            Example("Unhappy new hire posts about onboarding", "Недовольный новичок пишет о первых днях", 4, 2),
            Example("Strike", "Забастовка", 2, 4),
            Example("Harassment claim", "Обвинение в домогательствах", 2, 5),
            Example("Layoffs leak", "Утечка о сокращениях", 3, 4),
        ),
    ),
    KnownCategory(
        "IN",
        "Unstable company",
        "Нестабильность компании",
        Cluster.ACCIDENTAL,
        ("leaving", "bankrupt", "layoffs", "уходит", "банкротство", "сокращения"),
        (
            Example("Key people leave", "Уходят ключевые люди", 3, 3),
            Example("Rumour of insolvency", "Слух о банкротстве", 2, 5),
            Example("Merger leaks", "Утечка о слиянии", 2, 3),
        ),
    ),
    KnownCategory(
        "LR",
        "Late or missing reaction",
        "Запоздалая реакция",
        Cluster.PREVENTABLE,
        ("no answer", "deleted", "ignored", "не отвечают", "удалили", "игнорируют"),
        (
            Example("Complaints stay unanswered", "Жалобы остаются без ответа", 4, 3),
            Example("Comments are deleted", "Комментарии удаляют", 3, 4),
            Example("Contradictory answers", "Противоречивые ответы", 3, 3),
        ),
    ),
    KnownCategory(
        "OC",
        "Own content misfire",
        "Неудачная публикация",
        Cluster.PREVENTABLE,
        ("tone-deaf", "offensive", "cringe", "неуместно", "оскорбительно"),
        (
            Example("Insensitive post", "Бестактная публикация", 3, 4),
            Example("Post from the wrong account", "Публикация не с того аккаунта", 3, 2),
            Example("Scheduled post during a tragedy", "Запланированный пост в день трагедии", 2, 4),
            Example("Hashtag is hijacked", "Хештег перехвачен", 2, 3),
        ),
    ),
    KnownCategory(
        "AC",
        "Account and data security",
        "Безопасность аккаунтов и данных",
        Cluster.VICTIM,
        ("hacked", "leak", "fake account", "взломали", "утечка", "фейк"),
        (
            Example("Account is hacked", "Аккаунт взломан", 2, 4),
            Example("Data breach", "Утечка данных", 2, 5),
            Example("Impersonation", "Аккаунт-двойник", 3, 3),
        ),
    ),
    KnownCategory(
        "MI",
        "Misinformation, coordinated attack",
        "Дезинформация, атака",
        Cluster.VICTIM,
        ("fake", "scam", "is it true", "фейк", "мошенники", "правда ли"),
        (
            Example("False story spreads", "Расходится ложная история", 3, 4),
            Example("Bot raid or review bombing", "Налёт ботов, вал плохих отзывов", 3, 3),
            Example("Deepfake", "Дипфейк", 2, 4),
        ),
    ),
    KnownCategory(
        "PA",
        "Partners, influencers, suppliers",
        "Партнёры",
        Cluster.ACCIDENTAL,
        ("partner", "ambassador", "supplier", "партнёр", "амбассадор", "поставщик"),
        (
            Example("Ambassador scandal", "Скандал с амбассадором", 3, 3),
            Example("Labour abuse at a supplier", "Нарушения прав работников у поставщика", 2, 4),
        ),
    ),
    KnownCategory(
        "LE",
        "Legal, regulatory",
        "Право и регулирование",
        Cluster.PREVENTABLE,
        ("sued", "fine", "illegal", "GDPR", "суд", "штраф", "незаконно", "персональные данные"),
        (
            Example("Fine or probe", "Штраф или проверка", 2, 4),
            Example("Undisclosed advertising", "Реклама без пометки", 3, 2),
            Example("Privacy complaint", "Жалоба на обработку данных", 3, 3),
        ),
    ),
    KnownCategory(
        "ES",
        "Ethics, environment, society",
        "Этика, экология, общество",
        Cluster.PREVENTABLE,
        ("racist", "greenwashing", "discrimination", "дискриминация", "экология"),
        (
            Example("Accusation of greenwashing", "Обвинение в гринвошинге", 3, 4),
            Example("Discrimination claim", "Обвинение в дискриминации", 2, 5),
        ),
    ),
    KnownCategory(
        "SF",
        "Safety, external events",
        "Безопасность, внешние события",
        Cluster.VICTIM,
        ("accident", "fire", "injured", "авария", "пожар", "пострадали"),
        (
            Example("Accident on site", "Авария на объекте", 1, 5),
            Example("Natural disaster", "Стихийное бедствие", 1, 4),
        ),
    ),
    KnownCategory(
        "PR",
        "Price and terms",
        "Цены и условия",
        Cluster.PREVENTABLE,
        ("overpriced", "hidden fee", "дорого", "скрытая комиссия"),
        (
            Example("Backlash over a price rise", "Возмущение ростом цен", 4, 3),
            Example("Hidden fee", "Скрытая комиссия", 3, 3),
            Example("Loved feature is cancelled", "Отменена любимая функция", 3, 2),
        ),
    ),
)
