"""How fast a task starts after it was sent, and how many a second: our default broker beside Redis in one run.

pgmq with the very options and the very role that serve; a worker with two processes. Redis is started by this
script where Debian's `redis-server` and Python's `redis` are installed. One JSON line for each broker:
`make bench` or `python -m benchmarks.broker`
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from crisisdesk.celery import app

MARKS = "CRISISDESK_BENCH_MARKS"  # the file to which the worker writes how late each task started
IDLE, STEADY, MANY = 15, 60, 1_000
STEADY_PER_SECOND = 20
PATIENCE = 120
QUIETLY = ("--without-gossip", "--without-mingle", "--without-heartbeat")


@app.task(name="bench.mark")
def mark(sent_at: float) -> None:
    handle = os.open(os.environ[MARKS], os.O_WRONLY | os.O_APPEND)
    os.write(handle, f"{time.time() - sent_at:.6f} {time.time():.6f}\n".encode())
    os.close(handle)


def send() -> None:
    mark.delay(time.time())


def marks(file: Path, count: int) -> list[tuple[float, float]]:
    """How late each of the last `count` tasks started, and when."""
    deadline = time.monotonic() + PATIENCE
    while len(lines := file.read_text().splitlines()) < count:
        if time.monotonic() > deadline:
            raise SystemExit(f"{len(lines)} of {count} tasks started within {PATIENCE} s.")
        time.sleep(0.02)
    pairs = [(float(late), float(at)) for late, at in (line.split() for line in lines)]
    file.write_text("")
    return pairs


def spread(pairs: list[tuple[float, float]]) -> dict[str, float]:
    late = sorted(1_000 * seconds for seconds, _ in pairs)
    return {"p50_ms": round(statistics.median(late), 1), "p95_ms": round(late[int(len(late) * 0.95)], 1)}


def measure(file: Path) -> dict[str, object]:
    send()  # the first connects
    marks(file, 1)
    for _ in range(IDLE):
        time.sleep(1)
        send()
    idle = spread(marks(file, IDLE))
    began = time.monotonic()
    for place in range(STEADY):
        time.sleep(max(0.0, began + place / STEADY_PER_SECOND - time.monotonic()))
        send()
    steady = spread(marks(file, STEADY))
    began_at = time.time()
    for _ in range(MANY):
        send()
    sent_at = time.time()
    ended_at = max(at for _, at in marks(file, MANY))
    return {
        "idle": idle,
        f"at_{STEADY_PER_SECOND}_per_second": steady,
        "sent_per_second": round(MANY / (sent_at - began_at)),
        "done_per_second": round(MANY / (ended_at - began_at)),
    }


@contextmanager
def worker(file: Path, broker_url: str) -> Iterator[None]:
    command = [sys.executable, "-m", "celery", "-A", "benchmarks.broker", "-q", "worker", "-c", "2", "-l", "error"]
    environment = os.environ | {MARKS: str(file), "CELERY_BROKER_URL": broker_url, "PYTHONWARNINGS": "ignore"}
    with subprocess.Popen([*command, *QUIETLY], env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    socket = folder / "redis.sock"
    command = ["redis-server", "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            while not socket.exists():
                time.sleep(0.05)
            yield f"redis+socket://{socket}?virtual_host=0"
        finally:
            process.terminate()


def one(name: str) -> None:
    """In a process of its own, because the settings choose the broker."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "marks"
        file.touch()
        with worker(file, os.environ.get("CELERY_BROKER_URL", "")):
            figures = measure(file)
    print(
        json.dumps({"benchmark": "broker", "broker": name, **figures, "load": round(os.getloadavg()[0], 1)}), flush=True
    )


def main() -> None:
    again = [sys.executable, "-m", "benchmarks.broker"]
    subprocess.run([*again, "pgmq"], check=True)
    if not shutil.which("redis-server") or not find_spec("redis"):
        why = "install Debian's redis-server and Python's redis"
        print(json.dumps({"benchmark": "broker", "broker": "redis", "skipped": why}))
        return
    with tempfile.TemporaryDirectory() as folder, redis_server(Path(folder)) as url:
        subprocess.run([*again, "redis"], check=True, env=os.environ | {"CELERY_BROKER_URL": url})


if __name__ == "__main__":
    if len(sys.argv) > 1:
        one(sys.argv[1])
    else:
        main()
