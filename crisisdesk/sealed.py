"""Secrets of customers in the database: encrypted, so that a stolen dump opens nothing."""

from base64 import urlsafe_b64encode
from functools import cache
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class SealBrokenError(RuntimeError):
    """None of the keys opens it: SEAL_KEYS was changed without keeping the old key at the end."""


@cache
def _keys() -> MultiFernet:
    return MultiFernet([Fernet(urlsafe_b64encode(sha256(key.encode()).digest())) for key in settings.SEAL_KEYS])


def seal(secret: str) -> bytes:
    return _keys().encrypt(secret.encode())


def unseal(sealed: bytes | memoryview) -> str:
    """Raises SealBrokenError."""
    try:
        return _keys().decrypt(bytes(sealed)).decode()
    except InvalidToken as error:
        raise SealBrokenError("SEAL_KEYS does not open this secret.") from error
