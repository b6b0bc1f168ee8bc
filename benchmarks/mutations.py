"""Damaged copies of real files through one analysis host: how each of them ends.

    python -m benchmarks.mutations FOLDER... [--each COPIES] [--seed NUMBER] [--keep DIRECTORY]

Files below the folders are sorted by kind; of each kind so many damaged copies are made, the same
ones for the same seed.  A copy is damaged where it lies, or inside one member of a ZIP package that
is packed anew, so that checksums fit.  ``--keep`` writes those that broke a unit or a box.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import random
import time
import zipfile
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from analyzers.model.analysis import Analysis, Outcome
from analyzers.sniff import sniff
from benchmarks.isolation import cpu_seconds, resident
from workbench.analysis.rules import rule_packs
from workbench.isolation.client import AnalysisHost, AnalysisJob
from workbench.isolation.settings import HostSettings

SEEDS = 40  # files of a kind that are damaged in turn
LARGEST = 1 << 20  # bytes of a file that is taken as a seed
FLYING = 24  # copies in the host at a time
WAIT = 300.0  # seconds for one copy, beyond all budgets: what takes longer has no ending
BROKEN = (Outcome.CRASHED, Outcome.TIMED_OUT, Outcome.KILLED)
NUMBERS = (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\x80", b"\x01\0\0\0")


@dataclass(slots=True)
class Tally:
    """How the copies of one kind ended."""

    copies: int = 0
    nodes: int = 0
    cpu: float = 0.0
    longest: float = 0.0
    lost: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)


def seeds(folders: list[Path]) -> dict[str, list[bytes]]:
    """At most so many different files of each kind, taken from all over the folders."""
    found: dict[str, list[bytes]] = {}
    files = [file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()]
    random.Random(1).shuffle(files)
    for file in files:
        if file.is_symlink() or not 0 < file.stat().st_size <= LARGEST:
            continue
        data = file.read_bytes()
        kept = found.setdefault(sniff(data, file.name), [])
        if len(kept) < SEEDS and data not in kept:
            kept.append(data)
    return found


def damaged(data: bytes, chance: random.Random) -> bytes:
    if data.startswith(b"PK\x03\x04") and chance.random() < 0.7 and (inner := _inner(data, chance)):
        return inner
    return _spoilt(data, chance)


def _spoilt(data: bytes, chance: random.Random) -> bytes:
    wreck = bytearray(data)
    for _ in range(chance.choice((1, 2, 4, 12, 48))):
        at = chance.randrange(max(1, len(wreck)))
        size = chance.choice((1, 2, 4, 40, 400))
        match chance.randrange(7):
            case 0:
                wreck[at : at + 1] = bytes((chance.randrange(256),))
            case 1:
                at &= ~3
                wreck[at : at + 4] = chance.choice(NUMBERS)
            case 2:
                del wreck[at : at + size]
            case 3:
                wreck[at:at] = wreck[at : at + size]
            case 4:
                start = chance.randrange(max(1, len(wreck)))
                wreck[at : at + size] = wreck[start : start + size]
            case 5:
                wreck[at : at + 1] = bytes(
                    ((wreck[at] if wreck else 0) ^ 1 << chance.randrange(8),)
                )
            case 6 if chance.random() < 0.1:
                del wreck[at:]
    return bytes(wreck)


def _inner(data: bytes, chance: random.Random) -> bytes:
    """The package with one member spoilt and packed anew; b"" where it cannot be read."""
    held = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", 8) as new:
            entries = old.infolist()[:200]
            chosen = chance.randrange(len(entries))
            for number, entry in enumerate(entries):
                if entry.file_size > LARGEST:
                    return b""
                body = old.read(entry)
                new.writestr(entry.filename, _spoilt(body, chance) if number == chosen else body)
    except Exception:  # noqa: BLE001 - a seed that no library reads is damaged as it lies
        return b""
    return held.getvalue()


def run(host: AnalysisHost, kind: str, files: list[bytes], options: argparse.Namespace) -> Tally:
    tally, chance = Tally(), random.Random(f"{kind} {options.seed}")
    flying: deque[tuple[bytes, Future[Analysis]]] = deque()
    for number in range(options.each):
        data = damaged(files[number % len(files)], chance)
        job = AnalysisJob(data, f"sample.{kind}", background=True)
        flying.append((data, host.submit(job).future))
        while len(flying) >= FLYING:
            _enter(tally, *flying.popleft(), options.keep)
    while flying:
        _enter(tally, *flying.popleft(), options.keep)
    return tally


def _enter(tally: Tally, data: bytes, future: Future[Analysis], keep: Path | None) -> None:
    tally.copies += 1
    try:
        analysis = future.result(WAIT)
    except Exception as problem:  # noqa: BLE001 - a lost job is what is counted here
        tally.lost += 1
        tally.reasons[f"lost: {problem!r}"[:110]] += 1
        return
    tally.nodes += len(analysis.nodes)
    tally.cpu += analysis.cpu_seconds
    tally.longest = max(tally.longest, analysis.cpu_seconds)
    broken = list(_broken(analysis))
    tally.ends.update(outcome for outcome, _words in broken)
    tally.reasons.update(words for _outcome, words in broken)
    if broken and keep:
        (keep / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)


def _broken(analysis: Analysis) -> Iterator[tuple[str, str]]:
    for node in analysis.nodes:
        for each in node.examinations:
            if each.outcome in BROKEN:
                words = f"{each.outcome.value}: {node.kind}: {each.unit}: {each.reason}"
                yield each.outcome.value, words[:140]


def report(kind: str, files: int, tally: Tally) -> None:
    ends = "  ".join(f"{name} {count}" for name, count in sorted(tally.ends.items()))
    each = tally.cpu / max(1, tally.copies) * 1000
    row = f"{kind:14} {files:5} {tally.copies:7} {tally.nodes:8} {tally.lost:5} {each:8.1f}"
    print(f"{row} {tally.longest:8.2f}  {ends}", flush=True)
    for words, count in tally.reasons.most_common(6):
        print(f"{'':14} {count:5} x {words}", flush=True)


def main() -> None:
    reader = argparse.ArgumentParser(prog="benchmarks.mutations")
    reader.add_argument("folders", nargs="+", type=Path)
    reader.add_argument("--each", type=int, default=500)
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--keep", type=Path)
    reader.add_argument("--kind", action="append", default=[])
    options = reader.parse_args()
    kinds = sorted(seeds(options.folders).items())
    counted = f"{'seeds':>5} {'copies':>7} {'objects':>8} {'lost':>5} {'ms each':>8}"
    print(f"{'kind':14} {counted} longest s")
    began, copies, lost = time.monotonic(), 0, 0
    host = AnalysisHost.start(HostSettings(packs=rule_packs(())))
    try:
        for kind, files in kinds:
            if options.kind and kind not in options.kind:
                continue
            tally = run(host, kind, files, options)
            report(kind, len(files), tally)
            copies, lost = copies + tally.copies, lost + tally.lost
        spent, held = cpu_seconds(host.pid), resident(host.pid)
    finally:
        host.close()
    wall = time.monotonic() - began
    cost = f"{spent:.0f} s CPU, {wall:.0f} s wall, the host holds {held:.0f} MiB"
    print(f"{copies} copies, {lost} without an ending; {cost}")


if __name__ == "__main__":
    main()
