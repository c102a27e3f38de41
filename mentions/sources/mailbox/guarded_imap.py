"""IMAP to a checked address, behind TLS, with one clock for the whole visit and a bound for what comes back."""

import imaplib
import io
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from crisisdesk.web.deadline import Deadline
from crisisdesk.web.guarded_http import FetchError, checked_addresses

IMAPS: Final = 993
SECONDS: Final = 45.0
SILENCE: Final = 15.0
MOST_BYTES: Final = 24 * 1024 * 1024  # of one visit
BUSY: Final = ("UNAVAILABLE", "INUSE", "LIMIT", "OVERQUOTA")


class _Pipe(io.RawIOBase):
    """What the server says. A byte now and then gets it no longer than any other."""

    def __init__(self, line: socket.socket, deadline: Deadline) -> None:
        self._line, self._deadline, self._left = line, deadline, MOST_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:  # noqa: ANN401 -- a buffer
        self._line.settimeout(self._deadline.left())
        count = self._line.recv_into(into)
        self._left -= count
        if self._left < 0:
            raise _too_much()
        return count


class GuardedImap(imaplib.IMAP4):
    """Raises FetchError at the connection, imaplib's own errors behind it."""

    def __init__(self, host: str, port: int) -> None:
        self._deadline = Deadline(SECONDS, SILENCE)
        super().__init__(host, port)

    def open(self, host: str = "", port: int = IMAPS, timeout: float | None = None) -> None:  # noqa: ARG002 -- the deadline rules
        self.host, self.port = host, port
        self.sock = _connected(host, port, self._deadline)
        self._told = io.BufferedReader(_Pipe(self.sock, self._deadline))

    def read(self, size: int) -> bytes:
        """A literal, as long as the server says it is."""
        if size > MOST_BYTES:
            raise _too_much()
        return self._told.read(size)

    def readline(self) -> bytes:
        line = self._told.readline(imaplib._MAXLINE + 1)  # type: ignore[attr-defined]  # noqa: SLF001 -- its own bound
        if len(line) > imaplib._MAXLINE:  # type: ignore[attr-defined]  # noqa: SLF001 -- the same
            raise _too_much()
        return line

    def send(self, data: Any) -> None:  # noqa: ANN401 -- a buffer
        self.sock.settimeout(self._deadline.left())
        self.sock.sendall(data)

    def __exit__(self, kind: type[BaseException] | None, *what: object) -> None:
        """Who has failed is not said goodbye to: the answer would hide the fault."""
        if kind:
            self.shutdown()
        else:
            super().__exit__(None, None, None)

    def shutdown(self) -> None:
        with suppress(OSError):
            self.sock.close()


def _connected(host: str, port: int, deadline: Deadline) -> socket.socket:
    """Only the port for TLS is spoken to, but for those that the operator has opened."""
    if port != IMAPS and port not in settings.HTTP_ALLOWED_PORTS:
        raise FetchError("port", _("Only the usual port of IMAP with TLS (993) is allowed."))
    failure: OSError = OSError(host)
    for address in checked_addresses(host, port, deadline)[:3]:
        try:
            line = socket.create_connection((str(address), port), timeout=deadline.left())
        except TimeoutError:
            raise
        except OSError as error:
            failure = error
        else:
            return _locked(line, host) if port == IMAPS else line
    raise failure


def _locked(line: socket.socket, host: str) -> socket.socket:
    try:
        return ssl.create_default_context().wrap_socket(line, server_hostname=host)
    except ssl.SSLError as error:
        line.close()
        raise FetchError("denied", _("The certificate of the mail server is not to be trusted.")) from error


@contextmanager
def mailbox(host: str, port: int, user: str, password: str) -> Iterator[GuardedImap]:
    """Signed in. Raises FetchError for whatever goes wrong, inside too."""
    try:
        with GuardedImap(host, port) as imap:
            _sign_in(imap, user, password)
            yield imap
    except TimeoutError as error:
        raise FetchError("slow", _("The host did not answer in time.")) from error
    except imaplib.IMAP4.error as error:
        if _is_busy(error):
            raise FetchError("busy", _("The mail server asks to come back later.")) from None
        if isinstance(error, imaplib.IMAP4.abort):
            raise FetchError("broken", _("The mail server broke the connection off.")) from None
        raise FetchError("shape", _("The mail server answers in a form that is not understood.")) from None
    except OSError as error:
        raise FetchError("unreachable", _("The host cannot be reached or broke the connection off.")) from error


def _sign_in(imap: GuardedImap, user: str, password: str) -> None:
    """What the server says to it is not quoted: some repeat what was sent."""
    try:
        if "AUTH=PLAIN" in imap.capabilities:
            imap.authenticate("PLAIN", lambda _challenge: f"\0{user}\0{password}".encode())
        else:
            imap.login(user, password)
    except imaplib.IMAP4.abort:
        raise
    except (imaplib.IMAP4.error, UnicodeEncodeError) as error:
        if _is_busy(error):
            raise FetchError("busy", _("The mail server asks to come back later.")) from None
        sentence = _("The mail server does not accept this user name with this password. Many want an app password.")
        raise FetchError("denied", sentence) from None


def _is_busy(error: Exception) -> bool:
    return any(f"[{word}]" in str(error).upper() for word in BUSY)


def _too_much() -> FetchError:
    return FetchError("large", _("The mail server sends more than can be read at one visit."))
