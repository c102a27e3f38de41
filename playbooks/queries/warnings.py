"""What a tired person may overlook in a text that goes out in a brand's name (docs/words.md §6).

Warnings advise, they do not forbid: only a slot without words stops a text (`variables.open_slots`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REPEATS_IN_A_THREAD: Final = 3
SERIOUS: Final = 2  # from this level on a joke is one more offence


class Fault(Enum):
    SPECULATION = "speculation"
    BLAME = "blame"
    HALF_APOLOGY = "half_apology"
    LEGALESE = "legalese"
    HUMOUR = "humour"
    NUMBER = "number"
    BANNED = "banned"
    REPEATED = "repeated"


ADVICE: Final[dict[Fault, str | Promise]] = {
    Fault.SPECULATION: _("Speculation. Say only what is confirmed, and what is not known yet."),
    Fault.BLAME: _("This blames the customer. Say what you do instead."),
    Fault.HALF_APOLOGY: _("This is half an apology. Name what happened and say sorry for it, or leave it out."),
    Fault.LEGALESE: _("Legal language. Say it in plain words."),
    Fault.HUMOUR: _("A joke at this level hurts. Take it out."),
    Fault.NUMBER: _("A number. Keep it only if it is confirmed."),
    Fault.BANNED: _("The brand never says this."),
    Fault.REPEATED: _("The same words went out more than 3 times in this thread. Write to this person."),
}

_WORDS: Final[dict[Fault, tuple[str, ...]]] = {
    Fault.SPECULATION: (
        r"probably|presumably|apparently|supposedly|perhaps|(?:we|i) (?:think|guess|suspect|assume)",
        r"(?:it|this) (?:seems|appears)|(?:may|might|could) have (?:been|caused)|most likely|must have been",
        r"вероятно|скорее всего|возможно|наверное|видимо|похоже|предположительно|по-видимому",
        r"(?:мы )?(?:думаем|полагаем|предполагаем|подозреваем)|кажется|судя по всему",
    ),
    Fault.BLAME: (
        r"you should(?: not|n't)? have|your (?:own )?(?:fault|mistake|error)|user error|you failed to",
        r"you (?:must have )?misus\w+|you did(?: not|n't) (?:read|follow)|(?:customers?|guests?|users?) misus\w+",
        r"вы сами|(?:по )?вашей вин\w+|ваша (?:вина|ошибка)|вы должны были|вам следовало|надо было",
        r"неправильно (?:использ\w+|поняли)|вы не (?:прочитали|читали|выполнили)",
    ),
    Fault.HALF_APOLOGY: (
        r"if any(?:one|body) (?:was|were|is|has been|feels?|felt) \w+|if you (?:were|are|feel|felt) offended",
        r"(?:sorry|apologi[sz]e) (?:if|that you feel|you feel)|any offen[cs]e (?:this )?(?:may|might)",
        r"mistakes were made",
        r"если (?:кто-то|кого-то|кому-то|вас|вы|вам) (?:\w+ )?(?:обид\w+|задел\w*|оскорб\w+|показалось|расстро\w+)",
        r"если (?:обидели|задели|оскорбили)|сожалеем,? что вам показалось|извин\w+,? если|были допущены ошибки",
    ),
    Fault.LEGALESE: (
        r"without prejudice|hereby|pursuant to|aforementioned|herein|thereof|allegations? (?:is|are) denied",
        r"(?:no|accept|admit|deny) (?:any )?liability|to the fullest extent|legal proceedings",
        r"без признания вины|настоящим|вышеуказанн\w+|нижеследующ\w+",
        r"в соответствии с (?:действующим )?законодательств\w+",
        r"не нес[её]м ответственности|надлежащим образом|в установленном порядке|в судебном порядке",
    ),
    Fault.HUMOUR: (
        r"lol|lmao|rofl|(?:ha){2,}h?|just kidding|jk",
        r"а?(?:ха){2,}х?|лол|ржу|шутк[аиу]|шутим",
    ),
    Fault.NUMBER: (
        r"\d[\d\s.,]{0,15}(?:%|per ?cent|million|people|persons|customers|guests|users|accounts|cases)",
        r"\d[\d\s.,]{0,15}(?:injured|victims|dead|процент\w*|млн|человек\w*|люд\w+|клиент\w*|гост\w+)",
        r"\d[\d\s.,]{0,15}(?:пользовател\w+|пострадавш\w+|погибш\w+|случа\w+)",
    ),
}
_PATTERNS: Final = {
    fault: re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE) for fault, words in _WORDS.items()
}
_GRIN: Final = re.compile(
    "[\U0001f600-\U0001f606\U0001f609\U0001f60b\U0001f60f\U0001f61b-\U0001f61d\U0001f643\U0001f923]"
)


@dataclass(frozen=True)
class OutgoingWarning:
    fault: Fault
    words: str  # as they stand in the text; empty when the whole text is meant

    @property
    def advice(self) -> str | Promise:
        return ADVICE[self.fault]


def warnings_about(
    text: str, *, level: int = 0, banned: Iterable[str] = (), times_in_thread: int = 0
) -> list[OutgoingWarning]:
    """In the order of the text's reading; the same words are named once."""
    found = list(dict.fromkeys(_found(text, level, banned)))
    if times_in_thread > REPEATS_IN_A_THREAD:
        found.append(OutgoingWarning(Fault.REPEATED, ""))
    return found


def _found(text: str, level: int, banned: Iterable[str]) -> Iterator[OutgoingWarning]:
    for fault, pattern in _PATTERNS.items():
        if fault is Fault.HUMOUR and level < SERIOUS:
            continue
        for match in pattern.finditer(text):
            yield OutgoingWarning(fault, match[0].strip())
    if level >= SERIOUS:
        for match in _GRIN.finditer(text):
            yield OutgoingWarning(Fault.HUMOUR, match[0])
    for word in banned:
        if word and (said := re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)):
            yield OutgoingWarning(Fault.BANNED, said[0])
