"""Answers of an incident that turns out to be another one."""

from incidents.services.merging import merge_incident
from playbooks.models import Response
from playbooks.services.responses import start_statement
from playbooks.services.sending import confirm_sent
from tests.factories import Tenant, make_story
from tests.incidents.rows import opened
from tests.playbooks.rows import statement_on_its_way

PROOF = {"address": "https://news.example/1", "proof": "Seen"}


def test_what_is_not_out_yet_goes_with_a_merged_incident(inside: Tenant) -> None:
    source, target = opened(inside), opened(inside, make_story(inside.brand), title="Late flights")
    out = statement_on_its_way(inside, source, "statement")
    confirm_sent(actor=inside.agent, response=out, **PROOF)
    begun = start_statement(actor=inside.agent, incident=source, stage="holding")
    leaving = statement_on_its_way(inside, source, "holding")

    merge_incident(actor=inside.agent, incident=source, seen="declared", into=target)

    where = dict(Response.objects.values_list("pk", "incident"))
    assert where == {out.pk: source.pk, begun.pk: target.pk, leaving.pk: target.pk}
    leaving.refresh_from_db()
    confirm_sent(actor=inside.agent, response=leaving, **PROOF)
    target.refresh_from_db()
    assert target.holding_at is not None
