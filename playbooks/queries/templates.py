"""Response templates as a person asked for them, and how one reads when it is filled."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from accounts.models import Membership
from playbooks.enums import Stage, TemplateStatus
from playbooks.models import ResponseTemplate
from playbooks.queries.variables import Variable, fill, open_slots, variables_in
from playbooks.queries.warnings import OutgoingWarning, warnings_about


@dataclass(frozen=True)
class TemplateFilter:
    """What stands in the address. A value that means nothing is left out, not an error."""

    stage: str = ""
    status: str = ""
    q: str = ""

    @classmethod
    def read(cls, params: Mapping[str, str]) -> "TemplateFilter":
        stage, status = params.get("stage", ""), params.get("status", "")
        return cls(
            stage=stage if stage in Stage.values else "",
            status=status if status in TemplateStatus.values else "",
            q=params.get("q", "").replace("\0", "")[:120],
        )


def listed_templates(member: Membership, wanted: TemplateFilter) -> QuerySet[ResponseTemplate]:
    """Two queries with their texts. All states unless one is asked for."""
    rows = ResponseTemplate.objects.for_member(member)
    rows = rows.select_related("category", "brand", "author__user", "approved_by__user").prefetch_related("texts")
    if wanted.stage:
        rows = rows.filter(stage=wanted.stage)
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.q:
        rows = rows.filter(name__icontains=wanted.q)
    return rows.order_by("stage", "name")


# What a preview puts into the slots, and the post it answers.
SAMPLES: Final = {
    "en": {
        "brand": "Belyi Chai",
        "incident": "a hair in the soup on Pushkin Street",
        "channel": "X",
        "what_we_know": "a guest found a hair in her soup at noon.",
        "what_we_do_not_know": "how it got there.",
        "concern": "Nobody should find this on their table, and we are sorry.",
        "action_now": "The kitchen is closed for a check since 12:00.",
        "protect_yourself": "Leave the dish and call us to the table.",
        "next_update_at": "15:00",
        "contact": "care@belyichai.example",
        "spokesperson": "Anna Kern, head of service",
    },
    "ru": {
        "brand": "Белый чай",
        "incident": "волос в супе на Пушкинской",
        "channel": "X",
        "what_we_know": "гостья нашла волос в супе в полдень.",
        "what_we_do_not_know": "как он туда попал.",
        "concern": "Такого не должно быть на столе, и нам жаль.",
        "action_now": "Кухня закрыта на проверку с 12:00.",
        "protect_yourself": "Отставьте блюдо и позовите нас.",
        "next_update_at": "15:00",
        "contact": "care@belyichai.example",
        "spokesperson": "Анна Керн, руководитель сервиса",
    },
}
POSTS: Final = {
    "en": "Found a hair in my soup at Belyi Chai and the manager just laughed at me.",
    "ru": "Нашла волос в супе в «Белом чае», а менеджер только посмеялся.",
}
LANGUAGE_WORDS: Final = {"en": "English", "ru": "Русский"}


@dataclass(frozen=True)
class Preview:
    """One language of a template, with a made-up case in its slots."""

    language: str
    word: str
    sample: str
    filled: str
    variables: list[Variable]
    warnings: list[OutgoingWarning]

    @property
    def unknown(self) -> str:
        """Slots that no made-up case knows."""
        return ", ".join(f"{{{name}}}" for name in open_slots(self.filled))


def texts_of(template: ResponseTemplate) -> dict[str, str]:
    return {row.language: row.text for row in template.texts.all()}


def previews(texts: Mapping[str, str]) -> list[Preview]:
    """`texts` by language; one without words is left out."""
    return [
        Preview(
            language=language,
            word=LANGUAGE_WORDS.get(language, language),
            sample=POSTS.get(language, POSTS["en"]),
            filled=fill(text, SAMPLES.get(language, SAMPLES["en"])),
            variables=variables_in(text),
            warnings=warnings_about(text),
        )
        for language, text in texts.items()
        if text.strip()
    ]
