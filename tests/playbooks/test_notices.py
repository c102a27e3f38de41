"""Who hears of an answer, in which language, and once."""

import pytest
from django.utils import translation
from django.utils.translation import gettext

from accounts.models import User
from notifications.models import Email
from playbooks.services.approvals import approve_response, return_response
from playbooks.services.responses import save_draft, submit_response
from tests.factories import Tenant, make_brand, make_member, make_story
from tests.playbooks.rows import WORDS, submitted


def told() -> list[tuple[str, str]]:
    return list(Email.objects.order_by("pk").values_list("to", "subject"))


def test_approvers_are_asked_with_the_words_and_the_address(inside: Tenant) -> None:
    response = submitted(inside.agent, make_story(inside.brand))

    email = Email.objects.get()
    assert (email.to, email.subject) == (inside.approver.user.email, "Approve an answer of Nordwind")
    assert f"{inside.agent.name} asks you to approve these words:\n\n{WORDS}" in email.body
    assert email.body.endswith(f"/o/{inside.slug}/responses/{response.pk}/")


def test_where_no_approver_is_free_owners_and_admins_are_asked(inside: Tenant) -> None:
    submitted(inside.approver, make_story(inside.brand))

    assert {to for to, _ in told()} == {inside.owner.user.email, inside.admin.user.email}


def test_nobody_is_asked_about_a_brand_they_do_not_see(inside: Tenant) -> None:
    make_member(inside.organization, "approver", brands=(make_brand(inside.organization, "Südwind"),))
    sees = make_member(inside.organization, "approver", brands=(inside.brand,))

    submitted(inside.agent, make_story(inside.brand))

    assert {to for to, _ in told()} == {inside.approver.user.email, sees.user.email}


def test_each_reads_it_in_their_own_language(inside: Tenant) -> None:
    User.objects.filter(pk=inside.approver.user_id).update(language="ru")

    response = submitted(inside.agent, make_story(inside.brand))
    inside.agent.user.language = "en"
    approve_response(actor=inside.owner, response=response, text_hash=response.text_hash)

    with translation.override("ru"):
        asked = gettext("Approve an answer of %(brand)s") % {"brand": "Nordwind"}
    assert [subject for _, subject in told()] == [asked, "Approved: an answer of Nordwind"]


@pytest.mark.parametrize("times", [1, 2])
def test_each_submission_asks_anew_and_a_return_says_why(inside: Tenant, times: int) -> None:
    response = submitted(inside.agent, make_story(inside.brand))
    for number in range(times):
        return_response(actor=inside.approver, response=response, text_hash=response.text_hash, note="Name the day")
        response = save_draft(actor=inside.agent, response=response, text=f"Try {number}", revision=response.revision)
        submit_response(actor=inside.agent, response=response)
        response.refresh_from_db()

    returned = Email.objects.filter(to=inside.agent.user.email)
    assert (returned.count(), Email.objects.count()) == (times, 2 * times + 1)
    assert all("Note: Name the day" in email.body for email in returned)
