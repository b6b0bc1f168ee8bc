"""Units that misbehave in every way a parser of hostile bytes can; the bytes say which."""

from __future__ import annotations

import ctypes
import importlib
import os
import signal
import time
from collections.abc import Iterator

from analyzers.model.artifact import Artifact
from analyzers.model.observation import Child, Fact, Finding, Need, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit, Unreadable


def sniff(data: bytes, name: str = "", declared_type: str = "") -> str:
    if data.startswith(b"HANG-SNIFF"):
        while True:
            pass
    return data.partition(b":")[0].decode("ascii", "replace").lower() or "empty"


def _size(artifact: Artifact, context: Context) -> Iterator[Observation]:
    yield Fact("Size", str(len(artifact.data)))


_VISITS: list[bytes] = []


def _visits(artifact: Artifact, context: Context) -> Iterator[Observation]:
    """How many artifacts this process has been shown so far."""
    _VISITS.append(artifact.data)
    yield Fact("Visits", str(len(_VISITS)))


def _hang(artifact: Artifact, context: Context) -> Iterator[Observation]:
    yield Fact("Hangs", "yes")
    while True:
        pass


def _sleep(artifact: Artifact, context: Context) -> Iterator[Observation]:
    time.sleep(float(artifact.data.partition(b":")[2]))
    yield Fact("Slept", "yes")


def _segfault(artifact: Artifact, context: Context) -> Iterator[Observation]:
    ctypes.string_at(0)
    yield Fact("Survived", "yes")


def _hoard(artifact: Artifact, context: Context) -> Iterator[Observation]:
    hoard = []
    while True:
        hoard.append(bytearray(64 << 20))
        yield Fact("Hoarded", str(len(hoard)))


def _flood(artifact: Artifact, context: Context) -> Iterator[Observation]:
    while True:
        yield Fact("Again", "x" * 1_000)


def _bloat(artifact: Artifact, context: Context) -> Iterator[Observation]:
    yield Finding("bloat.first", Severity.HIGH, "Said before")
    for _ in range(30):
        yield Fact("Long", "x" * (1 << 20))


def _spawn(artifact: Artifact, context: Context) -> Iterator[Observation]:
    count, _, size = artifact.data.partition(b":")[2].partition(b"x")
    for number in range(int(count)):
        yield Child(f"{number}.bin", b"leaf:%d" % number + b" " * int(size or 0))


def _nest(artifact: Artifact, context: Context) -> Iterator[Observation]:
    depth = int(artifact.data.partition(b":")[2])
    yield Child("inner", b"nest:%d" % (depth + 1))


def _twins(artifact: Artifact, context: Context) -> Iterator[Observation]:
    for name in ("one.bin", "two.bin", "three.exe"):
        yield Child(name, b"leaf:same", relation=Relation.ATTACHMENT)


def _pack(artifact: Artifact, context: Context) -> Iterator[Observation]:
    """Children as the bytes list them, one a line."""
    for line in artifact.data.partition(b":")[2].splitlines():
        yield Child("part", line)


def _letter(artifact: Artifact, context: Context) -> Iterator[Observation]:
    for line in artifact.data.partition(b":")[2].splitlines():
        yield Child("body", line, relation=Relation.BODY, in_place=True)


def _lock(artifact: Artifact, context: Context) -> Iterator[Observation]:
    yield Fact("Passwords", ",".join(context.passwords))
    answer = context.answers.get(("dns", "example.test"))
    if answer is None:
        yield Need("dns", "example.test", "The name was not looked up")
    else:
        yield Fact("Answer", answer)


def _broken(artifact: Artifact, context: Context) -> Iterator[Observation]:
    yield Finding("broken.before", Severity.LOW, "Said before")
    raise Unreadable("cut off in the middle")


def _crash(artifact: Artifact, context: Context) -> Iterator[Observation]:
    yield Finding("crash.before", Severity.LOW, "Said before")
    raise KeyError("nothing here")


def _quit(artifact: Artifact, context: Context) -> Iterator[Observation]:
    yield Fact("Quits", "yes")
    os._exit(7)


def _descriptors(artifact: Artifact, context: Context) -> Iterator[Observation]:
    for descriptor in range(3, 1_000):
        try:
            os.get_inheritable(descriptor)
        except OSError:
            continue
        yield Fact("Open", str(descriptor))


def _forge(artifact: Artifact, context: Context) -> Iterator[Observation]:
    """What a box under hostile control would do: write to its pipe by itself."""
    text = artifact.data.partition(b":")[2]
    for descriptor in range(3, 1_000):
        try:
            os.write(descriptor, text)
        except OSError:
            continue
    yield Fact("Forged", "yes")


def _deaf(artifact: Artifact, context: Context) -> Iterator[Observation]:
    """Ignore the signal that the limit of processor time sends."""
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    yield Fact("Deaf", "yes")
    while True:
        pass


def _cold(artifact: Artifact, context: Context) -> Iterator[Observation]:
    import colorsys

    yield Fact("Hue", str(colorsys.rgb_to_hsv(0, 1, 0)[0]))


def _surprise(artifact: Artifact, context: Context) -> Iterator[Observation]:
    """A library that imports half of itself when it first needs it."""
    import statistics

    yield Fact("Mean", str(statistics.mean([1, 2, 3])))


def _lacking(artifact: Artifact, context: Context) -> Iterator[Observation]:
    importlib.import_module("a_library_that_is_not_installed")
    yield Fact("Found", "yes")


def _rules(artifact: Artifact, context: Context) -> Iterator[Observation]:
    if context.rules.whole is not None:
        for match in context.rules.whole.match(data=artifact.data):
            pack = match.namespace.partition("/")[0]
            yield Finding(f"yara.{pack}.{match.rule}", Severity.HIGH, "Matches", match.namespace)


def _unit(name: str, examine: object, *kinds: str, imports: tuple[str, ...] = ()) -> Unit:
    general = "*" in kinds
    return Unit(name, 1, frozenset(kinds or {name}), examine, imports, general=general)  # type: ignore[arg-type]


UNITS = (
    _unit("size", _size, "*"),
    _unit("visits", _visits),
    _unit("hang", _hang),
    _unit("sleep", _sleep),
    _unit("segfault", _segfault),
    _unit("hoard", _hoard),
    _unit("flood", _flood),
    _unit("bloat", _bloat),
    _unit("spawn", _spawn),
    _unit("nest", _nest),
    _unit("twins", _twins),
    _unit("pack", _pack),
    _unit("letter", _letter),
    _unit("lock", _lock),
    _unit("broken", _broken),
    _unit("crash", _crash),
    _unit("quit", _quit),
    _unit("descriptors", _descriptors),
    _unit("forge", _forge),
    _unit("deaf", _deaf),
    _unit("cold", _cold, imports=("colorsys", "tests.workbench.isolation.absent")),
    _unit("surprise", _surprise),
    _unit("lacking", _lacking),
    _unit("rules", _rules, "*"),
)
