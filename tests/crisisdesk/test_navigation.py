import pytest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import include, path

from crisisdesk.web.navigation import Place, entries


def shown(request: HttpRequest, org: str) -> HttpResponse:
    return HttpResponse()


def approving(request: HttpRequest, org: str) -> HttpResponse:
    return HttpResponse()


approving.allowed_roles = frozenset({"approver"})  # type: ignore[attr-defined]  # as the role decorator writes it

PLACES = (
    Place("desk:overview", "Overview", "overview", alone=True),
    Place("desk:queue", "Queue", "queue", "g q", "queue", ("stories/",)),
    Place("desk:incidents", "Incidents", "incidents", count="incidents"),
    Place("desk:approvals", "Approvals", "approvals"),
    Place("desk:reports", "Reports", "overview"),
)
desk = (
    [
        path("", shown, name="overview"),
        path("queue/", shown, name="queue"),
        path("incidents/", shown, name="incidents"),
        path("approvals/", approving, name="approvals"),
    ],
    "desk",
)
urlpatterns = [path("o/<slug:org>/", include(desk))]

pytestmark = pytest.mark.usefixtures("these_urls")


@pytest.fixture
def these_urls() -> object:
    with override_settings(ROOT_URLCONF=__name__):
        yield


def words(role: str) -> list[str]:
    return [str(entry.place.word) for entry in entries(PLACES, org="acme", role=role, path="/", counts={})]


def test_a_place_is_shown_when_it_exists_and_the_role_may_enter() -> None:
    assert words("viewer") == ["Overview", "Queue", "Incidents"]
    assert words("approver") == ["Overview", "Queue", "Incidents", "Approvals"]


@pytest.mark.parametrize(
    ("address", "current"),
    [
        ("/o/acme/", ["Overview"]),
        ("/o/acme/queue/", ["Queue"]),
        ("/o/acme/stories/7/verdict/", ["Queue"]),
        ("/o/acme/incidents/57/", ["Incidents"]),
        ("/me/", []),
    ],
)
def test_every_page_lights_its_place(address: str, current: list[str]) -> None:
    lit = [
        str(entry.place.word)
        for entry in entries(PLACES, org="acme", role="agent", path=address, counts={})
        if entry.is_current
    ]

    assert lit == current


def test_counts_and_the_chosen_brand_travel_along() -> None:
    counts = {"queue": 38, "queue_level": 2, "incidents": 2, "incidents_level": 4}

    found = entries(PLACES, org="acme", role="agent", path="/", brand="nord", counts=counts)

    assert [(entry.url, entry.count, entry.worst) for entry in found] == [
        ("/o/acme/?brand=nord", None, None),
        ("/o/acme/queue/?brand=nord", 38, None),
        ("/o/acme/incidents/?brand=nord", 2, 4),
    ]
