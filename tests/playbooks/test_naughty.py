"""Every naughty string in every text field of this app: kept, or refused with a sentence; never a broken page."""

from collections.abc import Iterator

from accounts.enums import Role
from crisisdesk.tenancy import organization_scope
from playbooks.models import Response
from playbooks.services.responses import start_reply
from tests.factories import Tenant, make_story
from tests.naughty import naughty, some
from tests.outside import measured
from tests.playbooks.browsing import HTMX, ClientOf, answer_url, reply_url
from tests.playbooks.rows import make_incident, on_its_way, submitted

pytestmark = measured
FINE = {200, 302, 303, 409, 422}


def lots() -> Iterator[str]:
    """Twenty-five at a time: enough where a whole page is drawn for every answer."""
    strings = naughty()
    for start in range(0, len(strings), 25):
        yield "\n".join(strings[start : start + 25])


def fields(tenant: Tenant) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Who sends it, where, and beside what; `*` is where the string goes."""
    home = f"/o/{tenant.slug}"
    step = {"steps-TOTAL_FORMS": "1", "steps-INITIAL_FORMS": "0", "steps-0-offset_minutes": "1", "revision": "1"}
    with organization_scope(tenant.id):
        draft = start_reply(actor=tenant.agent, story=(story := make_story(tenant.brand)), mention=story.lead)
        waiting = submitted(tenant.agent, make_story(tenant.brand))
        going = on_its_way(tenant)
        incident = make_incident(tenant)
        blank = make_story(tenant.brand)
    decision = {"text_hash": waiting.text_hash, "then": "approvals"}
    yield "agent", answer_url(tenant, draft), {"text": "*", "revision": "1", "action": "keep"}
    yield "agent", answer_url(tenant, draft), {"text": "{contact}", "slot-contact": "*", "action": "fill"}
    yield "agent", answer_url(tenant, draft), {"text": "x", "revision": "*", "insert": "*", "action": "*"}
    yield "agent", reply_url(tenant, blank), {"text": "*"}
    yield "approver", answer_url(tenant, waiting, "approve/"), decision | {"text_hash": "*", "note": "*"}
    yield "approver", answer_url(tenant, waiting, "return/"), decision | {"note": "*"}
    yield "agent", answer_url(tenant, going, "report/"), {"outcome": "*", "proof": "*"}
    yield "agent", answer_url(tenant, going, "confirm/"), {"address": "*", "proof": "*"}
    yield "agent", f"{home}/incidents/{incident.number}/responses/new/", {"stage": "*", "language": "*"}
    yield "agent", f"{home}/templates/new/", {"name": "*", "stage": "reply", "text_en": "*", "text_ru": "*"}
    yield "agent", f"{home}/templates/preview/", {"text_en": "*", "text_ru": "{contact} *"}
    yield "admin", f"{home}/settings/playbook/", step | {"steps-0-title_en": "*", "steps-0-title_ru": "*"}
    yield "admin", f"{home}/settings/playbook/voices/{tenant.brand.slug}/", {"banned_words": "*"}


def test_no_string_breaks_a_form_or_the_page_after_it(tenant: Tenant, client_of: ClientOf) -> None:
    clients = {role.value: client_of(tenant.members()[role]) for role in Role}
    statuses = set()

    for role, url, words in fields(tenant):
        for lot in lots():
            answer = clients[role].post(url, {name: value.replace("*", lot) for name, value in words.items()})
            statuses.add(answer.status_code)
    with organization_scope(tenant.id):
        pages = [answer_url(tenant, row) for row in Response.objects.all()]
    for page in [*pages, f"/o/{tenant.slug}/templates/", f"/o/{tenant.slug}/settings/playbook/"]:
        statuses.add(clients["owner"].get(page).status_code)

    assert statuses <= FINE


def test_no_string_breaks_an_address(tenant: Tenant, client_of: ClientOf) -> None:
    client, home = client_of(tenant.owner), f"/o/{tenant.slug}"
    with organization_scope(tenant.id):
        story = make_story(tenant.brand)

    statuses = {
        client.get(url, {name: string}, headers=HTMX).status_code
        for url, name, strings in (
            (reply_url(tenant, story), "mention", filter(str.isnumeric, naughty())),
            (f"{home}/templates/", "q", lots()),
            (f"{home}/templates/", "stage", lots()),
            (f"{home}/approvals/", "cursor", lots()),
        )
        for string in strings
    }

    assert statuses <= {200, 404}


def test_what_is_kept_is_what_was_typed(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.agent)
    with organization_scope(tenant.id):
        draft = start_reply(actor=tenant.agent, story=(story := make_story(tenant.brand)), mention=story.lead)
    changed = []

    for string in some(8):
        with organization_scope(tenant.id):
            row = Response.objects.get(pk=draft.pk)
        words = {"text": string, "revision": str(row.revision), "action": "keep", f"slot-{string[:20]}": string}
        answer = client.post(answer_url(tenant, draft), words, headers=HTMX)
        with organization_scope(tenant.id):
            kept = Response.objects.get(pk=draft.pk).text
        if answer.status_code != 200 or kept != string.replace("\r\n", "\n"):
            changed.append((string, answer.status_code, kept))

    assert changed == []
