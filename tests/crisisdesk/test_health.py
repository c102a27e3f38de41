from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client


def test_the_process_answers_without_a_database(django_assert_num_queries: Any, db: None) -> None:
    with django_assert_num_queries(0):
        answer = Client().get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


def test_it_is_ready_when_the_database_answers(db: None) -> None:
    answer = Client().get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_it_is_not_ready_while_the_database_is_away(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise DatabaseError("connection refused")

    with monkeypatch.context() as patch:  # the test's own end needs the database again
        patch.setattr(connection, "cursor", away)
        answer = Client().get("/readyz")

    assert (answer.status_code, answer.json()) == (503, {"status": "database is away"})


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_nobody_posts_to_it(path: str, db: None) -> None:
    assert Client().post(path).status_code == 405
