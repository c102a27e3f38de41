"""Messages leave once, whatever the mail server does; what nobody can know is said."""

import logging
import smtplib
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from accounts.signals import mail_due
from crisisdesk.tenancy import organization_scope
from crisisdesk.work import WorkState, perform
from notifications.models import Email
from notifications.services.delivery import deliver_email, message_id
from notifications.services.outbox import write_email
from notifications.tasks import deliver
from tests.factories import Tenant
from tests.notifications.mail_server import MailServer, mail_server

LINK = "https://desk.test/invitations/abc/"


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with mail_server() as world:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", world.port, 0.3
        settings.SITE_URL = "https://desk.test"
        yield world


def write(tenant: Tenant, key: str = "invitation:1", **fields: str) -> Email:
    words = {"to": "bo@desk.test", "subject": "Join\r\nBcc: x@evil.test", "body": "Here:\n{secret}", "secret": LINK}
    with organization_scope(tenant.id):
        return write_email(organization_id=tenant.id, key=key, **(words | fields))


def again(row: Email) -> bool:
    """The next attempt, as the sweeper would wake it."""
    with organization_scope(row.organization_id):
        Email.objects.filter(pk=row.pk).update(due_at=timezone.now())
    return perform(Email, row.organization_id, row.pk, deliver_email)


def state(row: Email) -> dict[str, Any]:
    with organization_scope(row.organization_id):
        row.refresh_from_db()
    names = ("state", "attempts", "may_be_double")
    return {name: getattr(row, name) for name in names} | {"offered": row.offered_at is not None}


def test_a_message_leaves_whole_and_forgets_its_secret(tenant: Tenant, server: MailServer) -> None:
    row = write(tenant)
    assert LINK.encode() not in bytes(row.secret or b"") and LINK not in row.body

    deliver(tenant.id, row.pk)

    [message] = server.came
    assert message.get_content().split() == ["Here:", LINK]
    assert (message["To"], message["Subject"], message["Bcc"]) == ("bo@desk.test", "Join Bcc: x@evil.test", None)
    assert message["Message-ID"] == message_id(tenant.id, "invitation:1")
    assert message["Message-ID"].endswith("@desk.test>")
    assert state(row) == {"state": WorkState.DONE, "attempts": 0, "may_be_double": False, "offered": False}
    assert (row.secret, row.sent_at is not None) == (None, True)


def test_one_cause_is_one_message_and_it_leaves_once(tenant: Tenant, server: MailServer) -> None:
    first, second = write(tenant), write(tenant, subject="Other words")
    write(tenant, key="invitation:2")

    for _ in range(2):
        deliver(tenant.id, first.pk)

    assert first.pk == second.pk
    assert len(server.came) == 1


def test_the_cause_and_the_message_are_one_transaction(tenant: Tenant) -> None:
    with organization_scope(tenant.id):
        mail_due.send(sender=None, organization_id=tenant.id, key="k", to="a@b.test", subject="s", body="b")
        assert Email.objects.count() == 1
        transaction.set_rollback(True)

    with organization_scope(tenant.id):
        assert Email.objects.count() == 0


@pytest.mark.parametrize(
    ("word", "answer"),
    [("", "421 Busy"), ("", "HANG"), ("", "DROP"), ("EHLO", "HANG"), ("MAIL", "451 Later"), ("RCPT", "450 Greylisted"),
     ("DATA", "452 Full"), ("END", "451 Later")],
)  # fmt: skip
def test_a_server_that_is_away_or_says_later_is_asked_again_and_nothing_is_unsure(
    tenant: Tenant, server: MailServer, word: str, answer: str
) -> None:
    row = write(tenant)
    server.answers[word] = answer

    assert again(row) is False
    assert state(row) == {"state": WorkState.WAITING, "attempts": 1, "may_be_double": False, "offered": False}
    server.answers.clear()
    assert again(row) is True
    assert (len(server.came), state(row)["may_be_double"]) == (1, False)


@pytest.mark.parametrize("word", ["MAIL", "RCPT", "DATA", "END"])
def test_a_no_for_good_parks_the_message_with_the_servers_words(tenant: Tenant, server: MailServer, word: str) -> None:
    row = write(tenant)
    server.answers[word] = "550 No such person"

    assert again(row) is False
    assert state(row) == {"state": WorkState.PARKED, "attempts": 1, "may_be_double": False, "offered": False}
    assert row.reason == "The mail server refused it: 550 No such person"
    assert again(row) is False


@pytest.mark.parametrize(("answer", "taken"), [("DROP", 1), ("HANG", 0)])
def test_what_nobody_can_know_is_offered_again_under_the_same_name_and_said(
    tenant: Tenant, server: MailServer, answer: str, taken: int, caplog: pytest.LogCaptureFixture
) -> None:
    row = write(tenant)
    server.answers["END"] = answer

    assert again(row) is False
    assert state(row) == {"state": WorkState.WAITING, "attempts": 1, "may_be_double": False, "offered": True}
    assert "nobody knows whether it was taken" in row.reason
    server.answers.clear()
    with caplog.at_level(logging.WARNING):
        assert again(row) is True

    assert state(row) == {"state": WorkState.DONE, "attempts": 0, "may_be_double": True, "offered": False}
    assert len(server.came) == taken + 1
    assert {message["Message-ID"] for message in server.came} == {message_id(tenant.id, "invitation:1")}
    assert "may arrive twice" in caplog.text


def test_a_rude_goodbye_changes_nothing(tenant: Tenant, server: MailServer) -> None:
    row = write(tenant)
    server.answers["QUIT"] = "HANG"

    assert again(row) is True
    assert (len(server.came), state(row)["state"]) == (1, WorkState.DONE)


def test_nobody_answers_at_the_port(tenant: Tenant, server: MailServer, settings: Settings) -> None:
    row = write(tenant)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = free.getsockname()[1]

    assert again(row) is False
    assert (state(row)["state"], row.reason[:24]) == (WorkState.WAITING, "The mail server is away:")


def test_a_worker_that_dies_with_a_message_in_the_air_leaves_word(
    tenant: Tenant, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = write(tenant)

    class Killed(BaseException):
        pass

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    monkeypatch.setattr(smtplib.SMTP, "sendmail", die)
    with pytest.raises(Killed):
        again(row)
    monkeypatch.undo()
    with organization_scope(tenant.id):
        Email.objects.filter(pk=row.pk).update(lease_until=timezone.now())

    assert again(row) is True
    assert (state(row)["may_be_double"], len(server.came)) == (True, 1)


def test_a_message_without_a_secret_leaves_as_it_is_written(tenant: Tenant) -> None:
    row = write(tenant, body="Plain {secret}", secret="")

    assert again(row) is True
    assert [message.body for message in mail.outbox] == ["Plain {secret}"]
