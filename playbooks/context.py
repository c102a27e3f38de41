"""What this app adds to the shell around every page."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 -- Django's signature
    return {}
