"""Messages read per CPU second: every unit inside one process, the boxes apart, and other readers.

    python -m benchmarks.reading FOLDER [MESSAGES]

FOLDER holds .eml files, of which every so many is taken.  The first figure is the engine with all
units in this process, without a box; then what each unit takes of it; then the same messages
through the analysis host with its boxes.  The standard library, and mail-parser and eml_parser
where they are installed, read the same bytes in the same run.
"""

from __future__ import annotations

import email
import email.policy
import importlib
import logging
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from analyzers.engine import examine
from analyzers.model.artifact import Artifact
from analyzers.model.unit import Context, Memo
from analyzers.sniff import sniff
from analyzers.units import UNITS
from benchmarks.isolation import cpu_seconds
from workbench.isolation.client import AnalysisHost, AnalysisJob
from workbench.isolation.settings import HostSettings

MESSAGES = 2_000
Read = Callable[[bytes], Any]


def samples(folder: Path, count: int) -> list[bytes]:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    step = max(1, len(files) // count)
    return [file.read_bytes() for file in files[::step][:count]]


def standard_library(data: bytes) -> object:
    """All headers and the decoded content of all parts."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    parts = [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]
    return [*message.items(), *parts]


def peers() -> dict[str, Read]:
    found: dict[str, Read] = {"standard library": standard_library}
    for name, make in (("mailparser", _mail_parser), ("eml_parser", _eml_parser)):
        try:
            found[name] = make(importlib.import_module(name))
        except ImportError:
            print(f"{name:28} not installed")
    return found


def _mail_parser(module: Any) -> Read:
    def read(data: bytes) -> object:
        message = module.parse_from_bytes(data)
        return message.mail, message.received, message.attachments

    return read


def _eml_parser(module: Any) -> Read:
    return lambda data: module.EmlParser(include_attachment_data=True).decode_email_bytes(data)


def timed(title: str, mail: Sequence[bytes], read: Read) -> None:
    failed, started = 0, time.process_time()
    for data in mail:
        try:
            read(data)
        except Exception:  # noqa: BLE001 - how often another reader fails is one of the figures
            failed += 1
    spent = time.process_time() - started
    report(title, len(mail), spent, f"{failed} failed")


def report(title: str, count: int, spent: float, more: str = "") -> None:
    rate, each = count / spent, spent / count * 1000
    print(f"{title:28} {rate:8.1f} messages/CPU s  {each:7.2f} ms each  {more}")


def units(mail: Sequence[bytes], *, views: bool) -> None:
    """The engine in this process; modules are warm, as they are in a host that has begun."""
    context = Context(views=views)
    taken: dict[str, float] = {}

    def read(data: bytes) -> None:
        found = examine(
            Artifact.of(data, "message.eml", ""), UNITS, replace(context, memo=Memo()), sniff
        )
        for node in found.nodes:
            for each in node.examinations:
                taken[each.unit] = taken.get(each.unit, 0.0) + each.cpu_ms

    for data in mail[:20]:
        read(data)
    taken.clear()
    timed(f"all units, no box{', with views' if views else ''}", mail, read)
    for unit, spent in sorted(taken.items(), key=lambda item: -item[1]):
        print(f"    {unit:28} {spent / len(mail):7.3f} ms")


def boxed(title: str, mail: Sequence[bytes], *, bulk: bool) -> None:
    """Attachments are examined too, each in a box of its own."""
    host = AnalysisHost.start(HostSettings())
    try:
        host.submit(AnalysisJob(mail[0], "warm.eml")).future.result(60)
        before = cpu_seconds(host.pid)
        jobs = (AnalysisJob(d, "message.eml", background=bulk, views=not bulk) for d in mail)
        tickets = [host.submit(job) for job in jobs]
        done = [ticket.future.result(600) for ticket in tickets]
        spent = cpu_seconds(host.pid) - before
    finally:
        host.close()
    nodes = sum(len(analysis.nodes) for analysis in done)
    report(title, len(mail), spent, f"{nodes} objects")


def main() -> None:
    folder = Path(sys.argv[1])
    mail = samples(folder, int(sys.argv[2]) if len(sys.argv) > 2 else MESSAGES)
    print(f"{len(mail)} messages, {sum(map(len, mail)) / len(mail) / 1024:.1f} KiB each")
    logging.disable(logging.WARNING)  # other readers tell of odd mail there
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for title, read in peers().items():
            timed(title, mail, read)
    units(mail, views=True)
    units(mail, views=False)
    boxed("in bulk, with boxes", mail, bulk=True)
    boxed("opened one by one, with boxes", mail, bulk=False)


if __name__ == "__main__":
    main()
