"""`workbench journal`: prints what was done to mailboxes, with the outcome of each copy."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from workbench.commands.looking import looked_at
from workbench.errors import BadInput
from workbench.model.proposals import Proposal, ProposalState, SweepView, sweep_sentence
from workbench.model.remediation import ActionView, ItemView
from workbench.report.journal import action_row, item_row, look_row
from workbench.report.printable import printable

EVIDENCE = 5  # lines of a proposal; the window shows all


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", help="the id of one action, to see its copies")
    parser.add_argument("--proposals", action="store_true", help="what waits for a decision")
    parser.add_argument("--workspace", type=Path, metavar="FILE", help="the workspace file")
    parser.add_argument("--demo", action="store_true", help="the demo's workspace")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help="write all actions, or the one named, with their copies: CSV where its name ends in "
        ".csv, else JSON lines",
    )


def run(arguments: argparse.Namespace) -> int:
    from workbench.remediation import exporting, sweeps, views
    from workbench.store import proposals

    with looked_at(arguments) as workspace:
        if arguments.output:
            wanted = (arguments.action,) if arguments.action else ()
            count = workspace.run_blocking(exporting.export, arguments.output, wanted)
            print(f"{count} actions written to {printable(str(arguments.output))}")
            return 0
        if arguments.proposals:
            waiting = _waiting(workspace.run_blocking(proposals.listed))
            lines = [_proposal(one, as_json=arguments.json) for one in waiting]
            empty = "No proposal waits in this workspace"
        elif arguments.action:
            items = workspace.run_blocking(views.items, arguments.action)
            lines = [_item(item, as_json=arguments.json) for item in items]
            looks = workspace.run_blocking(sweeps.of_action, arguments.action)
            lines += [_look(look, as_json=arguments.json) for look in looks]
            empty = f"No action {arguments.action} in this journal"
        else:
            actions = workspace.run_blocking(views.actions)
            lines = [_action(action, as_json=arguments.json) for action in actions]
            empty = "Nothing was done to any mailbox from this workspace"
    if not lines and arguments.action:
        raise BadInput(empty)
    if lines or not arguments.json:
        print("\n".join(lines) or empty)
    return 0


def _waiting(listed: Sequence[Proposal]) -> list[Proposal]:
    return [one for one in listed if one.state in (ProposalState.MATCHED, ProposalState.WAITING)]


def _proposal(one: Proposal, *, as_json: bool) -> str:
    if as_json:
        return json.dumps(_proposal_json(one))
    evidence = "".join(f"\n    {printable(line)}" for line in one.evidence[:EVIDENCE])
    return (
        f"{one.made:%Y-%m-%d %H:%M:%S}  {one.origin.value}: {one.state.value}"
        f"  {printable(one.title, 60)}\n"
        f"    {one.id}  {one.copies} copies in {one.mailboxes} mailboxes: {printable(one.reason)}"
        + evidence
    )


def _proposal_json(one: Proposal) -> dict[str, Any]:
    return {
        "id": one.id, "origin": one.origin.value, "state": one.state.value, "title": one.title,
        "reason": one.reason, "evidence": list(one.evidence), "made": one.made.isoformat(),
        "copies": one.copies, "mailboxes": one.mailboxes, "follows": one.action,
    }  # fmt: skip


def _action(action: ActionView, *, as_json: bool) -> str:
    if as_json:
        return json.dumps(action_row(action))
    counts = ", ".join(f"{count} {state.value}" for state, count in action.counts)
    undone = f", undone by {action.reversed_by}" if action.reversed_by else ""
    return (
        f"{action.created:%Y-%m-%d %H:%M:%S}  {action.kind.value:<10}  {action.state.value}"
        f"  {printable(action.subject, 60)}\n"
        f"    {action.id}  by {printable(action.actor)}: {counts}{undone}"
        + (f"\n    reason: {printable(action.reason)}" if action.reason else "")
        + (f"\n    {printable(action.note)}" if action.note else "")
    )


def _item(item: ItemView, *, as_json: bool) -> str:
    if as_json:
        return json.dumps(item_row(item))
    error = f"  {printable(item.error)}" if item.error else ""
    read = "read" if item.was_read else "unread"
    place = printable(item.source_path, 60)
    return f"{item.state.value:<18}  {printable(item.mailbox_address)}  {place} ({read}){error}"


def _look(look: SweepView, *, as_json: bool) -> str:
    if not as_json:
        return printable(sweep_sentence(look, lambda moment: f"{moment:%Y-%m-%d %H:%M}"))
    return json.dumps(look_row(look))
