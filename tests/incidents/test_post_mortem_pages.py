"""The page of a post-mortem: what it shows, to whom, and that no word is lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Draft, Membership
from crisisdesk.tenancy import organization_scope
from incidents.models import Incident, TimelinePin
from incidents.services.timeline import record_entry
from tests.counting import queries_of
from tests.factories import (
    Tenant,
    make_brand,
    make_incident,
    make_member,
    make_resolved_incident,
    make_risk,
)
from tests.incidents.learning import draft, promise, standing, url

ClientOf = Callable[[Membership], Client]
HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("declared", "begins when the incident is resolved"),
        ("resolved", "What did this incident teach?"),
        ("closed", "has no post-mortem"),
    ],
)
def test_before_there_is_one_the_page_says_what_to_do(
    tenant: Tenant, client_of: ClientOf, status: str, words: str
) -> None:
    with organization_scope(tenant.id):
        make_incident(tenant.brand, opened_by=tenant.agent, number=57, status=status)

    page = client_of(tenant.agent).get(url(tenant))

    assert (page.status_code, words in page.content.decode()) == (200, True)


def test_it_is_begun_by_one_button(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        make_resolved_incident(tenant.brand, opened_by=tenant.agent, number=57)

    answer = client_of(tenant.agent).post(url(tenant, "start/"), follow=True)

    assert answer.redirect_chain == [(url(tenant), 303)]
    assert ("The first mention came on" in answer.content.decode(), standing(tenant).status) == (True, "draft")


def test_an_open_incident_is_refused_with_a_sentence(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        make_incident(tenant.brand, opened_by=tenant.agent, number=57)

    answer = client_of(tenant.agent).post(url(tenant, "start/"))

    assert (answer.status_code, "Resolve it first" in answer.content.decode()) == (409, True)


def test_pinned_entries_stand_among_the_milestones(tenant: Tenant, client_of: ClientOf) -> None:
    post_mortem = draft(tenant)
    with organization_scope(tenant.id):
        incident = Incident.objects.get()
        for text in ("The manager called", "Forgotten"):
            entry = record_entry(incident=incident, kind="note", actor=tenant.agent, text=text)  # type: ignore[arg-type]  # a choice
        TimelinePin.objects.create(
            organization=tenant.organization, entry=incident.timeline.order_by("pk").first(), actor=tenant.agent
        )

    body = client_of(tenant.viewer).get(url(tenant)).content.decode()

    assert post_mortem.pk and entry.pk
    assert ("The manager called" in body, "Forgotten" in body) == (True, False)
    assert ("Incident declared" in body, "+10 min" in body) == (True, True)


def test_clocks_stand_against_the_targets_of_the_level(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        at = make_incident(tenant.brand, opened_by=tenant.agent, number=1).declared_at
    draft(
        tenant,
        acknowledged_at=at + timedelta(minutes=3),
        holding_at=at + timedelta(minutes=40),
        meaningful_at=None,
    )

    clocks = client_of(tenant.viewer).get(url(tenant)).context["document"].clocks

    assert {clock.key: (clock.target_seconds, clock.seconds, clock.words) for clock in clocks} == {
        "detect": (None, 600, "no target"),
        "acknowledge": (600, 180, "7 min early"),
        "facts": (900, None, "did not happen"),
        "holding": (1800, 2400, "10 min late"),
        "meaningful": (14400, None, "did not happen"),
        "recover": (None, 17400, "no target"),
    }


def test_a_section_is_saved_when_its_field_is_left(tenant: Tenant, client_of: ClientOf) -> None:
    post_mortem = draft(tenant)
    words = {"section": "factors", "text": "No spare bags", "seen": post_mortem.seen("factors")}

    answer = client_of(tenant.agent).post(url(tenant, "section/"), words, headers=HTMX)

    now = standing(tenant)
    assert (answer.status_code, now.factors) == (200, "No spare bags")
    assert answer.content.decode().strip() == (
        f'<input type="hidden" name="seen" id="factors-seen" value="{now.seen("factors")}">'
    )


def test_a_section_is_saved_without_javascript(tenant: Tenant, client_of: ClientOf) -> None:
    post_mortem = draft(tenant)
    words = {"section": "summary", "text": "Bags\r\nwere late", "seen": post_mortem.seen("summary")}

    answer = client_of(tenant.agent).post(url(tenant, "section/"), words)

    assert (answer.status_code, answer["Location"]) == (303, url(tenant) + "#summary")
    assert standing(tenant).summary == "Bags\nwere late"


def test_the_second_writer_sees_both_texts_and_may_then_save(tenant: Tenant, client_of: ClientOf) -> None:
    post_mortem = draft(tenant)
    seen = post_mortem.seen("summary")
    client = client_of(tenant.agent)
    client_of(tenant.approver).post(url(tenant, "section/"), {"section": "summary", "text": "Theirs", "seen": seen})

    answer = client.post(url(tenant, "section/"), {"section": "summary", "text": "Mine", "seen": seen})
    body = answer.content.decode()
    again = {"section": "summary", "text": "Mine", "seen": standing(tenant).seen("summary")}
    second = client.post(url(tenant, "section/"), again)

    assert (answer.status_code, "Theirs" in body, ">\nMine</textarea>" in body) == (409, True, True)
    assert f'value="{again["seen"]}"' in body
    assert (second.status_code, standing(tenant).summary) == (303, "Mine")


def test_a_refused_section_leaves_the_page_alone_and_says_why(tenant: Tenant, client_of: ClientOf) -> None:
    draft(tenant)
    client = client_of(tenant.agent)

    stale = client.post(url(tenant, "section/"), {"section": "summary", "text": "Mine", "seen": "old"}, headers=HTMX)
    unknown = client.post(url(tenant, "section/"), {"section": "status", "text": "final", "seen": "x"})

    assert (stale.status_code, stale["Content-Type"]) == (409, "text/plain; charset=utf-8")
    assert "Somebody else saved this section" in stale.content.decode()
    assert unknown.status_code == 422


def test_words_that_were_not_saved_stand_in_their_field(tenant: Tenant, client_of: ClientOf) -> None:
    post_mortem = draft(tenant)
    with organization_scope(tenant.id):
        key = f"post_mortem:{post_mortem.pk}:went_well"
        Draft.objects.create(organization=tenant.organization, member=tenant.agent, key=key, text="Half a thought")

    mine = client_of(tenant.agent).get(url(tenant)).content.decode()
    theirs = client_of(tenant.approver).get(url(tenant)).content.decode()

    assert ("Half a thought" in mine, "Half a thought" in theirs) == (True, False)


def test_impact_is_kept_axis_by_axis(tenant: Tenant, client_of: ClientOf) -> None:
    draft(tenant)
    client = client_of(tenant.agent)

    kept = client.post(url(tenant, "impact/"), {"reputation": "4", "financial": ""}, headers=HTMX)
    wrong = client.post(url(tenant, "impact/"), {"reputation": "9"})

    assert (kept.status_code, wrong.status_code) == (204, 422)
    row = standing(tenant)
    assert (row.impact_financial, row.impact_reputation) == (None, 4)


def test_a_viewer_reads_and_writes_nothing(tenant: Tenant, client_of: ClientOf) -> None:
    draft(tenant)
    client = client_of(tenant.viewer)

    body = client.get(url(tenant)).content.decode()

    assert ("Bags were late." in body, "<textarea" in body, "Check and sign" in body) == (True, False, False)
    assert [client.post(url(tenant, f"{deed}/")).status_code for deed in ("section", "impact", "final", "correct")] == [
        403
    ] * 4


def test_a_member_of_another_brand_gets_404(tenant: Tenant, client_of: ClientOf) -> None:
    action = promise(tenant, draft(tenant))
    with organization_scope(tenant.id):
        client = client_of(make_member(tenant.organization, "agent", brands=(make_brand(tenant.organization, "Süd"),)))

    knocks = [client.get(url(tenant, rest)).status_code for rest in ("", f"actions/{action.pk}/", "versions/1/")]
    knocks += [client.post(f"/o/{tenant.slug}/actions/{action.pk}/done/").status_code]

    assert knocks == [404] * 4
    assert client.get(f"/o/{tenant.slug}/actions/").context["found"].page.rows == ()


def test_the_document_needs_the_same_queries_whatever_it_holds(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        risk = make_risk(tenant.brand)
    post_mortem = draft(tenant, risk=risk)
    client = client_of(tenant.agent)

    promise(tenant, post_mortem, risk=risk)
    for_one = queries_of(client, url(tenant))
    for number in range(2):
        promise(tenant, post_mortem, title=f"Promise {number}", risk=risk)

    assert queries_of(client, url(tenant)) == for_one
