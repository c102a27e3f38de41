"""`__any`: many values in one parameter."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from crisisdesk.tenancy import organization_scope
from mentions.models import Mention
from tests.factories import Tenant, make_mention


def test_it_finds_what_in_finds_with_one_parameter(tenant: Tenant) -> None:
    with organization_scope(tenant.id):
        mentions = [make_mention(tenant.id) for _number in range(3)]
        keys = [bytes(each.identity) for each in mentions[:2]]

        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = set(Mention.objects.filter(identity__any=keys).values_list("pk", flat=True))
        numbers = set(Mention.objects.filter(pk__any={each.pk for each in mentions[1:]}).values_list("pk", flat=True))

    assert found == {each.pk for each in mentions[:2]}
    assert numbers == {each.pk for each in mentions[1:]}
    assert "= ANY(" in asked.captured_queries[0]["sql"]


def test_nothing_finds_nothing_and_asks_nobody(tenant: Tenant) -> None:
    with organization_scope(tenant.id):
        mention = make_mention(tenant.id)

        with CaptureQueriesContext(connection) as asked:
            assert not Mention.objects.filter(pk__any=[]).exists()
        assert (len(asked), Mention.objects.exclude(pk__any=[]).get()) == (0, mention)
