"""The page of a webhook: its secret, its example, the meaning of its fields, and its deliveries."""

import json
import re
import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, Membership
from crisisdesk.errors import DomainError, StaleState
from crisisdesk.sealed import unseal
from crisisdesk.tenancy import organization_scope
from crisisdesk.work import WorkState
from mentions.enums import SourceKind
from mentions.models import Source, WebhookDelivery
from mentions.queries.hook_example import curl_example
from mentions.services.sources import change_secret, connect_source, map_source, rename_source
from mentions.sources.signing import check_signature
from tests.counting import queries_of
from tests.factories import Tenant

ClientOf = Callable[[Membership], Client]


@pytest.fixture
def admin(tenant: Tenant, client_of: ClientOf) -> Client:
    return client_of(tenant.admin)


def at(tenant: Tenant, name: str, *args: Any) -> str:
    return reverse(f"mentions:{name}", args=[tenant.slug, *args])


def connect(tenant: Tenant, kind: SourceKind = SourceKind.FEED, name: str = "News", **settings: Any) -> Source:
    with organization_scope(tenant.id):
        source, _secret = connect_source(
            actor=tenant.admin, brand=tenant.brand, kind=kind, name=name, settings=settings
        )
    return source


def fresh(tenant: Tenant, source: Source) -> Source:
    with organization_scope(tenant.id):
        source.refresh_from_db()
    return source


def verbs(tenant: Tenant) -> list[str]:
    with organization_scope(tenant.id):
        return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_a_secret_is_shown_once(tenant: Tenant, admin: Client) -> None:
    source = connect(tenant, SourceKind.WEBHOOK)

    admin.post(at(tenant, "source_secret", source.pk))
    first, second = (admin.get(at(tenant, "source", source.pk)).content.decode() for _ in range(2))

    [secret] = re.findall(r"whsec_[\w+/=]{40,}</code>", first)
    assert secret[:20] in first and "whsec_" + secret[6:20] not in second
    assert fresh(tenant, source).secret_before_until is not None
    assert "source.secret_changed" in verbs(tenant)


def test_a_secret_pressed_for_twice_at_once_is_changed_once(tenant: Tenant) -> None:
    source = connect(tenant, SourceKind.WEBHOOK)
    with organization_scope(tenant.id):
        first, second = Source.objects.get(pk=source.pk), Source.objects.get(pk=source.pk)

        secret = change_secret(actor=tenant.admin, source=first)
        with pytest.raises(StaleState):
            change_secret(actor=tenant.admin, source=second)

        row = Source.objects.get(pk=source.pk)
    assert unseal(bytes(row.secret)) == secret
    assert bytes(row.secret_before) == bytes(source.secret)


def test_two_who_rename_at_once_are_told(tenant: Tenant) -> None:
    source, other = connect(tenant, name="News"), connect(tenant, name="Papers")
    with organization_scope(tenant.id):
        stale = Source.objects.get(pk=source.pk)
        rename_source(actor=tenant.admin, source=source, name="Daily")

        with pytest.raises(StaleState):
            rename_source(actor=tenant.admin, source=stale, name="Weekly")
        with pytest.raises(DomainError, match="this name already"):
            rename_source(actor=tenant.admin, source=other, name="Daily")


def test_two_who_map_at_once_do_not_undo_each_other(tenant: Tenant) -> None:
    source = connect(tenant, SourceKind.WEBHOOK)
    with organization_scope(tenant.id):
        stale = Source.objects.get(pk=source.pk)
        map_source(actor=tenant.admin, source=source, mapping={"text": "body"}, zone="UTC")

        with pytest.raises(StaleState):
            map_source(actor=tenant.admin, source=stale, mapping={"title": "body"}, zone="UTC")

    assert fresh(tenant, source).settings["mapping"] == {"text": "body"}


def test_only_a_webhook_has_a_secret(tenant: Tenant, admin: Client) -> None:
    source = connect(tenant, url="https://a.test/")

    assert admin.post(at(tenant, "source_secret", source.pk)).status_code == 404


