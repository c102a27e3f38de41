"""The project's own addresses and those of the sign-in. None of them belongs to a tenant."""

from typing import Final

from tests.addresses.address import Open

OPEN: Final[dict[str, Open]] = {
    "healthz": Open(),
    "readyz": Open(),
    "account_login": Open(("GET", "POST")),
    "account_logout": Open(("GET", "POST")),
    "account_inactive": Open(),
    "account_signup": Open(("GET", "POST")),
    "account_reauthenticate": Open(("GET", "POST"), needs_person=True),
    "account_email": Open(("GET", "POST"), needs_person=True),
    "account_email_verification_sent": Open(),
    "account_confirm_email": Open(("GET", "POST"), lambda _: {"key": "never-was"}),
    "account_change_password": Open(("GET", "POST"), needs_person=True),
    "account_set_password": Open(("GET", "POST"), needs_person=True),
    "account_reset_password": Open(("GET", "POST")),
    "account_reset_password_done": Open(),
    "account_reset_password_from_key": Open(("GET", "POST"), lambda _: {"uidb36": "1", "key": "never-was"}),
    "account_reset_password_from_key_done": Open(),
    "account_confirm_login_code": Open(("GET", "POST")),
}
