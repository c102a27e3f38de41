"""What the browser sends while somebody types."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from crisisdesk.web.refusals import RefusableForm

LONGEST: Final = 200_000


class KeptText(forms.CharField):
    def to_python(self, value: Any) -> str:  # noqa: ANN401 -- Django's signature
        """PostgreSQL cannot keep a NUL, and nobody misses one."""
        return str(super().to_python(value)).replace("\x00", "")


class DraftForm(RefusableForm):
    key = KeptText(max_length=120)
    text = KeptText(
        required=False,
        strip=False,
        max_length=LONGEST,
        error_messages={"max_length": _("This text is too long to be kept. Copy it to a safe place.")},
    )
