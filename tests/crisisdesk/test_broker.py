"""Which broker is chosen, and that its default works for a role that may make nothing."""

from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.db.utils import ProgrammingError
from kombu import Connection, Queue

from crisisdesk.broker import LONGEST_NAME, QUEUES, SCHEME, Channel, broker
from crisisdesk.queues import make_queues

DATABASE = {"HOST": "/run/pg", "PORT": "5432", "NAME": "desk", "USER": "app", "PASSWORD": "it's \\ secret"}


def test_without_a_url_our_own_database_carries_the_calls() -> None:
    url, options = broker("", DATABASE)

    parts = psycopg.conninfo.conninfo_to_dict(options["conn_string"])
    assert url == "crisisdesk://localhost"
    assert parts == {
        "host": "/run/pg",
        "port": "5432",
        "dbname": "desk",
        "user": "app",
        "password": "it's \\ secret",
        "options": "-c synchronous_commit=off",
    }


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("redis://cache.example.com/0", {"visibility_timeout": 60}),
        ("rediss://cache.example.com/0", {"visibility_timeout": 60}),
        ("amqp://desk@rabbit.example.com//", {}),
    ],
)
def test_a_url_names_another_broker(url: str, options: dict[str, Any]) -> None:
    assert broker(url, DATABASE) == (url, options)


@pytest.mark.parametrize(
    "name", ["crisisdesk", "celery@ip-10-0-12-34.eu-central-1.compute.internal.reply.celery.pidbox"]
)
def test_no_name_of_a_queue_is_too_long_for_it(name: str) -> None:
    short = Channel.entity_name(Channel.__new__(Channel), name)

    assert len(short) <= LONGEST_NAME
    assert short.replace("_", "").isalnum()


def test_long_names_that_begin_alike_stay_apart() -> None:
    channel = Channel.__new__(Channel)

    assert len({channel.entity_name("a-very-long-name-of-a-host." * 3 + end) for end in ("one", "two")}) == 2


def line_to_the_test_database() -> Connection:
    login = connection.settings_dict
    url, options = broker("", {key: login[key] for key in DATABASE})
    return Connection(url, transport_options=options | {"polling_interval": 0.1})


def test_a_message_arrives_and_is_gone_when_it_is_acknowledged(transactional_db: None) -> None:
    queue = Queue(QUEUES[0], routing_key=QUEUES[0])

    with line_to_the_test_database() as line, line.channel() as channel:
        bound = queue(channel)
        line.Producer(channel).publish({"row": 7}, routing_key=QUEUES[0], declare=[queue])
        received = bound.get()
        assert received
        received.ack()

        assert (received.payload, bound.get()) == ({"row": 7}, None)


def test_the_role_that_serves_may_send_but_not_make_a_queue(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pgmq.send('crisisdesk', '{}'::jsonb) > 0")
        assert cursor.fetchone() == (True,)

        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute("SELECT pgmq.create('another')")


def test_no_queue_is_made_for_another_broker(db: None, settings: Any, django_assert_num_queries: Any) -> None:
    settings.CELERY_BROKER_URL = "redis://cache.example.com/0"

    with django_assert_num_queries(0):
        make_queues("default")


def test_every_queue_that_is_used_was_made() -> None:
    assert QUEUES == (settings.CELERY_TASK_DEFAULT_QUEUE,)
    assert SCHEME.isalpha()  # kombu takes no path of a class out of a URL
