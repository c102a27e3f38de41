"""How many queries a page needs."""

from collections.abc import Mapping

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries_of(client: Client, url: str, headers: Mapping[str, str] | None = None) -> int:
    """Of the second visit: the first one may fill caches of the process."""
    client.get(url, headers=headers)
    with CaptureQueriesContext(connection) as found:
        assert client.get(url, headers=headers).status_code == 200
    return len(found)
