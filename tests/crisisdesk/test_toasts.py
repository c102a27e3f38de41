import json
from collections.abc import Callable

from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event

from crisisdesk.web.toasts import ToastMiddleware, toast


def asked(**headers: str) -> HttpRequest:
    request = RequestFactory().post("/", headers=headers)
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]  # as MessageMiddleware does
    return request


def answered(request: HttpRequest, make: Callable[[], HttpResponse]) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        toast(request, "Marked as noise", undo_url="/undo/7/")
        return make()

    return ToastMiddleware(view)(request)


def test_an_answer_to_htmx_carries_its_toasts_beside_other_events() -> None:
    request = asked(**{"HX-Request": "true"})

    response = answered(request, lambda: trigger_client_event(HttpResponse(), "decided", {"id": 7}))

    assert json.loads(response["HX-Trigger"]) == {
        "decided": {"id": 7},
        "toasts": [{"text": "Marked as noise", "undo": "/undo/7/", "tone": "success"}],
    }
    waiting = get_messages(request)
    assert isinstance(waiting, CookieStorage)
    assert waiting.used  # so the middleware of messages forgets them


def test_a_toast_waits_for_the_page_that_a_redirect_leads_to() -> None:
    request = asked(**{"HX-Request": "true"})

    response = answered(request, lambda: HttpResponseClientRedirect("/"))

    assert not response.has_header("HX-Trigger")
    assert [str(message) for message in get_messages(request)] == ["Marked as noise"]


def test_a_full_page_says_its_toasts_itself() -> None:
    request = asked()

    response = answered(request, HttpResponse)

    assert not response.has_header("HX-Trigger")
    assert [message.extra_tags for message in get_messages(request)] == ["/undo/7/"]
