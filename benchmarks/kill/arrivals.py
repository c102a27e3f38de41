"""What arrives: mentions that a seed makes, in signed deliveries, from senders that ask again until they are heard."""

import json
import queue
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx

from mentions.sources.signing import signature_of

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
WEEK = timedelta(days=7)
WORDS = [
    "bag",
    "flight",
    "delay",
    "refund",
    "crew",
    "gate",
    "seat",
    "hours",
    "answer",
    "phone",
    "lost",
    "again",
    "never",
    "promised",
    "ticket",
    "night",
    "airport",
    "waiting",
    "please",
    "thanks",
    "service",
    "worst",
    "kind",
    "line",
    "hotel",
    "storm",
    "engine",
    "cancelled",
    "children",
    "paid",
    "nobody",
    "says",
    "today",
    "рейс",
    "багаж",
    "задержка",
    "вернули",
    "деньги",
    "ответ",
    "ждём",
    "снова",
    "спасибо",
    "экипаж",
    "очередь",
    "билет",
    "никто",
    "потеряли",
]
THEMES = 400
SHARE_SENT_TWICE = 0.05  # a sender that lost its notes sends the same mentions under another id
SHARE_HUNG_UP = 0.03  # a sender that does not wait for the answer, and therefore asks again


@dataclass(frozen=True)
class Delivery:
    message_id: str
    body: bytes


def deliveries(mentions: int, batch: int, seed: int) -> list[Delivery]:
    chance = random.Random(seed)
    rows = list(_rows(mentions, chance))
    batches = [rows[start : start + batch] for start in range(0, len(rows), batch)]
    batches += [chance.sample(rows, batch) for _ in range(round(len(batches) * SHARE_SENT_TWICE))]
    chance.shuffle(batches)
    return [
        Delivery(f"msg_{number}", json.dumps(each, ensure_ascii=False).encode()) for number, each in enumerate(batches)
    ]


def external_ids(mentions: int) -> set[str]:
    return {f"post-{number}" for number in range(mentions)}


def _rows(mentions: int, chance: random.Random) -> Iterator[dict[str, str | int]]:
    themes = [" ".join(chance.choices(WORDS, k=12)) for _ in range(THEMES)]
    for number in range(mentions):
        theme = themes[min(int(chance.paretovariate(0.7)) - 1, THEMES - 1)]
        yield {
            "id": f"post-{number}",
            "text": _said(theme, chance),
            "author": f"@person{chance.randrange(mentions // 3)}",
            "followers": chance.randrange(2_000),
            "published_at": (MONDAY + WEEK * chance.random()).isoformat(timespec="seconds"),
            "network": "x",
        }


def _said(theme: str, chance: random.Random) -> str:
    """Passed on as it is, with two words changed, or in words of one's own."""
    kind = chance.random()
    if kind < 0.5:  # noqa: PLR2004 -- half of them
        return f"Nordwind {theme}"
    words = theme.split() if kind < 0.9 else chance.choices(WORDS, k=14)  # noqa: PLR2004 -- most of the others
    for place in chance.sample(range(len(words)), 2):
        words[place] = chance.choice(WORDS)
    return " ".join(words)


class Senders:
    """A few at a time, evenly over `seconds`; each delivery until it is answered with a 2xx."""

    def __init__(self, url: str, secret: str, seed: int, *, is_running: Callable[[], bool], threads: int = 4) -> None:
        self._url, self._secret, self._seed, self._threads = url, secret, seed, threads
        self._is_running = is_running
        self._waiting: queue.Queue[Delivery | None] = queue.Queue()
        self.answered = 0
        self.asked_again = 0
        self._lock = threading.Lock()

    def send(self, all_of_them: Sequence[Delivery], seconds: float) -> None:
        threads = [threading.Thread(target=self._work, args=(self._seed + place,)) for place in range(self._threads)]
        for thread in threads:
            thread.start()
        began = time.monotonic()
        for place, delivery in enumerate(all_of_them):
            time.sleep(max(0.0, began + seconds * place / len(all_of_them) - time.monotonic()))
            self._waiting.put(delivery)
        for _ in threads:
            self._waiting.put(None)
        for thread in threads:
            thread.join()
        if self.answered < len(all_of_them):
            raise SystemExit("The desk was stopped meanwhile, so this run proves nothing: see desk.log.")

    def _work(self, seed: int) -> None:
        chance = random.Random(seed)
        while delivery := self._waiting.get():
            while not self._is_taken(delivery, timeout=0.01 if chance.random() < SHARE_HUNG_UP else 15.0):
                with self._lock:
                    self.asked_again += 1
                if not self._is_running():
                    return
                time.sleep(chance.uniform(0.1, 1.0))
            with self._lock:
                self.answered += 1

    def _is_taken(self, delivery: Delivery, timeout: float) -> bool:
        stamp = int(time.time())
        headers = {
            "content-type": "application/json",
            "webhook-id": delivery.message_id,
            "webhook-timestamp": str(stamp),
            "webhook-signature": signature_of(self._secret, delivery.message_id, stamp, delivery.body),
        }
        try:
            return httpx.post(self._url, content=delivery.body, headers=headers, timeout=timeout).is_success
        except httpx.HTTPError:
            return False
