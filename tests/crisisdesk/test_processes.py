"""Real processes: who is ended, and who is not."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crisisdesk.processes import Leader, end_session, leader, working_in
from tests.living import lives

# A leader with a child that outlives it; says the child's number.
FAMILY = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def family() -> Iterator[tuple[subprocess.Popen[str], int]]:
    process = subprocess.Popen(
        [sys.executable, "-c", FAMILY], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout
    with process.stdout:
        yield process, int(process.stdout.readline())
    end_session(leader(process.pid))
    process.kill()
    process.wait()


def test_a_session_ends_with_all_its_members(family: tuple[subprocess.Popen[str], int]) -> None:
    process, child = family

    assert end_session(leader(process.pid)) == 2
    assert (lives(process.pid), lives(child)) == (False, False)


def test_what_a_dead_leader_leaves_behind_is_found(family: tuple[subprocess.Popen[str], int]) -> None:
    process, child = family
    found = leader(process.pid)
    process.kill()
    process.wait()
    assert lives(child)

    assert end_session(found) == 1
    assert not lives(child)


@pytest.mark.parametrize(
    "stranger",
    [
        pytest.param(lambda found: replace(found, started=found.started + 1), id="who got the number later"),
        pytest.param(lambda found: replace(found, boot="another"), id="of another boot"),
    ],
)
def test_a_stranger_with_the_same_number_lives_on(
    family: tuple[subprocess.Popen[str], int], stranger: Callable[[Leader], Leader]
) -> None:
    process, child = family

    assert end_session(stranger(leader(process.pid))) == 0
    assert (lives(process.pid), lives(child)) == (True, True)


def test_who_works_in_a_folder_is_found(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], cwd=tmp_path, stdin=subprocess.PIPE) as process:
        deadline = time.monotonic() + 5
        while list(working_in(tmp_path)) != [process.pid] and time.monotonic() < deadline:
            time.sleep(0.01)

        assert list(working_in(tmp_path)) == [process.pid]
        assert os.getpid() not in working_in(tmp_path)
