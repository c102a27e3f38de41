"""Why something was not read. A worker writes it down in English, for it knows no reader; here the reader's own."""

import re
from functools import cache
from typing import Final

from django import template
from django.utils.translation import gettext, gettext_noop

register = template.Library()
# The sentences that carry a figure or a word; all others are found in the catalogue as they stand.
WITH_WORDS: Final = (
    gettext_noop("The answer is larger than %(size)s MB."),
    gettext_noop("The file is larger than %(size)s MB. Split it."),
    gettext_noop("The host refuses to show the feed (%(status)s)."),
    gettext_noop("The host asks to come back later (%(status)s)."),
    gettext_noop("The host answers with an error (%(status)s)."),
    gettext_noop("%(host)s asks to come back later (%(status)s)."),
    gettext_noop("%(host)s refuses to answer (%(status)s)."),
    gettext_noop("%(host)s does not know this address (%(status)s)."),
    gettext_noop("%(host)s answers with an error (%(status)s)."),
    gettext_noop("%(host)s answers in a form that is not understood: %(said)s"),
    gettext_noop("%(host)s shows its tags to members only. Enter an access token or choose another server."),
    gettext_noop("%(host)s does not accept the access token. Enter a new one."),
    gettext_noop("Bluesky refuses the question: %(said)s"),
    gettext_noop("VK asks to come back later: %(said)s"),
    gettext_noop("Telegram answers with an error (%(status)s)."),
    gettext_noop("VK answers with an error: %(said)s"),
    gettext_noop("GDELT asks for more patience: %(said)s"),
    gettext_noop("GDELT refuses the question: %(said)s"),
    gettext_noop("Line %(line)s cannot be read as a table row."),
    gettext_noop("Row %(row)s opens a quotation mark that is never closed, so nothing after it can be read."),
    gettext_noop("This is the same post as row %(row)s."),
    gettext_noop("The time “%(time)s” cannot be read."),
    gettext_noop("The time “%(time)s” is too far away."),
)
OF_THE_WORK: Final = gettext_noop("The worker died %(times)s times over this.")
FAULT: Final = re.compile(r"[A-Za-z]+(?:Error|Exception): .*", re.DOTALL)
PLACE: Final = re.compile(r"%\\\((\w+)\\\)s")


@register.filter
def reader_words(reason: str) -> str:
    if not reason:
        return ""
    for sentence, shape in _shapes():
        if found := shape.fullmatch(reason):
            return gettext(sentence) % found.groupdict()
    if FAULT.fullmatch(reason):
        return gettext("A fault that nobody has foreseen: %(fault)s") % {"fault": reason}
    return gettext(reason)


@cache
def _shapes() -> list[tuple[str, re.Pattern[str]]]:
    return [
        (sentence, re.compile(PLACE.sub(r"(?P<\1>.*)", re.escape(sentence)), re.DOTALL))
        for sentence in (*WITH_WORDS, OF_THE_WORK)
    ]
