"""The door for senders, knocked at as the reference library of Standard Webhooks signs."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from standardwebhooks import Webhook

from crisisdesk.sealed import seal
from crisisdesk.tenancy import organization_scope
from crisisdesk.work import WorkState, perform
from mentions.enums import SourceKind, SourceStatus
from mentions.models import Mention, Source, WebhookDelivery
from mentions.services.deliveries import read_delivery
from mentions.services.sources import change_secret, connect_source, pause_source
from mentions.sources.signing import signature_of
from tests.factories import Tenant, make_source

SAID = {"id": "post-1", "text": "My bag is gone", "author": "@anna", "published_at": "2026-03-02T12:00:00Z"}


@pytest.fixture
def hook(tenant: Tenant) -> tuple[Source, str]:
    with organization_scope(tenant.id):
        return connect_source(actor=tenant.admin, brand=tenant.brand, kind=SourceKind.WEBHOOK, name="Listening tool")


def send(source: Source, secret: str, body: bytes | None = None, **said: Any) -> Any:
    """`said` replaces what an honest sender would say: `id`, `at`, `signature`, `body_signed`."""
    body = json.dumps(SAID).encode() if body is None else body
    at = said.get("at", datetime.now(UTC))
    message_id = said.get("id", "msg_1")
    signature = said.get("signature") or Webhook(secret).sign(message_id, at, body.decode())
    headers = {"webhook-id": message_id, "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signature}
    url = reverse("mentions:webhook", args=[source.public_id])
    return Client(enforce_csrf_checks=True).post(url, body, content_type="application/json", headers=headers)


def deliveries(tenant: Tenant) -> int:
    with organization_scope(tenant.id):
        return WebhookDelivery.objects.count()


def read_all(tenant: Tenant) -> list[WebhookDelivery]:
    with organization_scope(tenant.id):
        waiting = list(WebhookDelivery.objects.filter(state=WorkState.WAITING))
    for delivery in waiting:
        perform(WebhookDelivery, tenant.id, delivery.pk, read_delivery)
    with organization_scope(tenant.id):
        return list(WebhookDelivery.objects.order_by("pk"))


def test_a_delivery_is_stored_before_it_is_answered(tenant: Tenant, hook: tuple[Source, str]) -> None:
    answer = send(*hook)

    assert (answer.status_code, answer.json()) == (202, {"accepted": True, "repeated": False})
    with organization_scope(tenant.id):
        delivery = WebhookDelivery.objects.get()
        assert (json.loads(bytes(delivery.body)), delivery.state, delivery.source) == (SAID, "waiting", hook[0])
        assert Mention.objects.count() == 0


def test_a_stored_delivery_becomes_a_mention(tenant: Tenant, hook: tuple[Source, str]) -> None:
    send(*hook)

    [delivery] = read_all(tenant)

    assert (delivery.state, delivery.rows, delivery.added, delivery.known, delivery.rejected) == ("done", 1, 1, 0, [])
    with organization_scope(tenant.id):
        mention = Mention.objects.get()
        assert (mention.text, mention.author_handle) == ("My bag is gone", "@anna")


def test_a_replayed_message_is_kept_once(tenant: Tenant, hook: tuple[Source, str]) -> None:
    answers = [send(*hook) for _ in range(3)]

    assert [answer.json()["repeated"] for answer in answers] == [False, True, True]
    assert deliveries(tenant) == 1


def test_the_same_post_in_two_messages_is_one_mention(tenant: Tenant, hook: tuple[Source, str]) -> None:
    send(*hook, id="msg_1")
    send(*hook, id="msg_2")

    assert [(each.added, each.known) for each in read_all(tenant)] == [(1, 0), (0, 1)]


@pytest.mark.parametrize("minutes", [-6, 6, -60 * 24 * 365])
def test_an_old_message_or_one_from_the_future_is_refused(
    minutes: int, tenant: Tenant, hook: tuple[Source, str]
) -> None:
    answer = send(*hook, at=datetime.now(UTC) + timedelta(minutes=minutes))

    assert (answer.status_code, deliveries(tenant)) == (401, 0)


@pytest.mark.parametrize(
    "said",
    [
        {"signature": "v1,AAAA"},
        {"signature": "nonsense"},
        {"signature": "v1,Ω é"},
        {"signature": " "},
        {"id": "a b"},
        {"id": "n\x00l"},
        {"id": "i" * 256},
    ],
)
def test_a_wrong_signature_is_refused(said: dict[str, Any], tenant: Tenant, hook: tuple[Source, str]) -> None:
    answer = send(*hook, **said)

    assert (answer.status_code, deliveries(tenant)) == (401, 0)
    assert answer.json()["error"]


def test_a_changed_body_does_not_fit_its_signature(tenant: Tenant, hook: tuple[Source, str]) -> None:
    at = datetime.now(UTC)
    signature = Webhook(hook[1]).sign("msg_1", at, json.dumps(SAID))

    answer = send(*hook, json.dumps(SAID | {"text": "All is well"}).encode(), at=at, signature=signature)

    assert (answer.status_code, deliveries(tenant)) == (401, 0)


@pytest.mark.parametrize("stamp", ["", "soon", "1e9", "٣", "9" * 400, "-5"])
def test_a_time_that_is_none_is_refused(stamp: str, hook: tuple[Source, str]) -> None:
    headers = {"webhook-id": "msg_1", "webhook-timestamp": stamp, "webhook-signature": "v1,AAAA"}

    answer = Client().post(
        reverse("mentions:webhook", args=[hook[0].public_id]), b"{}", content_type="text/plain", headers=headers
    )

    assert answer.status_code == 401


def test_one_good_signature_of_several_is_enough(hook: tuple[Source, str]) -> None:
    at = datetime.now(UTC)
    good = Webhook(hook[1]).sign("msg_1", at, json.dumps(SAID))

    answer = send(*hook, at=at, signature=f"v1a,AAAA v1,AAAA {good}")

    assert answer.status_code == 202


def test_the_old_secret_is_accepted_for_a_day_after_a_change(tenant: Tenant, hook: tuple[Source, str]) -> None:
    source, old = hook
    with organization_scope(tenant.id):
        new = change_secret(actor=tenant.admin, source=source)

    assert [send(source, secret, id=f"msg {secret}"[:3] + secret[-4:]).status_code for secret in (old, new)] == [
        202
    ] * 2

    with organization_scope(tenant.id):
        Source.objects.filter(pk=source.pk).update(secret_before_until=datetime.now(UTC) - timedelta(seconds=1))
    assert [send(source, old, id="late").status_code, send(source, new, id="fine").status_code] == [401, 202]


def test_a_secret_of_another_source_opens_nothing(tenant: Tenant, hook: tuple[Source, str]) -> None:
    with organization_scope(tenant.id):
        other = make_source(tenant.brand, secret=seal("whsec_c2VjcmV0"))

    assert send(other, hook[1]).status_code == 401


def test_nobody_listens_at_a_wrong_or_paused_address(tenant: Tenant, hook: tuple[Source, str]) -> None:
    source, secret = hook
    with organization_scope(tenant.id):
        feed = make_source(tenant.brand, SourceKind.FEED)
        disabled = make_source(tenant.brand, status=SourceStatus.DISABLED)
        pause_source(actor=tenant.admin, source=source)

    statuses = [send(each, secret).status_code for each in (source, feed, disabled, Source(public_id=uuid4()))]

    assert (statuses, deliveries(tenant)) == ([404] * 4, 0)


def test_an_archived_brand_takes_nothing_in(tenant: Tenant, hook: tuple[Source, str]) -> None:
    with organization_scope(tenant.id):
        tenant.brand.archived_at = datetime.now(UTC)
        tenant.brand.save()

    assert send(*hook).status_code == 404


def test_a_body_of_more_than_a_megabyte_is_refused_unread(tenant: Tenant, hook: tuple[Source, str]) -> None:
    fits = json.dumps({"text": "a" * (1024 * 1024 - 12)}).encode()
    assert len(fits) == 1024 * 1024

    statuses = [send(*hook, fits, id="fits").status_code, send(*hook, fits + b" ", id="large").status_code]
    statuses.append(send(*hook, b"x" * 6_000_000, id="huge").status_code)

    assert (statuses, deliveries(tenant)) == ([202, 413, 413], 1)


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "head", "options"])
def test_other_methods_are_told_what_to_do(method: str, hook: tuple[Source, str]) -> None:
    answer = getattr(Client(), method)(reverse("mentions:webhook", args=[hook[0].public_id]))

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert method == "head" or "POST" in answer.json()["error"]


def test_a_body_that_is_no_json_is_kept_and_says_why(tenant: Tenant, hook: tuple[Source, str]) -> None:
    statuses = [
        send(*hook, b"", id="nothing").status_code,
        send(*hook, b"hello", id="words").status_code,
        send(*hook, b'{"text": "One"}\n{"text": "Two"}\n', id="lines").status_code,
    ]

    reports = [(each.added, each.rejected) for each in read_all(tenant)]

    broken = [{"row": 1, "reason": "The body is not JSON."}]
    assert (statuses, reports) == ([202] * 3, [(0, broken), (0, broken), (2, [])])


def test_bytes_that_are_no_letters_are_signed_like_any_other(tenant: Tenant, hook: tuple[Source, str]) -> None:
    at, body = datetime.now(UTC), b'{"text": "caf\xe9 \xff"}'

    answer = send(*hook, body, at=at, signature=signature_of(hook[1], "msg_1", int(at.timestamp()), body))

    assert answer.status_code == 202
    assert read_all(tenant)[0].added == 1


def test_the_vector_of_the_standard_is_signed_as_it_says() -> None:
    signature = signature_of(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )

    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
