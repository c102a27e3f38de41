"""A whole desk in a folder of its own, as `make run` starts it: for tests and benchmarks that end processes."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from crisisdesk.embedded import Embedded
from crisisdesk.processes import Leader, end_session
from crisisdesk.reset import throw_away
from crisisdesk.run_folder import RunFolder

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 300  # of a machine that does much else


class Desk:
    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            self.port = trial.getsockname()[1]
        self.site = f"http://127.0.0.1:{self.port}/"
        self.log = home / "desk.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        inherited = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        return inherited | {"CRISISDESK_HOME": str(self.home), "PORT": str(self.port), "CRISISDESK_DEMO": "0"}

    def command(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def begin(self) -> subprocess.Popen[bytes]:
        self.home.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "run"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        return self.process

    def start(self) -> None:
        if self.process and self.process.poll() is None:
            return
        self.begin()
        self.wait_for(f"CrisisDesk is ready at {self.site}")

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()

    def wait_for(self, words: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while words not in self.log.read_text():
            assert self.process
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.1)

    def leaders(self) -> list[Leader]:
        return [Leader(**entry) for entry in json.loads((self.home / "run" / "processes.json").read_text())]

    def postmaster(self) -> int:
        return int((Embedded(self.home).data / "postmaster.pid").read_text().split()[0])

    def faults(self) -> list[str]:
        findings = json.loads(self.command("doctor", "--json").stdout)
        return [finding["says"] for finding in findings if not finding["ok"]]

    def kill_everything(self) -> None:
        assert self.process
        leaders, postmaster = self.leaders(), self.postmaster()
        self.process.kill()
        self.process.wait()
        for leader in leaders:
            end_session(leader)
        os.kill(postmaster, signal.SIGKILL)

    def throw_away(self) -> None:
        """Whatever became of it."""
        if self.process:
            self.process.kill()
            self.process.wait()
        with RunFolder(self.home).held("the end"):
            RunFolder(self.home).end_orphans()
            throw_away(self.home)
