from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from crisisdesk.web import errors


class Untouchable:
    """A request's person who has not been asked for yet; looking would ask the database."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(name)


def asked(method: str = "get", **headers: str) -> HttpRequest:
    request: HttpRequest = getattr(RequestFactory(), method)("/o/acme/queue/?level=3", headers=headers)
    request.user = Untouchable()  # type: ignore[assignment]  # whoever touches it fails
    return request


@pytest.mark.parametrize(
    ("response", "status", "sentence"),
    [
        (errors.bad_request(asked(), ValueError()), 400, "This request cannot be read"),
        (errors.forbidden(asked(), PermissionDenied()), 403, "Your role does not allow it"),
        (errors.csrf_failure(asked()), 403, "This form was open for too long"),
        (errors.not_found(asked(), Http404()), 404, "Nothing is here"),
        (errors.refused(asked(), "Anna sent an answer"), 409, "Anna sent an answer"),
        (errors.server_error(asked()), 500, "Something broke on our side"),
    ],
)
def test_every_problem_has_a_page_that_asks_nobody(response: HttpResponse, status: int, sentence: str) -> None:
    assert response.status_code == status
    assert sentence in response.content.decode()


def test_a_refusal_reaches_htmx_as_the_bare_sentence() -> None:
    response = errors.refused(asked(**{"HX-Request": "true"}), "Anna sent <an> answer")

    assert (response.status_code, response.content.decode()) == (409, "Anna sent <an> answer")
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_a_stale_form_is_told_to_htmx_in_words() -> None:
    response = errors.csrf_failure(asked(**{"HX-Request": "true"}))

    assert (response.status_code, response["Content-Type"]) == (403, "text/plain; charset=utf-8")
    assert "Load the page again" in response.content.decode()


def test_a_refusal_on_a_page_is_escaped() -> None:
    assert "Anna sent &lt;an&gt; answer" in errors.refused(asked(), "Anna sent <an> answer").content.decode()


@pytest.mark.parametrize(
    ("method", "referer", "here"),
    [
        ("get", "", "/o/acme/queue/?level=3"),
        ("post", "http://testserver/o/acme/stories/7/", "/o/acme/stories/7/"),
        ("post", "https://elsewhere.test/o/acme/", "/"),
        ("post", "", "/"),
    ],
)
def test_the_way_back_is_a_page_of_ours(method: str, referer: str, here: str) -> None:
    response = errors.refused(asked(method, Referer=referer), "No")

    assert f'href="{here}">Open the page again' in response.content.decode()


def test_the_persons_theme_stays_when_it_is_known_already() -> None:
    request = asked()
    request._cached_user = SimpleNamespace(theme="dark")  # type: ignore[attr-defined]  # as Django keeps it

    assert 'data-theme="dark"' in errors.not_found(request, Http404()).content.decode()


def test_the_language_is_the_pages() -> None:
    with translation.override("ru"):
        assert 'lang="ru"' in errors.server_error(asked()).content.decode()
