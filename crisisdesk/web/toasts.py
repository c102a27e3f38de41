"""A short word after a change, with undo where it can be taken back.

Kept in Django's messages, so a page without JavaScript shows it too; an HTMX answer carries it in a header.
"""

import json
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]


def toast(request: HttpRequest, text: str, undo_url: str | None = None) -> None:
    """`undo_url` takes a POST."""
    messages.success(request, text, extra_tags=undo_url or "")


class ToastMiddleware:
    """Toasts of an HTMX answer travel in `HX-Trigger`; a redirect keeps them for the page it leads to."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        leads_on = (
            response.has_header("HX-Redirect") or response.has_header("HX-Refresh") or response.has_header("Location")
        )
        if request.headers.get("HX-Request") != "true" or leads_on:
            return response
        if waiting := [
            {"text": str(message), "undo": message.extra_tags or None, "tone": message.level_tag}
            for message in messages.get_messages(request)
        ]:
            events = json.loads(response.get("HX-Trigger", "{}"))
            response["HX-Trigger"] = json.dumps(events | {"toasts": waiting})
        return response
