"""`workbench audit`: proves that the log of what was done to mailboxes is whole, compares it with
what the tenant says, or prints it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.commands import reconcile
from workbench.commands.looking import looked_at
from workbench.errors import BadInput
from workbench.model.anchors import BESIDE, SinkStanding
from workbench.report.printable import printable

if TYPE_CHECKING:
    from workbench.remediation.audit import Entry
    from workbench.remediation.verification import Verification
    from workbench.store.workspace import Workspace

HOLDS, BROKEN = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        choices=["verify", "export", "reconcile"],
        help="verify: end with 0 where log, journal and anchors agree, with 1 where they do not; "
        "export: print each row of the log as one JSON object a line; reconcile: compare the "
        "tenant's own audit export with the journal: 0 where they agree, 1 where the application "
        "did what no row of the journal accounts for, 2 where that cannot be decided",
    )
    parser.add_argument(
        "export",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="reconcile: records of Purview or Graph (JSON, JSON lines, CSV with AuditData) or of "
        "Google's Reports API (JSON)",
    )
    parser.add_argument(
        "--app",
        action="append",
        default=[],
        metavar="ID",
        help="reconcile: application or client id that is ours; may be repeated",
    )
    parser.add_argument("--workspace", type=Path, metavar="FILE", help="the workspace file")
    parser.add_argument("--demo", action="store_true", help="the demo's workspace")
    parser.add_argument(
        "--anchors",
        type=Path,
        metavar="FILE",
        help="anchors kept elsewhere: a copy of the file, or what a sink logged",
    )
    parser.add_argument(
        "--after", type=int, default=0, metavar="N", help="export: only rows behind number N"
    )
    parser.add_argument("--json", action="store_true", help="verify and reconcile: one JSON object")


def run(arguments: argparse.Namespace) -> int:
    if arguments.what == "reconcile" and not (arguments.export and arguments.app):
        raise BadInput("reconcile needs the FILE of the export and --app ID of our application")
    with looked_at(arguments) as workspace:
        if arguments.what == "export":
            return _export(workspace, arguments.after)
        if arguments.what == "reconcile":
            return reconcile.run(workspace, arguments.export, arguments.app, as_json=arguments.json)
        found = _verified(workspace, arguments.anchors)
    print(_as_json(found) if arguments.json else _as_text(found))
    return HOLDS if found.holds else BROKEN


def _verified(workspace: Workspace, elsewhere: Path | None) -> Verification:
    from workbench.remediation import anchors, verification

    if elsewhere is not None and not elsewhere.is_file():
        raise BadInput(f"There are no anchors at {elsewhere}")
    beside = anchors.path_beside(workspace.path)
    outside = anchors.load(elsewhere) if elsewhere is not None else ()
    if elsewhere is not None and not outside:
        raise BadInput(f"There is no anchor in {elsewhere}")
    if elsewhere is None or beside.is_file():
        outside = (*outside, *anchors.load(beside))
    return workspace.run_blocking(verification.verify, outside)


def _export(workspace: Workspace, after: int) -> int:
    """In pages, so that a log of millions of rows needs no memory."""
    from workbench.remediation import audit

    while rows := workspace.run_blocking(audit.entries, after):
        for row in rows:
            print(json.dumps(_row(row)))
        after = rows[-1].seq
    return HOLDS


def _row(row: Entry) -> dict[str, Any]:
    """What was chained, and its hash; a row that is no JSON any more comes as it is."""
    try:
        return {**row.parsed(), "hash": row.hash}
    except ValueError:
        return {"seq": row.seq, "prev": row.prev, "damaged": row.body, "hash": row.hash}


def _as_json(found: Verification) -> str:
    return json.dumps(
        {
            "holds": found.holds,
            "rows": found.rows,
            "first_bad": found.first_bad or None,
            "anchored": found.anchored,
            "problems": list(found.problems),
            "sinks": [_sink(sink) for sink in found.sinks],
        }
    )


def _as_text(found: Verification) -> str:
    if not found.rows and found.holds:
        return "The log is empty: nothing was done to any mailbox from this workspace"
    lines = [f"  {printable(problem)}" for problem in found.problems]
    verdict = "The log holds" if found.holds else "The log does NOT hold"
    sinks = [f"  {printable(_told(sink))}" for sink in found.sinks]
    return "\n".join([f"{verdict}: {found.rows:,} rows, {_anchored(found)}", *lines, *sinks])


def _told(sink: SinkStanding) -> str:
    where = "the file beside the workspace" if sink.sink == BESIDE else sink.sink
    last = f"{where} has row {sink.seq:,}" if sink.seq else f"{where} has no row yet"
    return f"{last}. {sink.sentence}" if sink.since else last


def _sink(sink: SinkStanding) -> dict[str, Any]:
    return {
        "sink": sink.sink,
        "row": sink.seq,
        "anchored": sink.anchored.isoformat() if sink.anchored else None,
        "failing_since": sink.since.isoformat() if sink.since else None,
        "reason": sink.reason,
    }


def _anchored(found: Verification) -> str:
    if not found.anchored:
        return "not anchored: cutting or rewriting it as a whole would not show"
    return f"proven up to row {found.anchored:,} by an anchor outside"
