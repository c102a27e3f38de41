"""Response templates as a person asked for them, and how one reads when it is filled."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from accounts.models import Membership
from playbooks.enums import Stage, TemplateStatus
from playbooks.models import ResponseTemplate
from playbooks.queries.variables import Variable, fill, variables_in
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


# What a preview puts into the slots.
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
LANGUAGE_WORDS: Final = {"en": "English", "ru": "Русский"}


@dataclass(frozen=True)
class Preview:
    """One language of a template, with a made-up case in its slots."""

    language: str
    word: str
    filled: str
    variables: list[Variable]
    warnings: list[OutgoingWarning]


def previews(template: ResponseTemplate) -> list[Preview]:
    return [
        Preview(
            language=row.language,
            word=LANGUAGE_WORDS.get(row.language, row.language),
            filled=fill(row.text, SAMPLES.get(row.language, SAMPLES["en"])),
            variables=variables_in(row.text),
            warnings=warnings_about(row.text),
        )
        for row in template.texts.all()
    ]
