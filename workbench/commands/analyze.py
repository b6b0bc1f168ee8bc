"""`workbench analyze`: the window's analysis for files and folders, as text or JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from analyzers.model.analysis import Analysis
from workbench.analysis.passwords import COMMON
from workbench.analysis.rules import read_rules
from workbench.analysis.verdict import judge
from workbench.commands import standpoint
from workbench.commands.inputs import files_of
from workbench.commands.meter import Meter
from workbench.errors import WorkbenchError
from workbench.files import Listed, read_file
from workbench.isolation.client import AnalysisHost, AnalysisJob, Ticket
from workbench.isolation.settings import HostSettings, raised
from workbench.report.jsonline import error_line, line_of, problem_of
from workbench.report.printable import printable
from workbench.report.text import text_of

Follow = Callable[[AnalysisJob, Analysis], Analysis]

AHEAD = 64  # inputs held in memory beyond the one being printed ...
AHEAD_BYTES = 256 << 20  # ... and their bytes, which a single large one may exceed


@dataclass(frozen=True, slots=True)
class Pending:
    """An input on its way; ``ticket`` is missing where ``problem`` says why it never left."""

    path: Path
    ticket: Ticket | None
    problem: str = ""
    size: int = 0  # bytes
    job: AnalysisJob | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="a message, another file, or a folder"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument(
        "--rules",
        action="append",
        default=[],
        type=Path,
        metavar="DIR",
        help="a folder of YARA rules to use beside our own pack; may be repeated",
    )

    parser.add_argument(
        "--password",
        action="append",
        default=[],
        metavar="TEXT",
        help="a password to try on what is locked, before the usual ones; may be repeated",
    )
    parser.add_argument(
        "--limits",
        choices=("usual", "raised"),
        default="usual",
        help="raised: larger objects, more of them and deeper; may take minutes and 3 GB each",
    )
    parser.add_argument(
        "--dns", action="store_true", help="ask the system's DNS for keys and policies of senders"
    )
    parser.add_argument(
        "--dns-server", metavar="ADDRESS[:PORT]", help="ask this DNS server instead of the system's"
    )
    standpoint.add_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """0 when every input was read, 1 when some could not be; each is reported either way."""
    rules = read_rules(arguments.rules)
    settings = HostSettings(packs=rules.packs, width=os.cpu_count() or 1)
    host = AnalysisHost.start(raised(settings) if arguments.limits == "raised" else settings)
    try:
        for left in (*rules.problems, *host.rule_problems):
            text = f"{left.pack}/{left.namespace} is left out: {left.reason}"
            print(f"rules: {printable(text)}", file=sys.stderr)
        return _asked(host, arguments)
    finally:
        host.close()


def _asked(host: AnalysisHost, arguments: argparse.Namespace) -> int:
    """With DNS where it was allowed; what that takes is not even loaded otherwise."""
    if not (arguments.dns or arguments.dns_server):
        return _analyse_all(host, arguments, lambda _, analysis: analysis)
    from workbench.commands.following import Following

    with Following(host, arguments.dns_server or "") as following:
        return _analyse_all(host, arguments, following.follow)


def _analyse_all(host: AnalysisHost, arguments: argparse.Namespace, follow: Follow) -> int:
    failed = 0
    meter = Meter(sys.stderr)
    passwords = tuple(dict.fromkeys((*arguments.password, *COMMON)))
    like = replace(standpoint.job_of(arguments), passwords=passwords)
    for pending in _ahead(host, files_of(arguments.paths), like):
        line, problem = _finish(pending, follow, as_json=arguments.json)
        meter.clear()
        print(line, flush=True)
        failed += bool(problem)
        if problem and not arguments.json:
            print(f"{printable(str(pending.path))}: {printable(problem)}", file=sys.stderr)
        meter.step(str(pending.path))
    meter.clear()
    return 1 if failed else 0


def _ahead(host: AnalysisHost, inputs: Iterator[Listed], like: AnalysisJob) -> Iterator[Pending]:
    """In the order given, while a few inputs further on are already at work."""
    waiting: deque[Pending] = deque()
    for one in inputs:
        waiting.append(_submit(host, one, like))
        while len(waiting) > AHEAD or sum(p.size for p in waiting) > AHEAD_BYTES:
            yield waiting.popleft()
    yield from waiting


def _submit(host: AnalysisHost, one: Listed, like: AnalysisJob) -> Pending:
    if one.problem:
        return Pending(one.path, None, one.problem)
    try:
        data = read_file(one.path).data
        job = replace(like, data=data, name=one.path.name)
        return Pending(one.path, host.submit(job), "", len(data), job)
    except WorkbenchError as error:
        return Pending(one.path, None, str(error))


def _finish(pending: Pending, follow: Follow, *, as_json: bool) -> tuple[str, str]:
    """The text to print, and why the input could not be read ("" when it could)."""
    path, problem = str(pending.path), pending.problem
    if pending.ticket is not None and pending.job is not None:
        try:
            analysis = follow(pending.job, pending.ticket.future.result())
        except WorkbenchError as error:
            problem = str(error)
        else:
            verdict, problem = judge(analysis), problem_of(analysis)
            if as_json:
                return json.dumps(line_of(path, analysis, verdict, problem)), problem
            return text_of(path, analysis, verdict, problem) + "\n", problem
    if as_json:
        return json.dumps(error_line(path, problem)), problem
    return f"{printable(path)}\n  COULD NOT BE READ  {printable(problem)}\n", problem
