"""Standard Webhooks: a message is signed together with its id and its time, so it can be neither changed nor replayed.

Over bytes, unlike the reference library, which reads the body as UTF-8 and as JSON before it believes it.
"""

import binascii
import hmac
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

TOLERANCE: Final = timedelta(minutes=5)
MESSAGE_ID: Final = re.compile(r"^[\x21-\x7e]{1,255}$")
SECONDS: Final = re.compile(r"^\d{1,12}$", re.ASCII)
KEY_MARK: Final = "whsec_"
VERSION: Final = "v1,"


class WrongSignatureError(Exception):
    """Not signed with this source's secret, or too long ago; its sentence is for whoever connects the sender."""


def check_signature(secrets: Iterable[str], headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    """The message's id. `headers` in lower case. Raises WrongSignatureError."""
    message_id, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not MESSAGE_ID.match(message_id) or not SECONDS.match(stamp):
        raise WrongSignatureError(_("Send webhook-id, webhook-timestamp (in seconds) and webhook-signature."))
    if abs(now.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
        raise WrongSignatureError(_("The message is older than five minutes, or its clock is wrong."))
    given = [part.encode("utf-8", "replace") for part in headers.get("webhook-signature", "").split()]
    expected = [signature_of(secret, message_id, int(stamp), body).encode() for secret in secrets]
    if not any(hmac.compare_digest(one, other) for one in given for other in expected):
        raise WrongSignatureError(_("The signature does not fit. Sign “id.timestamp.body” with this source's secret."))
    return message_id


def signature_of(secret: str, message_id: str, stamp: int, body: bytes) -> str:
    """One entry of the header `webhook-signature`."""
    try:
        key = b64decode(secret.removeprefix(KEY_MARK), validate=True)
    except binascii.Error as error:
        raise ValueError("A secret is base64.") from error
    digest = hmac.digest(key, f"{message_id}.{stamp}.".encode() + body, "sha256")
    return VERSION + b64encode(digest).decode()
