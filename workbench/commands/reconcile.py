"""The part of `workbench audit` that compares a tenant's own audit export with the journal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import BadInput
from workbench.report.printable import printable

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from workbench.reconciling.matching import Finding, Reconciliation
    from workbench.store.workspace import Workspace

AGREES, MISUSE, UNDECIDED = 0, 1, 2
SHOWN = 20  # of each kind, in text


def run(workspace: Workspace, export: Path, apps: Sequence[str], *, as_json: bool) -> int:
    if not export.is_file():
        raise BadInput(f"There is no export at {export}")
    found = workspace.run_blocking(_reconciled, export, apps)
    print(json.dumps(_as_json(found)) if as_json else "\n".join(_as_text(found)))
    return code(found)


def _reconciled(connection: Connection, export: Path, apps: Sequence[str]) -> Reconciliation:
    from workbench.reconciling.export import read
    from workbench.reconciling.matching import Matching
    from workbench.reconciling.ours import Ours

    matching = Matching(Ours(connection), apps)
    for piece in read(export):
        matching.take(piece)
    return matching.finish()


def code(found: Reconciliation) -> int:
    if found.alarm_count:
        return MISUSE
    return AGREES if found.decided else UNDECIDED


def _as_text(found: Reconciliation) -> Iterator[str]:
    yield _verdict(found)
    yield (
        f"{found.records:,} records{_span(found)}, {found.ours:,} of them by the application: "
        f"{found.by_request:,} changes matched by request, {found.by_time:,} by message or mailbox "
        f"and time, {found.reads:,} reads (reads are not in the journal)"
    )
    if found.outside:
        yield f"{found.outside:,} changes of ours lie outside the time of the export: not compared"
    yield from _listed("MISUSE?", found.alarms, found.alarm_count)
    yield from _listed("not (yet) in the export:", found.missing, found.missing_count)
    for bad in found.bad[:SHOWN]:
        yield f"  unreadable: {bad.place}: {printable(bad.reason)}"
    yield from _more(found.bad_count)


def _verdict(found: Reconciliation) -> str:
    if found.alarm_count:
        return (
            f"{found.alarm_count:,} changes by the application are NOT accounted for in this "
            "journal: another workspace made them, or somebody else holds its key or token"
        )
    if found.decided:
        return "The export and the journal agree"
    return "Not decided: what was compared agrees, but not everything could be compared"


def _span(found: Reconciliation) -> str:
    if found.first is None or found.last is None:
        return ""
    return f" from {found.first:%Y-%m-%d %H:%M:%S} to {found.last:%Y-%m-%d %H:%M:%S} UTC"


def _listed(what: str, findings: Sequence[Finding], count: int) -> Iterator[str]:
    for finding in findings[:SHOWN]:
        yield f"  {what} {_line(finding)}"
    yield from _more(count)


def _more(count: int) -> Iterator[str]:
    if count > SHOWN:
        yield f"  and {count - SHOWN:,} more (--json names up to 1,000)"


def _line(finding: Finding) -> str:
    moment = f"{finding.moment:%Y-%m-%d %H:%M:%S}" if finding.moment else "at an unknown time"
    parts = (finding.operation, finding.mailbox, finding.message)
    words = " ".join(printable(part, 120) for part in parts if part)
    return f"{moment} {words} ({finding.place}): {finding.reason}"


def _as_json(found: Reconciliation) -> dict[str, Any]:
    numbers = ("records", "ours", "reads", "by_request", "by_time", "effects", "outside")
    return {
        "agrees": code(found) == AGREES,
        "decided": found.decided,
        **{name: getattr(found, name) for name in numbers},
        "first": found.first.isoformat() if found.first else None,
        "last": found.last.isoformat() if found.last else None,
        "misuse": found.alarm_count,
        "misuses": [_finding(one) for one in found.alarms],
        "missing": found.missing_count,
        "missing_ones": [_finding(one) for one in found.missing],
        "unreadable": found.bad_count,
        "unreadable_ones": [{"place": bad.place, "reason": bad.reason} for bad in found.bad],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "place": finding.place,
        "time": finding.moment.isoformat() if finding.moment else None,
        "operation": finding.operation,
        "mailbox": finding.mailbox,
        "message": finding.message,
        "reason": finding.reason,
    }
