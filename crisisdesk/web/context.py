"""What every page may know of this installation."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DEMO_PASSWORD: Final = "crisisdesk-demo"  # noqa: S105 -- the demo world's, printed on its own sign-in page
DEMO_PEOPLE: Final = (
    ("owner@demo.crisisdesk.test", pgettext_lazy("role", "Owner")),
    ("admin@demo.crisisdesk.test", _("Admin")),
    ("approver@demo.crisisdesk.test", _("Approver")),
    ("agent@demo.crisisdesk.test", _("Agent")),
    ("viewer@demo.crisisdesk.test", _("Viewer")),
)


def installation(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 -- Django's signature
    """`demo` is who may sign in for a look; never outside of demo mode."""
    return {"demo": DEMO_PEOPLE, "demo_password": DEMO_PASSWORD} if settings.DEMO else {}
