"""A person at a terminal who answers what a program asks, until the program ends or is killed."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.commandline import ROOT

PATIENCE = 120.0  # seconds for a run on a busy machine
PIECE = 65_536


@dataclass(frozen=True, slots=True)
class Seen:
    """``shown`` is what came to both streams and to the terminal, and what other users see of
    the process: its arguments and surroundings."""

    code: int
    shown: Mapping[str, bytes]
    seconds: float

    @property
    def killed(self) -> bool:
        return self.code < 0

    @property
    def out(self) -> str:
        return self.shown["standard output"].decode()


def sit(
    places: Path,
    answers: Mapping[str, str],
    arguments: list[str],
    surroundings: Mapping[str, str],
    until: float | None = None,
) -> Seen:
    """Runs ``workbench ARGUMENTS``; ``answers`` are typed where a line of standard error ends with
    their prompt.  After ``until`` seconds it is killed."""
    ours, theirs = os.openpty()
    try:
        terminal = os.ttyname(theirs)
        program = [sys.executable, "-m", "tests.e2e.confidant", str(places), terminal]
        begun = time.monotonic()
        with subprocess.Popen(
            [*program, *arguments], cwd=ROOT, env=dict(surroundings), start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as running:  # fmt: skip
            shown = _talked(running, ours, answers, begun, until)
        return Seen(running.returncode, shown, time.monotonic() - begun)
    finally:
        os.close(ours)
        os.close(theirs)


def _talked(
    running: subprocess.Popen[bytes], ours: int, answers: Mapping[str, str],
    begun: float, until: float | None,
) -> dict[str, bytes]:  # fmt: skip
    assert running.stdout is not None
    assert running.stderr is not None
    names = {running.stdout.fileno(): "standard output", running.stderr.fileno(): "standard error"}
    names[ours] = "the terminal"
    shown = dict.fromkeys(names.values(), b"")
    open_ones, asked = set(names) - {ours}, 0
    ends = begun + (PATIENCE if until is None else until)
    while open_ones:
        ready, _, _ = select.select([*open_ones, ours], [], [], max(0.0, ends - time.monotonic()))
        if not ready:
            shown |= _public(running.pid)
            running.kill()
            _rest({running.stdout: "standard output", running.stderr: "standard error"}, shown)
            break
        for descriptor in ready:
            piece = os.read(descriptor, PIECE)
            shown[names[descriptor]] += piece
            if not piece:
                open_ones.discard(descriptor)
        asked = _answered(ours, shown["standard error"], asked, answers)
    return shown


def _answered(ours: int, said: bytes, asked: int, answers: Mapping[str, str]) -> int:
    """Types what the last prompt wants; up to where standard error has been answered."""
    for prompt, answer in answers.items():
        if len(said) > asked and said.endswith(prompt.encode()):
            os.write(ours, answer.encode() + b"\n")
            return len(said)
    return asked


def _rest(streams: Mapping[IO[bytes], str], shown: dict[str, bytes]) -> None:
    for stream, name in streams.items():
        shown[name] += stream.read()


def _public(pid: int) -> dict[str, bytes]:
    found = {}
    for name in ("cmdline", "environ"):
        with suppress(OSError):  # it may have ended this moment
            found[f"{name} of the process"] = Path(f"/proc/{pid}/{name}").read_bytes()
    return found
