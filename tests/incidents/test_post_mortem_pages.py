"""The pages of a post-mortem: what they show, to whom, and that no word is lost."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Draft, Membership
from crisisdesk.tenancy import organization_scope
from incidents.models import CorrectiveAction, Incident, PostMortem, PostMortemVersion, TimelinePin
from incidents.services.timeline import record_entry
from risks.models import RiskAssessment
from tests.counting import queries_of
from tests.factories import (
    Tenant,
    make_brand,
    make_incident,
    make_member,
    make_post_mortem,
    make_resolved_incident,
    make_risk,
    make_story,
)

ClientOf = Callable[[Membership], Client]
HTMX = {"HX-Request": "true"}
SCORE = {"likelihood": 4, "financial": 2, "reputation": 5, "brand_damage": 3, "reason": "Seen by 5 million people"}


def url(tenant: Tenant, rest: str = "", number: int = 57) -> str:
    return f"/o/{tenant.slug}/incidents/{number}/post-mortem/{rest}"


def draft(tenant: Tenant, **fields: Any) -> PostMortem:
    with organization_scope(tenant.id):
        story = make_story(tenant.brand, mentions=3)
        incident = make_resolved_incident(tenant.brand, opened_by=tenant.agent, story=story, number=57, **fields)
        return make_post_mortem(incident)


def promise(tenant: Tenant, post_mortem: PostMortem, **fields: Any) -> CorrectiveAction:
    with organization_scope(tenant.id):
        action: CorrectiveAction = CorrectiveAction.objects.create(
            organization=tenant.organization,
            post_mortem=post_mortem,
            **{"title": "Teach the apology", "owner": tenant.agent, "due_on": date(2026, 3, 20)} | fields,
        )
        return action


def standing(tenant: Tenant) -> PostMortem:
    with organization_scope(tenant.id):
        row: PostMortem = PostMortem.objects.select_related("incident__risk", "finalized_by").get()
        return row


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


def test_an_action_is_added_edited_and_removed(tenant: Tenant, client_of: ClientOf) -> None:
    draft(tenant)
    client = client_of(tenant.agent)
    words = {"title": "Teach the apology", "owner": tenant.agent.pk, "due_on": "2026-03-20"}

    added = client.post(url(tenant, "actions/"), words)
    with organization_scope(tenant.id):
        pk = CorrectiveAction.objects.get().pk
    edited = client.post(url(tenant, f"actions/{pk}/"), words | {"changes": "impact −1"})
    page = client.get(url(tenant)).content.decode()
    removed = client.post(url(tenant, f"actions/{pk}/remove/"))

    assert [answer["Location"] for answer in (added, edited, removed)] == [url(tenant) + "#actions"] * 3
    assert ("Teach the apology" in page, "impact −1" in page) == (True, True)
    with organization_scope(tenant.id):
        assert CorrectiveAction.objects.count() == 0


def test_a_wrong_action_keeps_its_words(tenant: Tenant, client_of: ClientOf) -> None:
    draft(tenant)
    stranger = {"title": "Teach the apology", "owner": tenant.viewer.pk, "due_on": "never"}

    answer = client_of(tenant.agent).post(url(tenant, "actions/"), stranger)

    assert (answer.status_code, "Teach the apology" in answer.content.decode()) == (422, True)
    assert set(answer.context["action_form"].errors) == {"owner", "due_on"}


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


def test_the_list_shows_what_is_late_first(tenant: Tenant, client_of: ClientOf) -> None:
    post_mortem = draft(tenant)
    today = timezone.localdate()
    promise(tenant, post_mortem, title="In a week", due_on=today + timedelta(days=7), owner=tenant.approver)
    late = promise(tenant, post_mortem, title="Long ago", due_on=today - timedelta(days=7))
    client = client_of(tenant.agent)
    page = f"/o/{tenant.slug}/actions/"

    def titles(query: str) -> list[str]:
        return [row.title for row in client.get(page + query).context["found"].page.rows]

    assert titles("") == titles("?show=odd&cursor=%00") == ["Long ago", "In a week"]
    assert titles("?show=late") == titles("?show=mine") == ["Long ago"]
    assert "1 promise is late." in client.get(page).content.decode()
    client.post(f"{page}{late.pk}/done/")
    assert (titles(""), titles("?show=done")) == (["In a week"], ["Long ago"])
    client.post(f"{page}{late.pk}/reopen/")
    assert titles("?show=late") == ["Long ago"]


def test_the_panel_of_another_page_holds_five(tenant: Tenant, client_of: ClientOf) -> None:
    post_mortem = draft(tenant)
    client = client_of(tenant.viewer)
    page = f"/o/{tenant.slug}/actions/"
    empty = client.get(page, headers=HTMX).content.decode().strip()
    for number in range(6):
        promise(tenant, post_mortem, title=f"Promise {number}")

    body = client.get(page, headers=HTMX).content.decode()

    assert empty == ""
    assert (body.count("Promise"), "Late: 6" in body, "All 6" in body, "<html" in body) == (5, True, True, False)


def test_the_list_needs_the_same_queries_for_one_and_three(tenant: Tenant, client_of: ClientOf) -> None:
    post_mortem = draft(tenant)
    client = client_of(tenant.viewer)
    page = f"/o/{tenant.slug}/actions/"

    promise(tenant, post_mortem)
    for_one = queries_of(client, page)
    for number in range(2):
        promise(tenant, post_mortem, title=f"Promise {number}")

    assert queries_of(client, page) == for_one


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
