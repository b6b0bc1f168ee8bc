"""`workbench indicators`: the list of what is bad, compared with old mail when it grows."""

from __future__ import annotations

import argparse
import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.report.printable import printable
from workbench.settings import workspace_path

if TYPE_CHECKING:
    from workbench.model.indicators import Indicator
    from workbench.store.workspace import Workspace
    from workbench.suggesting import Outcome

SHOWN = 20  # messages named one by one


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True)
    for name, told in (
        ("add", "list a domain, a link's host, an address or a SHA-256, defanged or not"),
        ("remove", "take one off the list"),
        ("list", "print the list"),
    ):
        part = acts.add_parser(name, help=told)
        if name != "list":
            part.add_argument("value")
        if name == "add":
            part.add_argument("--note", default="", help="kept with it")
        part.add_argument("--workspace", type=Path, metavar="FILE", help="the workspace file")
        part.add_argument("--demo", action="store_true", help="the demo's workspace")
        part.add_argument("--json", action="store_true", help="JSON lines")


def run(arguments: argparse.Namespace) -> int:
    """0 done, 1 where there was nothing to remove."""
    from workbench.store.workspace import Workspace

    path = arguments.workspace or workspace_path(demo=arguments.demo)
    workspace = Workspace.open(path)
    try:
        return _ACTS[arguments.act](workspace, arguments)
    finally:
        workspace.close()


def _add(workspace: Workspace, arguments: argparse.Namespace) -> int:
    from workbench.app import actor
    from workbench.changes import Changes
    from workbench.indicators import read_indicator
    from workbench.suggesting import Suggester

    suggester = Suggester(workspace, Changes(), actor())
    found = asyncio.run(suggester.add(read_indicator(arguments.value, arguments.note)))
    print(json.dumps(_facts(found)) if arguments.json else _told(found))
    return 0


def _remove(workspace: Workspace, arguments: argparse.Namespace) -> int:
    from workbench.app import actor
    from workbench.changes import Changes
    from workbench.indicators import read_indicator
    from workbench.suggesting import Suggester

    indicator = read_indicator(arguments.value)
    removed = asyncio.run(Suggester(workspace, Changes(), actor()).remove(indicator))
    print(f"{indicator.kind.value} {indicator.value} {'removed' if removed else 'was not listed'}")
    return 0 if removed else 1


def _list(workspace: Workspace, arguments: argparse.Namespace) -> int:
    from workbench.store import indicators

    for one in workspace.run_blocking(indicators.listed):
        print(json.dumps(_indicator(one)) if arguments.json else _line(one))
    return 0


def _indicator(one: Indicator) -> dict[str, str]:
    added = one.added.isoformat() if one.added else ""
    kind = one.kind.value
    return {"kind": kind, "value": one.value, "note": one.note, "by": one.actor, "added": added}


def _line(one: Indicator) -> str:
    added = f"{one.added:%Y-%m-%d %H:%M}" if one.added else ""
    return printable(f"{one.kind.value:<9}  {one.value}  {added}  {one.actor}  {one.note}".rstrip())


def _facts(found: Outcome) -> dict[str, object]:
    return {
        **_indicator(found.indicator),
        "fresh": found.fresh,
        "matched": [{"message": one.message, "evidence": one.evidence} for one in found.matched],
        "proposed": found.proposed,
        "not analysed": found.unlooked,
    }


def _told(found: Outcome) -> str:
    one = found.indicator
    lines = [f"{one.kind.value} {one.value} {'listed' if found.fresh else 'was listed already'}"]
    lines += [printable(f"  {match.evidence}") for match in found.matched[:SHOWN]]
    lines.append(f"{len(found.matched)} stored messages that lie in a mailbox show it")
    if found.unlooked:
        lines.append(f"{found.unlooked} messages are not analysed: compared by their sender alone")
    if found.proposed:
        lines.append(f"{found.proposed} proposed; mailboxes are asked once a tenant is connected")
    return "\n".join(lines)


_ACTS = {"add": _add, "remove": _remove, "list": _list}