def test_the_example_signs_as_the_door_expects() -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    script = 'curl() { for part in "$@"; do printf "%s\\0" "$part"; done; }\n' + curl_example(
        "http://desk.test/", secret
    )

    said = subprocess.run(["/bin/bash", "-euc", script], capture_output=True, check=True, text=True).stdout.split("\0")

    headers = dict(part.split(": ", 1) for part in said if ": " in part and part.split(": ")[0].islower())
    body = said[said.index("-d") + 1]
    assert check_signature([secret], headers, body.encode(), timezone.now()) == headers["webhook-id"]
    assert json.loads(body)[0]["text"] == "My bag is gone"


def deliver(tenant: Tenant, source: Source, body: object, **fields: Any) -> WebhookDelivery:
    with organization_scope(tenant.id):
        delivery: WebhookDelivery = WebhookDelivery.objects.create(
            organization=tenant.organization,
            source=source,
            message_id=f"{WebhookDelivery.objects.count()}",
            body=json.dumps(body).encode(),
            **fields,
        )
    return delivery


def test_the_fields_of_a_sender_are_mapped_while_one_sees_the_result(tenant: Tenant, admin: Client) -> None:
    source = connect(tenant, SourceKind.WEBHOOK)
    deliver(tenant, source, [{"say": "Nordwind lost my bag", "by": "@anna"}])
    choices = {"column_0": "text", "column_1": "author_handle", "time_zone": "Europe/Moscow", "network": "x"}

    preview = admin.post(at(tenant, "source_mapping", source.pk), choices)
    assert (preview.status_code, fresh(tenant, source).settings) == (200, {})
    assert "@anna · x" in preview.content.decode()
    saved = admin.post(at(tenant, "source_mapping", source.pk), choices | {"save": "1"})

    assert saved.status_code == 303
    assert fresh(tenant, source).settings == {
        "mapping": {"text": "say", "author_handle": "by", "network=": "x"},
        "time_zone": "Europe/Moscow",
    }


def test_two_columns_cannot_be_the_same_field(tenant: Tenant, admin: Client) -> None:
    source = connect(tenant, SourceKind.WEBHOOK)
    deliver(tenant, source, [{"say": "Nordwind lost my bag", "by": "@anna"}])

    answer = admin.post(
        at(tenant, "source_mapping", source.pk),
        {"column_0": "text", "column_1": "text", "time_zone": "UTC", "save": "1"},
    )

    assert answer.status_code == 422
    assert "Both “say” and “by” would be the Text. Keep one." in answer.content.decode()


def test_a_parked_delivery_raises_the_alarm_and_can_be_read_again(tenant: Tenant, admin: Client) -> None:
    source = connect(tenant, SourceKind.WEBHOOK)
    parked = deliver(tenant, source, {}, state=WorkState.PARKED, reason="broken", finished_at=timezone.now())

    assert "1 delivery cannot be read" in admin.get(at(tenant, "sources")).content.decode()
    first = admin.post(at(tenant, "delivery_again", source.pk, parked.pk))
    second = admin.post(at(tenant, "delivery_again", source.pk, parked.pk))

    assert (first.status_code, second.status_code) == (303, 409)
    with organization_scope(tenant.id):
        assert WebhookDelivery.objects.get().state == WorkState.WAITING


def test_one_source_takes_the_same_queries_for_one_delivery_and_three(tenant: Tenant, admin: Client) -> None:
    source = connect(tenant, SourceKind.WEBHOOK)
    deliver(tenant, source, {"text": "One"})
    admin.defaults["HTTP_HX_REQUEST"] = "true"  # without the shell around it
    one = queries_of(admin, at(tenant, "source", source.pk))
    deliver(tenant, source, {"text": "Two"})
    deliver(tenant, source, {"text": "Three"})

    assert queries_of(admin, at(tenant, "source", source.pk)) == one == 18
