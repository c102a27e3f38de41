"""One URL, one template: HTMX gets the fragment, everybody else the whole page."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

SEE_OTHER = 303
Handler = Callable[[HttpRequest], HttpResponse]


class VaryOnHtmxMiddleware:
    """The same address has two bodies; without this a cache or the back button shows the wrong one."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        return response


def is_fragment(request: HttpRequest) -> bool:
    """HTMX asks for a part; when it restores its history it asks for the whole page."""
    return (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-Boosted") != "true"
        and request.headers.get("HX-History-Restore-Request") != "true"
    )


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    fragment: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """`fragment` names a partial of the template: `queue.html` with `rows` answers HTMX by `queue.html#rows`."""
    name = f"{template}#{fragment}" if fragment and is_fragment(request) else template
    return render(request, name, context, status=status)


def redirect_or_refresh(request: HttpRequest, to: Any, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 -- as Django's redirect
    """After a change: a plain form is sent to the page (303), HTMX is told to load it."""
    url = resolve_url(to, *args, **kwargs)
    if is_fragment(request):
        return HttpResponseClientRedirect(url)
    response = HttpResponseRedirect(url)
    response.status_code = SEE_OTHER
    return response
