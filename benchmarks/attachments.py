"""Attachments examined per CPU second, by kind, beside what else reads such files.

    python -m benchmarks.attachments FOLDER... [--each FILES]

Files below the folders are sorted by kind and so many of each are taken.  The first figure is the
engine with all units in this process, then the same files through the host, one box each, and in
bulk; "box" is what forking, frames and layers add.  olevba, oleobj, rtfobj and pefile, where they
are installed, read the same bytes in the same run; each does a part of what our units do.
"""

from __future__ import annotations

import argparse
import io
import logging
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from analyzers.engine import examine
from analyzers.model.artifact import Artifact
from analyzers.model.unit import Context, Memo
from analyzers.sniff import sniff
from analyzers.units import UNITS
from benchmarks.isolation import cpu_seconds
from benchmarks.mutations import seeds
from workbench.isolation.client import AnalysisHost, AnalysisJob
from workbench.isolation.settings import HostSettings

Read = Callable[[bytes], object]
OFFICE = frozenset({"doc", "docm", "docx", "xls", "xlsm", "xlsx", "xlsb", "ppt", "pptm", "pptx"})
WARM = 3  # files read before the clock runs, so that modules are loaded


def olevba(data: bytes) -> object:
    """Macro source and the signs in it."""
    from oletools.olevba import VBA_Parser

    parser = VBA_Parser("sample", data=data)
    try:
        return parser.analyze_macros() if parser.detect_vba_macros() else None
    finally:
        parser.close()


def rtfobj(data: bytes) -> object:
    from oletools.rtfobj import RtfObjParser

    parser = RtfObjParser(data)
    parser.parse()
    return parser.objects


def pefile(data: bytes) -> object:
    """All directories, the import hash and the entropy of the sections."""
    import pefile as library

    parsed = library.PE(data=data)
    return parsed.get_imphash(), [section.get_entropy() for section in parsed.sections]


def standard_zip(data: bytes) -> object:
    """All members unpacked."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [len(archive.read(entry)) for entry in archive.infolist()]


def pikepdf(data: bytes) -> object:
    """All objects parsed, no stream decoded."""
    import pikepdf as library

    with library.open(io.BytesIO(data)) as document:
        return [len(document.pages), len(document.objects)]


PEERS: dict[str, tuple[Read, frozenset[str]]] = {
    "olevba": (olevba, OFFICE),
    "rtfobj": (rtfobj, frozenset({"rtf"})),
    "pefile": (pefile, frozenset({"pe"})),
    "zipfile": (standard_zip, frozenset({"zip"})),
    "pikepdf": (pikepdf, frozenset({"pdf"})),
}


def ours(data: bytes) -> object:
    context = Context(memo=Memo())
    return examine(Artifact.of(data, "sample.bin", ""), UNITS, context, sniff)


def timed(files: Sequence[bytes], read: Read) -> tuple[float, int]:
    """Milliseconds of CPU a file, and how many of them raised."""
    for data in files[:WARM]:
        _fails(data, read)
    started = time.process_time()
    failed = sum(_fails(data, read) for data in files)
    return (time.process_time() - started) / len(files) * 1000, failed


def _fails(data: bytes, read: Read) -> bool:
    held = io.StringIO()
    try:
        with redirect_stdout(held), redirect_stderr(held):
            read(data)
    except Exception:  # noqa: BLE001 - how often another reader fails is one of the figures
        return True
    return False


def boxed(host: AnalysisHost, files: Sequence[bytes], *, bulk: bool) -> float:
    """Milliseconds of CPU a file of the host and its boxes, one after another or in bulk."""
    for data in files[:WARM]:
        host.submit(AnalysisJob(data, "warm.bin")).future.result(120)
    before = cpu_seconds(host.pid)
    jobs = [AnalysisJob(data, "sample.bin", background=bulk, views=not bulk) for data in files]
    if bulk:
        for ticket in [host.submit(job) for job in jobs]:
            ticket.future.result(600)
    else:
        for job in jobs:
            host.submit(job).future.result(600)
    return (cpu_seconds(host.pid) - before) / len(files) * 1000


def report(host: AnalysisHost, kind: str, files: Sequence[bytes]) -> None:
    inside, _failed = timed(files, ours)
    single, bulk = boxed(host, files, bulk=False), boxed(host, files, bulk=True)
    beside = []
    for name, (read, kinds) in PEERS.items():
        if kind in kinds:
            each, failed = timed(files, read)
            beside.append(f"{name} {each:.1f} ms ({failed} failed)")
    size = sum(map(len, files)) / len(files) / 1024
    row = f"{kind:15} {len(files):5} {size:8.0f} {inside:9.1f} {single:9.1f} {bulk:9.1f}"
    print(f"{row} {1000 / bulk:9.0f}  {'; '.join(beside)}", flush=True)


def main() -> None:
    reader = argparse.ArgumentParser(prog="benchmarks.attachments")
    reader.add_argument("folders", nargs="+", type=Path)
    reader.add_argument("--each", type=int, default=40)
    options = reader.parse_args()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(2000)
    print(f"{'':15} {'':5} {'':8} {'CPU ms a file':^29}")
    heads = f"{'engine':>9} {'one a box':>9} {'in bulk':>9} {'files/s':>9}"
    print(f"{'kind':15} {'files':>5} {'KiB each':>8} {heads}  beside")
    host = AnalysisHost.start(HostSettings())
    try:
        for kind, files in sorted(seeds(options.folders).items()):
            if len(files) > WARM:
                report(host, kind, files[: options.each])
    finally:
        host.close()


if __name__ == "__main__":
    main()
