"""VK: public posts that name the brand, through newsfeed.search, with a service token or one of a person.

A question shows at most 1,000 results however its pages are turned, so it is walked back by time and its pages are
never turned. Faults come with status 200 and a number of their own.
"""

from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from crisisdesk.web.guarded_http import FetchError
from mentions.cleaning import clean_line
from mentions.sources.backwards import Turns, Walk
from mentions.sources.contract import Asking, Pace, Page
from mentions.sources.interface import Answer, not_understood, tell, trusted
from mentions.sources.vk.posts import item_of, voices_of

VERSION: Final = "5.199"
POSTS: Final = 200  # the most that one answer holds
FIRST_LOOK: Final = timedelta(days=1)  # as far as the search looks when it is given no beginning
OVERLAP: Final = timedelta(minutes=15)
WAITS: Final = {6: timedelta(seconds=1), 9: timedelta(minutes=10), 29: timedelta(hours=6)}
NEW_TOKEN: Final = frozenset({5, 14, 28})
OTHER_TOKEN: Final = frozenset({7, 15, 27, 30})
LATEST: Final = 2**32  # what is above is no moment


class VkConnector:
    pace = Pace(usual=timedelta(minutes=3), soonest=timedelta(minutes=1))

    def fetch(self, asking: Asking) -> Page:
        if not asking.words:
            raise FetchError("words", _("The brand has no words to search for. Give it some on its page."))
        turns = Turns(asking.words, asking.cursor)
        walk = Walk.begin(turns.kept, asking.now, first_look=FIRST_LOOK, overlap=OVERLAP)
        answer = _search(turns.question, walk, asking)
        posts = [post for post in answer.rows("response", "items") if _is_whole(post)]
        is_full = len(answer.rows("response", "items")) >= POSTS
        step = walk.went([post["date"] for post in posts], asking.now, is_full=is_full)
        cursor, more = turns.after(step)
        voices = voices_of(answer.member("response", "profiles"), answer.member("response", "groups"))
        note = _("More was said within one second than VK shows.") if step.crowded else ""
        # Three questions a second are allowed to a person's token; a page in its turn is slower than that.
        return Page([item_of(post, voices) for post in reversed(posts)], cursor, note=note, more=more)


def _search(word: str, walk: Walk, asking: Asking) -> Answer:
    said: dict[str, object] = {
        "q": f'"{word}"' if " " in word else word,
        "count": POSTS,
        "extended": 1,
        "fields": "followers_count,members_count,screen_name",
        "start_time": walk.since,
        "v": VERSION,
        "access_token": asking.secret,
    }
    if walk.until is not None:
        said["end_time"] = walk.until
    answer = trusted(tell(f"{settings.VK_API}/newsfeed.search", said), asking.now)
    if (fault := answer.member("error")) is not None:
        raise _fault(fault if isinstance(fault, dict) else {}, answer.host)
    return answer


def _is_whole(post: dict[str, Any]) -> bool:
    return all(isinstance(post.get(name), int) for name in ("id", "owner_id", "date")) and 0 < post["date"] < LATEST


def _fault(fault: dict[str, Any], host: str) -> FetchError:
    number, said = fault.get("error_code"), clean_line(fault.get("error_msg"), 200)
    if number in NEW_TOKEN:
        return FetchError("denied", _("VK does not accept the access token. Enter a new one."))
    if number in OTHER_TOKEN:
        return FetchError("denied", _("VK does not let this token search. The service token of an app may."))
    if number in WAITS:
        return FetchError("busy", _("VK asks to come back later: %(said)s") % {"said": said}, WAITS[number])
    if not isinstance(number, int):
        return not_understood(host, said)
    return FetchError("status", _("VK answers with an error: %(said)s") % {"said": f"{said} ({number})"})
