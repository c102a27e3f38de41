"""How allauth speaks for us.

Signing in and asking for a new password answer the same whether an address is known or not. Signing up
cannot: nobody waits for a mail there, so it says that the address is taken, and is limited by rate instead.
"""

import logging
import smtplib
from http import HTTPStatus
from typing import Any, ClassVar, Final

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from crisisdesk.errors import DomainError

logger = logging.getLogger(__name__)
LOCKED_OUT: Final = "too_many_login_attempts"
# Nobody is kept out because this one did not leave: the address may be confirmed later.
NOT_VITAL: Final = "account/email/email_confirmation"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This address and this password do not belong together."),
        "email_taken": _("This address has an account. Sign in, or reset the password."),
        "incorrect_password": _("This is not your password."),
        LOCKED_OUT: _("Too many wrong passwords. Wait 5 minutes, or reset the password."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the person's own language, when they are known and have one; at once, because they wait for it."""
        language = getattr(context.get("user"), "language", "") or translation.get_language()
        try:
            with translation.override(language):
                super().send_mail(template_prefix, email, context | {"site_url": settings.SITE_URL})
        except (OSError, smtplib.SMTPException) as away:
            logger.warning("Mail %s did not leave: %s", template_prefix, away)
            if not template_prefix.startswith(NOT_VITAL):
                raise DomainError(_("The mail did not leave. Try again in a few minutes.")) from away

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 -- allauth's signature
        return reverse("accounts:me")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Of this installation, whatever host the request names."""
        uid, token = key.split("-", 1)
        return settings.SITE_URL + reverse("account_reset_password_from_key", args=[uid, token])

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:  # noqa: ANN401, ARG002 -- allauth's signature
        return settings.SITE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])


def status_of(form: Any) -> int:  # noqa: ANN401 -- allauth has no types
    """Of the page that shows a refused form again."""
    codes = {error.code for errors in form.errors.as_data().values() for error in errors}
    return HTTPStatus.TOO_MANY_REQUESTS if LOCKED_OUT in codes else HTTPStatus.UNPROCESSABLE_ENTITY
