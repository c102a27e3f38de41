"""Nobody's words are lost: taking over, and words that others were faster than."""

import pytest
from django.db import ProgrammingError, transaction

from accounts.models import AuditEntry
from crisisdesk.errors import StaleState
from playbooks.models import KeptWords, Response
from playbooks.services.keeping import keep_words, take_over
from playbooks.services.responses import save_draft
from tests.factories import Tenant, make_brand, make_mention, make_story
from tests.playbooks.rows import WORDS, approved, drafted, on_its_way, submitted


def kept() -> list[tuple[str, str]]:
    return [(row.author.name, row.text) for row in KeptWords.objects.order_by("pk")]


def test_taking_over_keeps_the_words_under_the_name_of_who_wrote_them(inside: Tenant) -> None:
    response = drafted(inside.agent, make_story(inside.brand))
    began = response.author_since

    take_over(actor=inside.approver, response=response)

    row = Response.objects.get()
    assert (row.author, row.text, row.revision, row.author_since > began) == (inside.approver, WORDS, 3, True)
    assert kept() == [(inside.agent.name, WORDS)]
    assert AuditEntry.objects.filter(verb="response.taken_over", actor=inside.approver).count() == 1


def test_the_first_persons_next_words_are_refused_and_kept(inside: Tenant) -> None:
    response = drafted(inside.agent, make_story(inside.brand))
    take_over(actor=inside.approver, response=response)

    with pytest.raises(StaleState, match="Your words are kept"):
        save_draft(actor=inside.agent, response=response, text="One word more", revision=response.revision)
    for _ in range(2):
        keep_words(actor=inside.agent, response=response, text="One word more")
    keep_words(actor=inside.agent, response=response, text=" \n")

    assert kept() == [(inside.agent.name, WORDS), (inside.agent.name, "One word more")]


def test_ones_own_answer_is_not_taken_over(inside: Tenant) -> None:
    response = drafted(inside.agent, make_story(inside.brand))

    take_over(actor=inside.agent, response=response)

    assert (Response.objects.get().revision, kept()) == (response.revision, [])


def test_two_do_not_take_over_at_once(inside: Tenant) -> None:
    response = drafted(inside.agent, make_story(inside.brand))
    take_over(actor=inside.approver, response=response)

    with pytest.raises(StaleState):
        take_over(actor=inside.owner, response=response)

    assert Response.objects.get().author == inside.approver


def test_what_was_submitted_or_approved_or_is_on_its_way_is_in_nobodys_hands(inside: Tenant) -> None:
    answers = [
        submitted(inside.agent, make_story(inside.brand)),
        approved(inside, make_story(inside.brand)),
        on_its_way(inside),
    ]

    for response in answers:
        with pytest.raises(StaleState):
            take_over(actor=inside.approver, response=response)


def test_an_edit_of_a_colleagues_draft_keeps_theirs_too(inside: Tenant) -> None:
    response = drafted(inside.agent, make_story(inside.brand))

    edited = save_draft(actor=inside.owner, response=response, text="Mine", revision=response.revision)
    save_draft(actor=inside.owner, response=edited, text="Mine again", revision=edited.revision)

    assert kept() == [(inside.agent.name, WORDS)]


def test_kept_words_are_never_rewritten(inside: Tenant) -> None:
    keep_words(actor=inside.agent, response=drafted(inside.agent, make_story(inside.brand)), text="Mine")

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        KeptWords.objects.update(text="Theirs")


def test_two_brands_answer_the_same_mention_each_in_its_own_name(inside: Tenant) -> None:
    mention = make_mention(inside.id)
    stories = [make_story(brand, lead=mention) for brand in (inside.brand, make_brand(inside.organization, "Südwind"))]

    answers = [drafted(inside.agent, story) for story in stories]

    assert len({answer.pk for answer in answers}) == 2
