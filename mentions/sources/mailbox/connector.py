"""A mailbox: what people write to it, and the alerts that other services send to it. It is read and left as it is.

Messages have numbers that only grow (UID) as long as the mailbox keeps its validity; the cursor is the last one. With
another validity the numbers mean nothing, and the newest are read anew: who they are says their own id.
"""

import re
from datetime import timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from crisisdesk.web.guarded_http import FetchError
from mentions.sources.contract import Asking, Pace, Page
from mentions.sources.item import Item
from mentions.sources.mailbox.guarded_imap import IMAPS, GuardedImap, mailbox
from mentions.sources.mailbox.message import items_of

MESSAGES: Final = 25  # a page
FIRST_LOOK: Final = 50
AFTER_A_NEW_VALIDITY: Final = 500
MOST_OF_ONE: Final = 256 * 1024  # bytes of a message; pictures come behind its words
NUMBER: Final = re.compile(rb"\bUID (\d+)")


class MailboxConnector:
    pace = Pace(usual=timedelta(minutes=2), soonest=timedelta(minutes=1))

    def fetch(self, asking: Asking) -> Page:
        if not asking.secret:
            raise FetchError("denied", _("Enter the password of the mailbox."))
        known = asking.settings
        with mailbox(known["host"], int(known.get("port", IMAPS)), known["user"], asking.secret) as imap:
            validity, count = _examine(imap, known.get("folder") or "INBOX")
            last = _place(imap, asking.cursor, validity, count)
            numbers = _numbers(imap, f"{last + 1}:*", last) if count else []
            items = [item for number in numbers[:MESSAGES] for item in _read(imap, number, validity, asking)]
        reached = numbers[:MESSAGES][-1] if numbers else last
        return Page(items, {"validity": validity, "uid": reached}, more=len(numbers) > MESSAGES)


def _examine(imap: GuardedImap, folder: str) -> tuple[int, int]:
    """Its validity, and how many messages it holds; opened so that nothing is marked as read."""
    state, told = imap.select('"{}"'.format(folder.replace("\\", "\\\\").replace('"', '\\"')), readonly=True)
    if state != "OK":
        raise FetchError("gone", _("The mailbox has no such folder."))
    validity = imap.response("UIDVALIDITY")[1][0]
    count = told[0]
    if not isinstance(count, bytes) or not isinstance(validity, bytes):
        raise FetchError("shape", _("The mail server answers in a form that is not understood."))
    return int(validity), int(count)


def _place(imap: GuardedImap, cursor: Any, validity: int, count: int) -> int:  # noqa: ANN401 -- as it was stored
    """The last number that counts as known."""
    if cursor.get("validity") == validity:
        return int(cursor["uid"])
    newest = AFTER_A_NEW_VALIDITY if cursor else FIRST_LOOK
    if not count:
        return 0
    first = _uids(imap.fetch(str(max(1, count - newest + 1)), "(UID)")[1])
    return min(first, default=1) - 1


def _numbers(imap: GuardedImap, asked: str, last: int) -> list[int]:
    """Of what is newer, the oldest first. `7:*` also names the last message where nothing is newer than 6."""
    return sorted(number for number in set(_uids(imap.uid("FETCH", asked, "(UID)")[1])) if number > last)


def _uids(lines: list[Any]) -> list[int]:
    return [int(found[1]) for line in lines if isinstance(line, bytes) and (found := NUMBER.search(line))]


def _read(imap: GuardedImap, number: int, validity: int, asking: Asking) -> list[Item]:
    """Nothing where it was deleted meanwhile."""
    told = imap.uid("FETCH", str(number), f"(BODY.PEEK[]<0.{MOST_OF_ONE}>)")[1]
    raw = next((part[1] for part in told if isinstance(part, tuple)), b"")
    folder = asking.settings.get("folder") or "INBOX"
    place = f"{asking.settings['user']}/{folder}/{validity}/{number}"
    return items_of(raw, place, asking.now) if raw else []
