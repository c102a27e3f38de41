"""Templates and slots in the composer: what comes in, what is asked for, what is warned of."""

import pytest

from crisisdesk.tenancy import organization_scope
from mentions.models import Mention, Story
from playbooks.models import Response, ResponseTemplate, ResponseTemplateText
from playbooks.services.keeping import hash_of
from playbooks.services.responses import start_reply, start_statement
from tests.factories import NOON, Tenant, make_brand, make_risk, make_story
from tests.playbooks.browsing import HTMX, ClientOf, answer_url, reply_url, shown
from tests.playbooks.rows import WORDS, drafted, make_incident


@pytest.fixture
def story(tenant: Tenant) -> Story:
    with organization_scope(tenant.id):
        return make_story(tenant.brand, "My bag is gone", level=2)


def the_answer(tenant: Tenant) -> Response:
    with organization_scope(tenant.id):
        row: Response = Response.objects.select_related("author").get()
        return row


def make_template(tenant: Tenant, text: str, name: str = "Lost bag", language: str = "en") -> ResponseTemplate:
    template: ResponseTemplate = ResponseTemplate.objects.create(organization_id=tenant.id, name=name)
    ResponseTemplateText.objects.create(organization_id=tenant.id, template=template, language=language, text=text)
    return template


def test_a_template_comes_in_with_what_is_known_and_asks_for_the_rest(
    tenant: Tenant, client_of: ClientOf, story: Story
) -> None:
    with organization_scope(tenant.id):
        template = make_template(tenant, "{brand} is sorry. Write to {contact}.")
    client = client_of(tenant.agent)

    page = client.get(reply_url(tenant, story))
    inserted = client.post(reply_url(tenant, story), {"text": "", "insert": template.pk}, headers=HTMX)
    filled = client.post(
        reply_url(tenant, story),
        {"text": the_answer(tenant).text, "revision": 2, "action": "fill", "slot-contact": "care@nordwind.test"},
        headers=HTMX,
    )

    assert shown(page, f'name="insert" value="{template.pk}"', "Lost bag") == (True, True)
    assert shown(inserted, "Nordwind is sorry. Write to {contact}.", 'name="slot-contact"') == (True, True)
    assert shown(filled, "Nordwind is sorry. Write to care@nordwind.test.", 'name="slot-contact"') == (True, False)


def test_what_is_typed_into_the_slots_goes_out_with_the_text(tenant: Tenant, client_of: ClientOf, story: Story) -> None:
    client_of(tenant.agent).post(
        reply_url(tenant, story), {"text": "Write to {contact}.", "action": "submit", "slot-contact": "care@x.test"}
    )

    assert (the_answer(tenant).text, the_answer(tenant).status) == ("Write to care@x.test.", "in_review")


def test_new_slots_in_the_text_ask_for_words_and_known_inputs_are_left_alone(
    tenant: Tenant, client_of: ClientOf, story: Story
) -> None:
    client = client_of(tenant.agent)
    typed = {"text": "{contact}", "action": "keep"}

    fresh = client.post(reply_url(tenant, story), typed, headers=HTMX)
    known = client.post(
        reply_url(tenant, story), typed | {"text": "{contact}!", "revision": 2, "slot-contact": "ca"}, headers=HTMX
    )

    assert (shown(fresh, 'name="slot-contact"'), shown(known, 'name="slot-contact"')) == ((True,), (False,))


def test_approved_words_that_suit_are_in_the_composer_from_the_start(
    tenant: Tenant, client_of: ClientOf, story: Story
) -> None:
    with organization_scope(tenant.id):
        risk = make_risk(tenant.brand)
        incident = make_incident(tenant, story=story, risk=risk, next_update_at=NOON)
        for_any, for_risk, draft = (
            make_template(tenant, f"{name}, {{brand}}, {{next_update_at}}", name) for name in ("Any", "Risk", "Draft")
        )
        signed = {"status": "approved", "approved_by": tenant.owner, "approved_at": NOON}
        ResponseTemplate.objects.filter(pk__in=[for_any.pk, for_risk.pk]).update(**signed)
        ResponseTemplate.objects.filter(pk=for_risk.pk).update(category=risk.category)
        statement = start_statement(actor=tenant.agent, incident=incident, stage="holding")
    client = client_of(tenant.agent)

    suited = client.get(reply_url(tenant, story))
    without = client.get(answer_url(tenant, statement))
    with organization_scope(tenant.id):
        ResponseTemplate.objects.filter(pk=for_risk.pk).update(status="expired")
    general = client.get(reply_url(tenant, story))

    assert shown(suited, "Risk, Nordwind, 12:00</textarea>", "Suggested, because") == (True, True)
    assert shown(general, "Any, Nordwind, 12:00</textarea>") == (True,)
    assert shown(without, "Suggested, because", draft.name) == (False, True)


def test_the_fourth_time_in_a_thread_is_named(tenant: Tenant, client_of: ClientOf) -> None:
    with organization_scope(tenant.id):
        story = make_story(tenant.brand, mentions=5)
        others = Mention.objects.filter(matches__story=story).exclude(pk=story.lead_id)
        for mention in others:
            row = start_reply(actor=tenant.agent, story=story, mention=mention)
            Response.objects.filter(pk=row.pk).update(
                text=WORDS, text_hash=hash_of(WORDS), status="sent", sent_at=NOON, revision=2
            )
        drafted(tenant.agent, story)

    answer = client_of(tenant.agent).get(reply_url(tenant, story), headers=HTMX)

    assert shown(answer, "The same words went out more than 3 times in this thread.") == (True,)


def test_a_template_of_another_brand_is_not_put_in(tenant: Tenant, client_of: ClientOf, story: Story) -> None:
    with organization_scope(tenant.id):
        template = make_template(tenant, "Theirs")
        ResponseTemplate.objects.update(brand=make_brand(tenant.organization, "Südwind"))

    answer = client_of(tenant.agent).post(reply_url(tenant, story), {"text": "", "insert": template.pk})

    assert answer.status_code == 422
