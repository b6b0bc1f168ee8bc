"""Starts every process the workbench ever starts: its own code, never a sample or a viewer."""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import workbench

if TYPE_CHECKING:
    import subprocess

_BOOT = (
    "import sys;sys.path[:]=sys.argv[2].split(chr(10));"
    "__import__(sys.argv[1],fromlist=['main']).main()"
)
_MOST_DESCRIPTORS = 1 << 20  # Linux: fs.nr_open unless an administrator raised it
OUT_OF_MEMORY = 3  # exit code of a child
_KEPT_ENVIRONMENT = ("SYSTEMROOT",)  # Windows cannot load its own libraries without it


@dataclass(slots=True)
class Started:
    """A Python process running a module of ours, with the parent's ends of its pipes."""

    process: subprocess.Popen[bytes]
    stdin: int
    stdout: int
    stderr: int
    _open: set[int] = field(default_factory=set)

    def close(self, descriptor: int) -> None:
        """Close one of the three pipes; closing it again does nothing."""
        if descriptor in self._open:
            self._open.remove(descriptor)
            os.close(descriptor)

    def end(self, patience: float) -> int:
        """Close its stdin, wait ``patience`` seconds, then kill; returns the exit code."""
        import subprocess

        self.close(self.stdin)
        try:
            code = self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self.close(self.stdout)
        self.close(self.stderr)
        return code

    def kill(self) -> None:
        self.process.kill()

    def reap(self) -> Ended:
        """Kill it, close its pipes and say how it ended; for a child of a one-threaded process."""
        for descriptor in (self.stdin, self.stdout, self.stderr):
            self.close(descriptor)
        ended = reap(self.process.pid)
        self.process.returncode = ended.code or -ended.signal
        return ended


def start(module: str) -> Started:
    """Run ``main()`` of a module of ours in a fresh interpreter.

    It gets three pipes and nothing else: no environment, no other descriptor, no site hooks, no
    user site, and a module path that holds the interpreter's own folders and ours.
    """
    import subprocess

    there_in, stdin = os.pipe()
    stdout, there_out = os.pipe()
    stderr, there_err = os.pipe()
    try:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _BOOT, module, "\n".join(module_path())],
            stdin=there_in,
            stdout=there_out,
            stderr=there_err,
            close_fds=True,
            cwd=os.path.abspath(os.sep),  # noqa: PTH100 - the root of the current drive
            env={k: os.environ[k] for k in _KEPT_ENVIRONMENT if k in os.environ},
            start_new_session=True,
        )
    finally:
        for descriptor in (there_in, there_out, there_err):
            os.close(descriptor)
    return Started(process, stdin, stdout, stderr, {stdin, stdout, stderr})


def module_path() -> list[str]:
    """Where a child finds modules: the parent's path less what is neither Python's nor ours.

    The working directory and PYTHONPATH are left out, as ``-I`` would; our own folder is added for
    a checkout that is not installed.
    """
    prefixes = {Path(p).resolve() for p in (sys.prefix, sys.base_prefix, sys.exec_prefix)}
    trusted = [
        entry
        for entry in sys.path
        if Path(entry).is_absolute()
        and (
            Path(entry).name in ("site-packages", "dist-packages")
            or any(Path(entry).resolve().is_relative_to(p / "lib") for p in prefixes)
            or entry.endswith(".zip")
        )
    ]
    ours = str(Path(workbench.__file__).resolve().parent.parent)
    return trusted if ours in trusted else [*trusted, ours]


def fork(work: Callable[[], None], keep: Iterable[int]) -> int:
    """Run ``work`` in a forked child that has only the descriptors 0 to 2 and those in ``keep``.

    Only for a process with one thread.  The child never returns: it ends with 0 where ``work``
    came to its end, OUT_OF_MEMORY where it ran out of that, 1 after anything else.
    """
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        _close_all_but(sorted(keep))
        work()
        code = 0
    except MemoryError:
        code = OUT_OF_MEMORY
    finally:
        os._exit(code)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child of ours ended: its exit code or signal, and the CPU seconds it used."""

    code: int
    signal: int
    cpu_seconds: float


def reap(pid: int) -> Ended:
    """End a forked child for good, whatever it is doing, and say how it ended."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    _, status, usage = os.wait4(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    return Ended(max(code, 0), max(-code, 0), usage.ru_utime + usage.ru_stime)


def _close_all_but(keep: list[int]) -> None:
    import resource

    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    edges = [2, *keep, hard if hard != resource.RLIM_INFINITY else _MOST_DESCRIPTORS]
    for below, above in itertools.pairwise(edges):
        os.closerange(below + 1, above)
