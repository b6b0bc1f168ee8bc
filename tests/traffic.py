"""Keeps the traffic of a whole run of the tests, and has it judged at the end.

Whoever names a folder in WORKBENCH_RECORD keeps it; else it lies in a temporary one.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

RECORD = "WORKBENCH_RECORD"
SHARED = Path(os.environ.get("WORKBENCH_SHARED", Path(__file__).parents[2] / "shared"))
REASON = "the descriptions are not on this machine (WORKBENCH_SHARED)"
LINES, FOLDER = pytest.StashKey[list[str]](), pytest.StashKey[tempfile.TemporaryDirectory[str]]()


def is_whole(config: pytest.Config) -> bool:
    """Whether all tests are run, by the process that others report to."""
    everything = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return everything and not config.option.keyword and not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    if is_whole(config) and not os.environ.get(RECORD):
        folder = tempfile.TemporaryDirectory(prefix="workbench-traffic-")
        config.stash[FOLDER] = folder
        os.environ[RECORD] = folder.name  # the processes that run the tests inherit it


def pytest_unconfigure(config: pytest.Config) -> None:
    if FOLDER in config.stash:
        del os.environ[RECORD]
        config.stash[FOLDER].cleanup()


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not is_whole(session.config) or session.config.option.collectonly:
        return
    from tests.contract import PROGRAM, judged  # what it needs is not for every start of a test

    if not (SHARED / "api" / PROGRAM).is_file():
        session.config.stash[LINES] = [f"not judged: {REASON}"]
        return
    verdict = judged(SHARED, Path(os.environ[RECORD]))
    session.config.stash[LINES] = list(verdict.lines())
    if not verdict.holds and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if LINES in config.stash:
        terminalreporter.section("traffic, by the vendors' descriptions")
        for line in config.stash[LINES]:
            terminalreporter.line(line)
