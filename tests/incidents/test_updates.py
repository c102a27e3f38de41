"""Updates, notes, pins and the risk: what people write into the room."""

from datetime import timedelta

import pytest
from django.utils import timezone
from time_machine import travel

from crisisdesk.errors import DomainError
from incidents.models import Incident, TimelineEntry, TimelinePin
from incidents.services.details import describe_incident
from incidents.services.pins import pin_entry, unpin_entry
from incidents.services.risk import set_risk
from incidents.services.updates import add_note, post_update
from tests.factories import Tenant, make_brand, make_risk
from tests.incidents.rows import opened, told


def last(incident: Incident) -> TimelineEntry:
    entry: TimelineEntry = TimelineEntry.objects.filter(incident=incident).latest("pk")
    return entry


def test_an_update_restarts_the_clock(inside: Tenant) -> None:
    incident = opened(inside, level=3)

    with travel(timezone.now() + timedelta(minutes=40)):
        entry = post_update(actor=inside.agent, incident=incident, text=" We know why. ", states_facts=True)

    incident.refresh_from_db()
    assert (entry.text, entry.detail["facts"]) == ("We know why.", True)
    assert incident.next_update_at is not None
    assert incident.next_update_at.isoformat() == entry.detail["next_update_at"]
    assert abs(incident.next_update_at - entry.happened_at - timedelta(minutes=60)) < timedelta(seconds=5)
    assert incident.facts_at is not None


def test_facts_are_gathered_once(inside: Tenant) -> None:
    incident = opened(inside)
    post_update(actor=inside.agent, incident=incident, text="Facts", states_facts=True)
    incident.refresh_from_db()
    first = incident.facts_at

    post_update(actor=inside.agent, incident=incident, text="More facts", states_facts=True)

    incident.refresh_from_db()
    assert incident.facts_at == first


def test_an_update_may_promise_its_own_time(inside: Tenant) -> None:
    incident, soon = opened(inside, level=1), timezone.now() + timedelta(minutes=5)

    post_update(actor=inside.agent, incident=incident, text="Soon more", next_update_at=soon)

    incident.refresh_from_db()
    assert incident.next_update_at == soon
    with pytest.raises(DomainError, match="at a time to come"):
        post_update(
            actor=inside.agent, incident=incident, text="Late", next_update_at=timezone.now() - timedelta(minutes=1)
        )


@pytest.mark.parametrize(("text", "sentence"), [(" ", "Write the update"), ("x" * 20_001, "longer than 20,000")])
def test_an_update_has_words_but_no_book(inside: Tenant, text: str, sentence: str) -> None:
    with pytest.raises(DomainError, match=sentence):
        post_update(actor=inside.agent, incident=opened(inside), text=text)


def test_a_note_may_tell_what_happened_earlier(inside: Tenant) -> None:
    incident, then = opened(inside), timezone.now() - timedelta(hours=2)

    entry = add_note(actor=inside.agent, incident=incident, text="The airport called", happened_at=then)

    assert entry.happened_at == then
    assert entry.recorded_at > then
    with pytest.raises(DomainError, match="has not happened yet"):
        add_note(actor=inside.agent, incident=incident, text="Soon", happened_at=timezone.now() + timedelta(minutes=5))
    with pytest.raises(DomainError, match="Write the note"):
        add_note(actor=inside.agent, incident=incident, text="")


def test_a_pin_is_set_once_and_taken_off(inside: Tenant) -> None:
    entry = last(opened(inside))

    pin_entry(actor=inside.agent, entry=entry)
    pin_entry(actor=inside.admin, entry=entry)
    assert TimelinePin.objects.get().actor == inside.agent

    unpin_entry(actor=inside.admin, entry=entry)
    unpin_entry(actor=inside.admin, entry=entry)
    assert not TimelinePin.objects.exists()


def test_the_risk_is_linked_changed_and_taken_off(inside: Tenant) -> None:
    incident, first, second = opened(inside), make_risk(inside.brand), make_risk(inside.brand, title="Strike")

    set_risk(actor=inside.agent, incident=incident, risk=first)
    set_risk(actor=inside.agent, incident=incident, risk=first)
    set_risk(actor=inside.agent, incident=incident, risk=second)
    between = Incident.objects.get().risk
    set_risk(actor=inside.agent, incident=incident, risk=None)

    assert (between, Incident.objects.get().risk) == (second, None)
    assert [event for _kind, event in told(incident, "risk")] == ["linked", "unlinked", "linked", "unlinked"]


def test_the_risk_of_another_brand_is_not_linked(inside: Tenant) -> None:
    with pytest.raises(DomainError, match="another brand"):
        set_risk(actor=inside.agent, incident=opened(inside), risk=make_risk(make_brand(inside.organization)))


def test_an_incident_keeps_a_title(inside: Tenant) -> None:
    incident = opened(inside)

    with pytest.raises(DomainError, match="Give the incident a title"):
        describe_incident(actor=inside.agent, incident=incident, seen="", title="  ", summary="Lost")
