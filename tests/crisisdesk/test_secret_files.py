import subprocess
import sys
from pathlib import Path

from crisisdesk.secret_files import kept_secret

ROOT = str(Path(__file__).resolve().parents[2])


def test_it_is_made_once_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / "secrets" / "key"

    first, second = kept_secret(file), kept_secret(file)

    assert (first == second, len(first)) == (True, 86)
    assert [oct(path.stat().st_mode & 0o777) for path in (file.parent, file)] == ["0o700", "0o600"]
    assert [path.name for path in file.parent.iterdir()] == ["key"]


def test_programs_that_start_together_agree(tmp_path: Path) -> None:
    code = "from pathlib import Path; from crisisdesk.secret_files import kept_secret; print(kept_secret(Path('key')))"

    programs = [
        subprocess.Popen([sys.executable, "-c", code], env={"PYTHONPATH": ROOT}, cwd=tmp_path, stdout=subprocess.PIPE)
        for _ in range(6)
    ]
    answers = {program.communicate()[0] for program in programs}

    assert answers == {(tmp_path / "key").read_bytes() + b"\n"}
