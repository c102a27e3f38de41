import subprocess
import sys
from pathlib import Path

import pytest

from crisisdesk.processes import leader
from crisisdesk.run_folder import AlreadyRunningError, RunFolder

HOLD = """
import sys
from pathlib import Path
from crisisdesk.run_folder import RunFolder
with RunFolder(Path(sys.argv[1])).held("http://127.0.0.1:8000/"):
    print("held", flush=True)
    input()
"""


def test_one_desk_a_folder(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout
        assert first.stdout.readline() == "held\n"

        with pytest.raises(AlreadyRunningError, match=r"^http://127\.0\.0\.1:8000/$"):
            RunFolder(tmp_path).held("http://127.0.0.1:9000/").__enter__()

        first.kill()
        first.wait()
        with RunFolder(tmp_path).held("http://127.0.0.1:9000/"):
            pass


def test_who_outlives_its_supervisor_is_ended_by_the_next(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True) as orphan:
        folder = RunFolder(tmp_path)
        with folder.held("here"):
            folder.remember([leader(orphan.pid)])

        with RunFolder(tmp_path).held("here again"):
            assert (RunFolder(tmp_path).end_orphans(), orphan.wait()) == (1, -9)
            assert RunFolder(tmp_path).end_orphans() == 0


@pytest.mark.parametrize("record", ["", "[{}]", '[{"pid": 1}]', "null"])
def test_a_broken_record_is_no_reason_not_to_start(tmp_path: Path, record: str) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "processes.json").write_text(record)

    assert RunFolder(tmp_path).end_orphans() == 0
