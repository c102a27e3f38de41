"""Words that are typed are not lost, and gone when they have been sent."""

from collections.abc import Callable

import pytest
from django import forms
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.context import shell
from accounts.middleware import TenantMiddleware
from accounts.models import Draft, Membership
from crisisdesk.tenancy import organization_scope
from tests.factories import Tenant

ClientOf = Callable[[Membership], Client]
KEY = "incident:57:update"


class Update(forms.Form):
    text = forms.CharField(widget=forms.Textarea)


def url(tenant: Tenant) -> str:
    return reverse("accounts:draft", args=[tenant.slug])


def kept(tenant: Tenant) -> list[tuple[int, str, str]]:
    with organization_scope(tenant.id):
        return list(Draft.objects.order_by("pk").values_list("member", "key", "text"))


def shown(member: Membership, form: forms.Form) -> str:
    request = RequestFactory().get(f"/o/{member.organization.slug}/")
    request.member = member  # type: ignore[attr-defined]  # as TenantMiddleware does
    with organization_scope(member.organization_id):
        template = Template("{% load crisisdesk %}{% field form.text data_draft=key %}")
        return template.render(Context({**shell(request), "form": form, "key": KEY}))


def test_the_last_words_of_each_person_are_kept_once_a_field(tenant: Tenant, client_of: ClientOf) -> None:
    agent, admin = client_of(tenant.agent), client_of(tenant.admin)

    agent.post(url(tenant), {"key": KEY, "text": "We ar"})
    answer = agent.post(url(tenant), {"key": KEY, "text": " We are sorry\n"})
    admin.post(url(tenant), {"key": KEY, "text": "Mine"})

    assert (answer.status_code, "data-draft-state" in answer.content.decode()) == (200, True)
    assert "Saved " in answer.content.decode()
    assert kept(tenant) == [(tenant.agent.pk, KEY, " We are sorry\n"), (tenant.admin.pk, KEY, "Mine")]


def test_an_emptied_field_keeps_nothing(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.agent)
    client.post(url(tenant), {"key": KEY, "text": "x"})

    answer = client.post(url(tenant), {"key": KEY, "text": ""})

    assert (answer.status_code, kept(tenant)) == (200, [])


def test_what_cannot_be_kept_is_said(tenant: Tenant, client_of: ClientOf) -> None:
    client = client_of(tenant.agent)

    too_long = client.post(url(tenant), {"key": KEY, "text": "x" * 200_001})
    with_nul = client.post(url(tenant), {"key": KEY, "text": "a\x00b"})
    no_key = client.post(url(tenant), {"text": "x"})

    assert (too_long.status_code, "Copy it to a safe place" in too_long.content.decode()) == (422, True)
    assert (with_nul.status_code, no_key.status_code) == (200, 422)
    assert kept(tenant) == [(tenant.agent.pk, KEY, "ab")]


def test_kept_words_stand_in_the_field_of_their_person_only(tenant: Tenant, client_of: ClientOf) -> None:
    client_of(tenant.agent).post(url(tenant), {"key": KEY, "text": "We are <sorry>"})

    mine, theirs = shown(tenant.agent, Update()), shown(tenant.admin, Update())

    assert "We are &lt;sorry&gt;" in mine and "data-draft-at=" in mine and "Saved " in mine
    assert f'data-draft="{KEY}"' in theirs and f'data-draft-url="{url(tenant)}"' in theirs
    assert "sorry" not in theirs


def test_kept_words_win_over_the_first_ones_and_lose_against_what_was_just_sent(
    tenant: Tenant, client_of: ClientOf
) -> None:
    client_of(tenant.agent).post(url(tenant), {"key": KEY, "text": "Kept"})

    fresh = shown(tenant.agent, Update(initial={"text": "Template"}))
    refused = shown(tenant.agent, Update({"text": "Just sent"}))

    assert ("Kept" in fresh, "Template" in fresh) == (True, False)
    assert ("Kept" in refused, "Just sent" in refused) == (False, True)


@pytest.mark.parametrize(("status", "left"), [(303, 0), (200, 0), (204, 0), (422, 1), (409, 1), (403, 1)])
def test_an_accepted_form_takes_its_words_along_and_a_refused_one_leaves_them(
    tenant: Tenant, client_of: ClientOf, status: int, left: int
) -> None:
    client = client_of(tenant.agent)
    client.post(url(tenant), {"key": KEY, "text": "We are sorry"})
    client_of(tenant.admin).post(url(tenant), {"key": KEY, "text": "Theirs"})

    request = RequestFactory().post(f"/o/{tenant.slug}/somewhere/", {"draft_key": KEY, "text": "We are sorry"})
    request.user = tenant.agent.user
    TenantMiddleware(lambda _: HttpResponse(status=status))(request)

    assert [member for member, *_ in kept(tenant)].count(tenant.agent.pk) == left
    assert [member for member, *_ in kept(tenant)].count(tenant.admin.pk) == 1


def test_a_page_asks_for_drafts_once_whatever_fields_it_has(inside: Tenant) -> None:
    request = RequestFactory().get("/o/acme/")
    request.member = inside.agent  # type: ignore[attr-defined]  # as TenantMiddleware does
    drafts = shell(request)["drafts"]
    Draft.objects.create(organization_id=inside.id, member=inside.agent, key="a", text="A")

    assert (drafts.get("a").text, drafts.get("b")) == ("A", None)
    Draft.objects.all().delete()
    assert drafts.get("a").text == "A"
