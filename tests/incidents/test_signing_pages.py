"""Signing a post-mortem and correcting it, through the pages."""

from collections.abc import Callable

from django.test import Client

from accounts.models import Membership
from crisisdesk.tenancy import organization_scope
from incidents.models import PostMortemVersion
from risks.models import RiskAssessment
from tests.factories import (
    Tenant,
    make_risk,
)
from tests.incidents.learning import draft, promise, standing, url

ClientOf = Callable[[Membership], Client]
SCORE = {"likelihood": 4, "financial": 2, "reputation": 5, "brand_damage": 3, "reason": "Seen by 5 million people"}


def test_signing_scores_the_risk_and_closes_the_incident(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        risk = make_risk(tenant.brand, likelihood=2, impact=3)
    promise(tenant, draft(tenant, risk=risk))
    client = client_of(tenant.approver)
    page = client.get(url(tenant, "final/"))

    answer = client.post(
        url(tenant, "final/"), SCORE | {"seen": page.context["fingerprint"], "close": "on"}, follow=True
    )
    body = answer.content.decode()

    assert answer.redirect_chain == [(url(tenant), 303)]
    assert "went from 2 × 3 = 6 to 4 × 5 = 20" in body
    assert ("Version 1, signed" in body, "<textarea" in body.split("Correct it by")[0]) == (True, False)
    assert standing(tenant).incident.status == "closed"
    with organization_scope(tenant.id):
        assert RiskAssessment.objects.get().incident_number == 57
    history = client.get(f"/o/{tenant.slug}/risks/{risk.number}/").content.decode()
    assert ("Seen by 5 million people" in history, "Incident 57" in history) == (True, True)


def test_what_lacks_is_said_before_and_after_signing(tenant: Tenant, client_of: ClientOf) -> None:
    draft(tenant)
    client = client_of(tenant.approver)
    page = client.get(url(tenant, "final/"))

    answer = client.post(url(tenant, "final/"), {"seen": page.context["fingerprint"]})

    assert "no corrective action, and no reason" in page.content.decode()
    assert (answer.status_code, "or say why none is needed" in answer.content.decode()) == (422, True)


def test_somebody_wrote_meanwhile_is_a_409(tenant: Tenant, client_of: ClientOf) -> None:
    promise(tenant, draft(tenant))

    answer = client_of(tenant.approver).post(url(tenant, "final/"), {"seen": "old"})

    assert (answer.status_code, "Read it again" in answer.content.decode()) == (409, True)


def test_a_correction_opens_the_next_version_and_keeps_the_first(tenant: Tenant, client_of: ClientOf) -> None:
    promise(tenant, draft(tenant))
    client = client_of(tenant.approver)
    seen = client.get(url(tenant, "final/")).context["fingerprint"]
    client.post(url(tenant, "final/"), {"seen": seen})

    empty = client.post(url(tenant, "correct/"), {"reason": ""})
    opened = client.post(url(tenant, "correct/"), {"reason": "A wrong name"}, follow=True)
    row = standing(tenant)
    client.post(url(tenant, "section/"), {"section": "summary", "text": "Right", "seen": row.seen("summary")})
    first = client.get(url(tenant, "versions/1/")).content.decode()
    never = client.get(url(tenant, "versions/9/"))

    assert (empty.status_code, never.status_code) == (422, 404)
    assert "Version 2 corrects: A wrong name" in opened.content.decode()
    assert ("Bags were late." in first, "Right" in first) == (True, False)
    assert client.get(url(tenant, "final/")).status_code == 200
    with organization_scope(tenant.id):
        assert PostMortemVersion.objects.count() == 1


def test_a_signed_one_has_no_page_to_sign(tenant: Tenant, client_of: ClientOf) -> None:
    promise(tenant, draft(tenant))
    client = client_of(tenant.approver)
    seen = client.get(url(tenant, "final/")).context["fingerprint"]
    client.post(url(tenant, "final/"), {"seen": seen})

    assert client.get(url(tenant, "final/"))["Location"] == url(tenant)
