"""A form that a rule of the business may refuse: the sentence stands above it and every typed word is kept."""

from collections.abc import Callable
from typing import Any

from django import forms

from crisisdesk.errors import DomainError, StaleState


class RefusableForm(forms.Form):
    """`status` is that of the page that shows it: 200 as long as nobody sent it, 422 or 409 afterwards."""

    stale = False

    def carry_out(self, deed: Callable[..., Any], **words: Any) -> Any:  # noqa: ANN401 -- a service's own words and result
        """What the service gave (True when it gives nothing), or None: then the form says why not."""
        try:
            return deed(**words) or True
        except DomainError as refusal:
            self.stale = isinstance(refusal, StaleState)
            self.add_error(None, str(refusal))
            return None

    @property
    def status(self) -> int:
        if not self.is_bound:
            return 200
        return 409 if self.stale else 422
