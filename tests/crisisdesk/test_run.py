"""The whole desk, as `make run` starts it: PostgreSQL, web, worker and beat in a folder of its own."""

import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from crisisdesk import run
from crisisdesk.embedded import Embedded
from tests.desk import PATIENCE, Desk
from tests.living import lives


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = Desk(tmp_path_factory.mktemp("home"))
    yield desk
    desk.throw_away()


@pytest.fixture
def desk(kept: Desk) -> Desk:
    kept.start()
    return kept


def test_it_is_ready_when_it_says_so(desk: Desk) -> None:
    assert httpx.get(f"{desk.site}readyz").json() == {"status": "ok"}
    assert httpx.get(f"{desk.site}login/").status_code == 200


def test_pages_name_files_that_a_browser_keeps_for_ever(desk: Desk) -> None:
    page = httpx.get(f"{desk.site}login/").text
    files = re.findall(r'(?:href|src)="/(static/[^"]+)"', page)

    answers = [httpx.get(desk.site + file, headers={"Accept-Encoding": "br"}) for file in files]

    assert files
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.headers["cache-control"] for answer in answers} == {"max-age=315360000, public, immutable"}
    assert {answer.headers.get("content-encoding") for answer in answers if len(answer.content) > 1000} == {"br"}


def test_worker_and_beat_give_signs_of_life(desk: Desk) -> None:
    deadline = time.monotonic() + PATIENCE
    while (faults := desk.faults()) and time.monotonic() < deadline:
        time.sleep(1)

    assert faults == []
    assert "ERROR" not in (Embedded(desk.home).data / "server.log").read_text()


def test_a_second_one_in_the_same_folder_is_refused(desk: Desk) -> None:
    done = desk.command("run", PORT=str(desk.port + 1))

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"CommandError: This desk runs already at {desk.site}\n"


def test_a_port_that_is_taken_is_said(desk: Desk, tmp_path: Path) -> None:
    done = desk.command("run", CRISISDESK_HOME=str(tmp_path))

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"CommandError: Port {desk.port} is not free (Address already in use): try PORT={desk.port + 1} make run\n"
    )
    assert not Embedded(tmp_path).data.exists()


def test_a_running_desk_is_not_reset(desk: Desk) -> None:
    assert desk.command("reset", "--yes").stderr == (
        f"CommandError: The folder is in use ({desk.site}): stop the desk first.\n"
    )


def test_a_postgresql_that_dies_is_started_again(desk: Desk) -> None:
    os.kill(desk.postmaster(), signal.SIGKILL)

    desk.wait_for("PostgreSQL has died; it starts again.")
    deadline = time.monotonic() + PATIENCE
    while httpx.get(f"{desk.site}readyz").status_code != 200 and time.monotonic() < deadline:
        time.sleep(0.2)

    assert httpx.get(f"{desk.site}readyz").status_code == 200


def test_after_a_kill_of_everything_the_next_start_recovers(desk: Desk) -> None:
    desk.kill_everything()

    desk.start()

    assert httpx.get(f"{desk.site}readyz").status_code == 200


def test_what_a_killed_supervisor_leaves_behind_is_ended_by_the_next(desk: Desk) -> None:
    before = desk.leaders()
    assert desk.process
    desk.process.kill()
    desk.process.wait()
    assert [lives(leader.pid) for leader in before] == [True, True, True]

    desk.start()

    assert [lives(leader.pid) for leader in before] == [False, False, False]


def test_a_signal_stops_everything_in_time(desk: Desk) -> None:
    before = desk.leaders()
    assert desk.process

    desk.process.send_signal(signal.SIGINT)

    assert desk.process.wait(15) == 0
    assert [lives(leader.pid) for leader in before] == [False, False, False]
    assert not Embedded(desk.home).is_running()


def test_a_signal_before_it_is_ready_stops_what_was_started(kept: Desk) -> None:
    process = kept.begin()
    deadline = time.monotonic() + PATIENCE
    while not Embedded(kept.home).is_running() and time.monotonic() < deadline:
        time.sleep(0.05)

    process.send_signal(signal.SIGTERM)

    assert process.wait(15) == 130
    assert kept.log.read_text() == "CommandError: Stopped.\n"
    assert not Embedded(kept.home).is_running()


def test_it_greets_with_the_sign_ins_of_the_demo_world(capsys: pytest.CaptureFixture[str]) -> None:
    run._greet(4.2)

    said = capsys.readouterr().out
    assert f"CrisisDesk is ready at {run.site()}" in said
    assert "password crisisdesk-demo" in said
    assert [line.strip() for line in said.splitlines() if "@" in line] == [
        *(f"{role}@demo.crisisdesk.test" for role in ("owner", "admin", "approver", "agent", "agent2", "viewer")),
        "owner@other.crisisdesk.test",
    ]
