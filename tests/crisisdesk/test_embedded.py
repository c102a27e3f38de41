"""A private PostgreSQL of its own for each test that ends one; the others share."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from crisisdesk.embedded import ADMIN, APP, OWNER, Embedded, databases
from crisisdesk.postgres_place import SOCKET_PATH_LIMIT, socket_folder
from crisisdesk.postgres_programs import EmbeddedError, find_programs
from crisisdesk.reset import throw_away
from tests.living import lives

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("home")
    yield folder
    throw_away(folder)


@pytest.fixture
def server(home: Path) -> Embedded:
    found = Embedded(home)
    found.start()
    return found


def connect(server: Embedded, role: str, database: str = "crisisdesk", **parts: str) -> psycopg.Connection:
    login = {"host": str(server.socket), "user": role, "password": server.login(role)["PASSWORD"], "dbname": database}
    return psycopg.connect(**login | parts)


def command(home: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "crisisdesk.embedded", *arguments]


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    return subprocess.run(
        command(home, *arguments),
        cwd=ROOT,
        env=environment | {"CRISISDESK_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_to_start_it_twice_is_to_start_it_once(server: Embedded) -> None:
    first = (server.data / "postmaster.pid").read_text()

    server.start()

    assert (server.data / "postmaster.pid").read_text() == first
    assert (server.is_running(), server.has_died()) == (True, False)


def test_it_asks_everybody_for_a_password(server: Embedded) -> None:
    for role in (ADMIN, OWNER, APP):
        with pytest.raises(psycopg.OperationalError, match="password"):
            connect(server, role, "postgres", password="guess")


def test_the_role_that_serves_is_plain(server: Embedded) -> None:
    with connect(server, APP) as line:
        rights = line.execute("""
            SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, pg_has_role('crisisdesk_owner', 'MEMBER')
            FROM pg_roles WHERE rolname = current_user""").fetchone()
        owner = line.execute("SELECT datdba::regrole::text FROM pg_database WHERE datname = 'crisisdesk'").fetchone()

    assert (rights, owner) == ((False, False, False, False, False), ("crisisdesk_owner",))


def test_nobody_reaches_it_over_the_network(server: Embedded) -> None:
    with connect(server, APP) as line:
        assert line.execute("SHOW listen_addresses").fetchone() == ("",)


def test_words_are_sorted_and_stored_the_same_on_every_machine(server: Embedded) -> None:
    with connect(server, APP) as line:
        assert line.execute("SELECT 'ё' < 'я', current_setting('server_encoding'), upper('ё')").fetchone() == (
            False,  # by code points
            "UTF8",
            "Ё",
        )


def test_djangos_logins_lead_to_it(server: Embedded, home: Path) -> None:
    logins = databases(home)

    for login, role in ((logins.app, APP), (logins.owner, OWNER)):
        parts = {key.lower(): login[key] for key in ("HOST", "PORT", "USER", "PASSWORD")}
        with psycopg.connect(**parts, dbname=login["NAME"]) as line:
            assert line.execute("SELECT current_user").fetchone() == (role,)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGQUIT])
def test_after_a_sudden_end_the_next_start_recovers(server: Embedded, number: int) -> None:
    with connect(server, OWNER) as line:
        line.execute("CREATE TABLE IF NOT EXISTS kept (sign text)")
        line.execute("INSERT INTO kept VALUES ('before')")
    os.kill(int((server.data / "postmaster.pid").read_text().split()[0]), number)

    server.start()

    with connect(server, OWNER) as line:
        assert line.execute("SELECT sign FROM kept LIMIT 1").fetchone() == ("before",)


def test_a_number_in_the_file_that_is_a_strangers_now_does_not_hinder(server: Embedded) -> None:
    server.stop("immediate")
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n")
    assert server.has_died()

    server.start()

    assert server.is_running()
    assert lives(os.getpid())


def test_programs_that_start_it_together_start_one(server: Embedded, home: Path) -> None:
    server.stop()

    programs = [
        subprocess.Popen(command(home, "start"), cwd=ROOT, env=os.environ | {"CRISISDESK_HOME": str(home)})
        for _ in range(4)
    ]

    assert [program.wait() for program in programs] == [0, 0, 0, 0]
    assert server.is_running()


def test_a_command_beside_it_finds_it_and_leaves_it_as_it_was(server: Embedded, home: Path) -> None:
    ask = (sys.executable, "-m", "crisisdesk.embedded", "status")

    beside_a_running_one = run(home, "during", *ask).stdout, server.is_running()
    server.stop()
    beside_a_stopped_one = run(home, "during", *ask).stdout, server.is_running()

    assert (beside_a_running_one, beside_a_stopped_one) == (("running\n", True), ("running\n", False))


def test_a_command_beside_it_hands_its_code_on(server: Embedded, home: Path) -> None:
    assert run(home, "during", sys.executable, "-c", "raise SystemExit(7)").returncode == 7


def test_start_status_and_stop(server: Embedded, home: Path) -> None:
    assert [run(home, each).stdout for each in ("status", "stop", "status", "start", "status")] == [
        *("running\n", "", "stopped\n", "", "running\n")
    ]


def test_what_it_cannot_do_it_says(home: Path) -> None:
    done = run(home, "dance")

    assert (done.returncode, done.stderr) == (
        1,
        "python -m crisisdesk.embedded start|stop|status|during COMMAND\n",
    )


def test_data_of_a_version_that_is_not_here_are_left_alone(tmp_path: Path) -> None:
    version = tmp_path / "PG_VERSION"
    version.write_text("9\n")

    with pytest.raises(EmbeddedError, match="No programs of PostgreSQL 9 here"):
        find_programs(version)


def test_the_socket_moves_out_of_a_folder_whose_name_is_too_long(tmp_path: Path) -> None:
    deep = tmp_path / ("deep" * 20)

    found = socket_folder(deep)

    assert (found.parent, len(str(found)) <= SOCKET_PATH_LIMIT) == (Path("/tmp"), True)  # noqa: S108 -- what is expected
    assert socket_folder(tmp_path / "x") == tmp_path / "x" / "socket"
