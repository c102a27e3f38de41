"""A real server is made and thrown away; what is not ours stays."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from crisisdesk.embedded import Embedded
from crisisdesk.run_folder import RunFolder


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME, settings.EMBEDDED = tmp_path, True
    (tmp_path / "mail").mkdir()
    (tmp_path / "holiday.jpg").touch()
    return tmp_path


def test_it_ends_the_server_and_throws_away_what_the_desk_has_made(home: Path) -> None:
    server = Embedded(home)
    server.start()

    call_command("reset", yes=True)

    assert [path.name for path in home.iterdir()] == ["holiday.jpg"]
    assert (server.has_died(), server.place.exists(), server.socket.exists()) == (True, False, False)


@pytest.mark.parametrize("answer", ["no", "", "y"])
def test_it_asks_first(home: Path, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr("builtins.input", lambda _: answer)

    with pytest.raises(CommandError, match="Nothing was thrown away"):
        call_command("reset")

    assert (home / "mail").exists()


def test_a_yes_is_enough(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda _: "Yes ")

    call_command("reset")

    assert not (home / "mail").exists()


def test_nobody_to_ask_is_a_no(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang_up(_: str) -> str:
        raise EOFError

    monkeypatch.setattr("builtins.input", hang_up)

    with pytest.raises(CommandError, match="Nothing was thrown away"):
        call_command("reset")


def test_a_desk_that_runs_is_left_alone(home: Path) -> None:
    running, ours = RunFolder(home).held("http://127.0.0.1:8000/"), "in use .http://127.0.0.1:8000/.: stop the desk"

    with running, pytest.raises(CommandError, match=ours):
        call_command("reset", yes=True)

    assert (home / "mail").exists()


def test_nothing_there_is_nothing_to_do(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "mail").rmdir()

    call_command("reset")

    assert capsys.readouterr().out == f"Nothing is in {home}.\n"


def test_a_real_servers_data_are_not_ours_to_throw_away(home: Path, settings: Settings) -> None:
    settings.EMBEDDED = False

    with pytest.raises(CommandError, match="a real server"):
        call_command("reset", yes=True)
