"""What people see when a page cannot be shown.

Nothing here may ask the database: it is away, or the transaction around the view is to be rolled back
and refuses every query. So no context processors; what is known already is taken from the request.
"""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

STALE_FORM: Final = _(
    "This form was open for too long, or cookies are turned off. Load the page again and send it once more."
)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's signature
    if _asks_for_words(request):
        return _words(str(STALE_FORM), 403)
    return problem(request, "403.html", 403, sentence=STALE_FORM)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    return problem(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    return problem(request, "403.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    return problem(request, "404.html", 404)


def too_many(request: HttpRequest) -> HttpResponse:
    """Each of the limits is counted by the minute."""
    response = problem(request, "429.html", 429)
    response["Retry-After"] = "60"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    return problem(request, "500.html", 500)


def refused(request: HttpRequest, sentence: str) -> HttpResponse:
    """A rule said no (409): HTMX gets the bare sentence, which a toast shows; everybody else a page."""
    if _asks_for_words(request):
        return _words(sentence, 409)
    return problem(request, "409.html", 409, sentence=sentence)


def _asks_for_words(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _words(sentence: str, status: int) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")


def problem(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:  # noqa: ANN401 -- a template's context
    known = {"theme": _theme(request), "home": _home(request), "here": _here(request)}
    return HttpResponse(render_to_string(template, known | context), status=status)


def _theme(request: HttpRequest) -> str:
    person = getattr(request, "_cached_user", None)  # not `user`: looking at it may ask the database
    theme = getattr(person, "theme", "auto")
    return "" if theme == "auto" else str(theme)


def _home(request: HttpRequest) -> str:
    organization = getattr(request, "organization", None)
    if organization is None:
        return "/"
    try:
        return reverse("incidents:overview", args=[organization.slug])
    except NoReverseMatch:
        return "/"


def _here(request: HttpRequest) -> str:
    """A POST is not repeated by a link: back to the page it was sent from, when that is ours."""
    if request.method == "GET":
        return request.get_full_path()
    referer = request.headers.get("Referer", "")
    ours = f"{request.scheme}://{request.get_host()}/"
    return f"/{referer.removeprefix(ours)}" if referer.startswith(ours) else _home(request)
