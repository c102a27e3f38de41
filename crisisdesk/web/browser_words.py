"""What scripts say to people. `#` stands for the figure or the time."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BROWSER_WORDS: Final[dict[str, str | Promise]] = {
    "now": _("now"),
    "minutes": _("# min"),
    "hours": _("# h"),
    "days": _("# d"),
    "saving": _("Saving…"),
    "saved": _("Saved #"),
    "unsaved": _("Not saved. Your text is kept on this page."),
    "restored": _("Your unsent text is back."),
    "refused": _("This cannot be done now. Open the page again."),
    "missing": _("This is not here any more."),
    "forbidden": _("Your role does not allow this."),
    "failed": _("Not saved. Your text is kept on this page. Try again."),
    "offline": _("No connection. Your text is kept on this page."),
    "copied": _("Copied"),
    "show": _("Show"),
    "hide": _("Hide"),
}
