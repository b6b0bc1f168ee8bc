"""Processes of ours start with nothing but pipes, and end for good."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import psutil
import pytest

import workbench
from workbench import processes
from workbench.processes import OUT_OF_MEMORY, fork, module_path, reap, start

ECHO = "tests.workbench.echo"


def test_a_child_has_no_environment_and_only_its_pipes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_THE_PARENT", "x")
    leaked = os.open(os.devnull, os.O_RDONLY)
    os.set_inheritable(leaked, True)
    started = start(ECHO)
    os.write(started.stdin, b"report\n")
    told = os.read(started.stdout, 1 << 16).decode().splitlines()
    assert started.end(10) == 0
    os.close(leaked)
    assert told[0] in ("[]", "['LC_CTYPE']"), "Python itself may choose a locale"
    assert told[1] == "[0, 1, 2]"
    assert told[2] == str(Path(os.sep).resolve())
    assert told[3] == "True", "a session of its own"


def test_a_child_that_does_not_end_is_killed() -> None:
    started = start(ECHO)
    os.write(started.stdin, b"stay\n")
    assert os.read(started.stdout, 1 << 16) == b"staying\n"
    assert started.end(0.1) == -signal.SIGKILL
    assert not psutil.pid_exists(started.process.pid)


def test_the_module_path_holds_neither_the_working_directory_nor_pythonpath(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", ["", str(tmp_path), *sys.path])
    path = module_path()
    assert "" not in path
    assert str(tmp_path) not in path
    assert str(Path(processes.__file__).parents[1]) in path


def test_an_installed_package_adds_nothing_to_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    site = next(entry for entry in sys.path if entry.endswith("site-packages"))
    monkeypatch.setattr(workbench, "__file__", f"{site}/workbench/__init__.py")
    assert module_path().count(site) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_forked_child_keeps_only_what_it_is_given() -> None:
    reading, writing = os.pipe()
    spare = [os.open(os.devnull, os.O_RDONLY) for _ in range(4)]

    def work() -> None:
        there = [fd for fd in range(3, 100) if Path(f"/proc/self/fd/{fd}").exists()]
        os.write(writing, repr(there).encode())

    pid = fork(work, {writing})
    os.close(writing)
    assert os.read(reading, 1_000).decode() == repr([writing])
    reap(pid)
    for descriptor in (reading, *spare):
        os.close(descriptor)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.parametrize(
    ("problem", "code"), [(MemoryError(), OUT_OF_MEMORY), (ValueError(), 1), (SystemExit(5), 1)]
)
def test_nothing_gets_out_of_a_forked_child(problem: BaseException, code: int) -> None:
    def work() -> None:
        raise problem

    reading, writing = os.pipe()
    pid = fork(work, {writing})
    os.close(writing)
    assert os.read(reading, 1) == b"", "the child has ended"
    os.close(reading)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert reap(pid).code == code


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_reaping_ends_what_still_runs() -> None:
    pid = fork(signal.pause, set())
    ended = reap(pid)
    assert (ended.code, ended.signal) == (0, signal.SIGKILL)
    assert not psutil.pid_exists(pid)
