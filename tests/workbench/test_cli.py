"""The command line as a whole: what is asked, what is loaded, how it ends."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from tests.commandline import started, workbench
from tests.samples.letters import letter
from workbench.cli import COMMANDS, main
from workbench.errors import BadInput, SignInNeeded, Unreachable, WorkbenchError
from workbench.settings import WindowSettings

QT = ("PySide6", "shiboken6")


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    path = tmp_path / "lunch.eml"
    path.write_bytes(letter())
    return path


@pytest.fixture
def heap(tmp_path: Path) -> Path:
    """A folder whose report as JSON is far longer than a pipe holds (64 KiB on Linux)."""
    folder = tmp_path / "heap"
    folder.mkdir()
    for number in range(400):
        (folder / f"{number:03}.eml").write_bytes(letter(number=number))
    return folder


def test_the_help_names_every_command() -> None:
    ran = workbench("--help")
    assert ran.code == 0
    assert all(name in ran.out for name in COMMANDS)


def test_an_unknown_command_is_a_usage_error() -> None:
    ran = workbench("analyse-all")
    assert ran.code == 2
    assert "analyse-all" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("arguments", [("--help",), ("analyze", "--json"), ("journal", "--help")])
def test_no_command_loads_qt(arguments: tuple[str, ...], mail: Path) -> None:
    files = (mail,) if arguments[0] == "analyze" else ()
    ran = workbench(*arguments, *files, options=("-X", "importtime"))
    assert ran.code == 0
    assert "workbench.cli" in ran.err
    assert not [line for line in ran.err.splitlines() if any(name in line for name in QT)]


def test_a_command_loads_only_its_own_module(mail: Path) -> None:
    loaded = workbench("analyze", mail, options=("-X", "importtime")).err
    assert "workbench.isolation.client" in loaded
    assert "workbench.simulation" not in loaded
    assert "sqlalchemy" not in loaded
    assert "aiohttp" not in loaded


def test_expected_trouble_is_one_line_and_two(tmp_path: Path) -> None:
    ran = workbench("journal", "--workspace", tmp_path / "none")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == [f"workbench: There is no workspace at {tmp_path / 'none'}"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Unreachable("The service did not answer"), 5),
        (SignInNeeded("The token was refused"), 5),
        (BadInput("There is no such day"), 2),
    ],
)
def test_a_tenant_that_does_not_answer_is_no_wrong_usage(
    error: WorkbenchError, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    def open_window(settings: WindowSettings) -> int:
        raise error

    assert main([], open_window) == code
    assert capsys.readouterr().err == f"workbench: {error}\n"


def test_a_hostile_name_in_an_error_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    ran = workbench("journal", "--workspace", tmp_path / "a\x1b[2Jb\u202ec")
    assert ran.code == 2
    assert "\\x1b[2Jb\\u202ec" in ran.err


def test_a_terminal_that_lacks_characters_gets_escapes(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(letter(subject="Grüße"))
    ran = workbench("analyze", path, PYTHONIOENCODING="ascii")
    assert ran.code == 0
    assert "Gr\\xfc\\xdfe" in ran.out


def test_a_reader_that_goes_away_ends_the_program_quietly(heap: Path) -> None:
    with started("analyze", heap, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline()
        running.stdout.close()
        complaints = running.stderr.read()
    assert (running.returncode, complaints) == (1, b"")


def test_an_interrupt_ends_the_program_without_a_traceback(heap: Path) -> None:
    with started(
        "analyze", heap, "--json", stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline()
        running.send_signal(signal.SIGINT)
        _, complaints = running.communicate()
    assert (running.returncode, complaints) == (130, b"")


def _asked(*arguments: str) -> WindowSettings:
    asked: list[WindowSettings] = []

    def open_window(settings: WindowSettings) -> int:
        asked.append(settings)
        return 7

    assert main(arguments, open_window) == 7
    return asked[0]


def test_without_a_command_the_window_is_opened(tmp_path: Path) -> None:
    plain = _asked()
    assert (plain.demo, plain.rules, plain.dns) == (False, (), False)
    assert _asked("--dns").dns
    chosen = _asked("--workspace", str(tmp_path / "case"), "--rules", "a", "--rules", "b")
    assert chosen == WindowSettings(tmp_path / "case", rules=(Path("a"), Path("b")))


def test_the_demo_has_a_workspace_of_its_own() -> None:
    demo = _asked("demo")
    assert demo.demo
    assert demo.workspace != _asked().workspace
