"""`workbench remediate`: shows what would become of every copy of a message, and does it only
when the number of copies is given."""

from __future__ import annotations

import argparse
import asyncio
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from workbench.commands import acting
from workbench.commands.acting import Acting
from workbench.errors import BadInput, RemediationRefused
from workbench.jobs import unheard
from workbench.model.proposals import ProposalState
from workbench.model.remediation import ActionView, Choice, Scope
from workbench.model.tenant import Profile
from workbench.report.printable import printable


@dataclass(frozen=True, slots=True)
class Order:
    """``count`` is the number of copies confirmed; None for a dry run.  ``alike`` takes all that
    are one row with the message in the queues; ``proposal`` what was frozen for one, instead."""

    internet_id: str
    choice: Choice
    reason: str
    count: int | None
    alike: bool = False
    proposal: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--message-id", metavar="ID", help="its Message-ID")
    which.add_argument(
        "--incident",
        metavar="ID",
        help="the Message-ID of one of them: it and all messages alike, as the queues show them",
    )
    which.add_argument(
        "--proposal", metavar="ID", help="what waits as a proposal (workbench journal --proposals)"
    )
    parser.add_argument(
        "--action",
        default="quarantine",
        metavar="A",
        help="quarantine (the default), strong, junk, deleted, folder:PATH or tag",
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--dry-run", action="store_true", help="change nothing (the default)")
    how.add_argument("--yes", type=int, metavar="COUNT", help="do it, if so many copies are chosen")
    parser.add_argument("--reason", default="", help="kept in the journal")
    acting.add_tenant_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    from workbench.remediation.choices import read_choice

    choice = read_choice(arguments.action)
    alike = arguments.incident is not None
    name = arguments.incident or arguments.message_id or ""
    proposal = arguments.proposal or ""
    order = Order(name, choice, arguments.reason, arguments.yes, alike, proposal)
    with acting.chosen_profile(arguments) as profile:
        path = acting.chosen_workspace(arguments)
        sinks = acting.chosen_sinks(arguments)
        return remediate(profile, path, order, as_json=arguments.json, sinks=sinks)


def remediate(
    profile: Profile, path: Path, order: Order, *, as_json: bool = False, sinks: Path | None = None
) -> int:
    """0 complete or shown, 1 with exceptions or gaps, 3 halted or waiting, 4 refused."""
    try:
        return asyncio.run(_remediate(profile, path, order, as_json=as_json, sinks=sinks))
    except RemediationRefused as refusal:
        return acting.refused(refusal)


async def _remediate(
    profile: Profile, path: Path, order: Order, *, as_json: bool, sinks: Path | None
) -> int:
    from workbench.remediation import choices, suggestions

    async with acting.acting(profile, path, sinks=sinks) as now:
        provider = now.connector.tenant.provider
        choices.require(order.choice, provider)
        scope = await _scope_of(now, order)
        if order.count is None:
            _show(scope, order.choice, provider, as_json=as_json)
            return acting.EXCEPTIONS if _incomplete(scope) else acting.COMPLETE
        if order.count != len(scope.selected):
            raise RemediationRefused(
                f"{order.count} copies were confirmed, and {len(scope.selected)} are chosen now"
            )
        await now.unlock()
        action = await now.engine.act(scope, order.choice, order.reason, order.count, unheard)
        if order.proposal:
            acted = (now.engine.author, order.proposal, ProposalState.ACTED, action.id)
            await now.workspace.run(suggestions.settle, *acted)
        _tell(action, scope, as_json=as_json)
        return acting.exit_code(action)


async def _scope_of(now: Acting, order: Order) -> Scope:
    if not order.proposal:
        return await _scope(now, order.internet_id, alike=order.alike)
    from workbench.store import proposals

    found = await now.workspace.run(proposals.load, order.proposal)
    if found.state is not ProposalState.WAITING:
        raise RemediationRefused(f"Proposal {found.id}: {found.state.value}")
    return await now.workspace.run(proposals.scope_of, found.id)


async def _scope(now: Acting, internet_id: str, *, alike: bool) -> Scope:
    """Of a message that need not be in the workspace yet."""
    from workbench.remediation.fence import alike_scope, fenced_scope

    id = await _known(now, internet_id)
    find = alike_scope if alike else fenced_scope
    return await find(now.connector, now.workspace, id, unheard)


async def _known(now: Acting, internet_id: str) -> int:
    """Its number in the workspace, which takes it in first."""
    from workbench.connectors.port import Query
    from workbench.store import messages, tenants

    tenant = now.connector.tenant
    await now.workspace.run(tenants.save, tenant)
    async for boxes in now.connector.mailboxes():
        await now.workspace.run(tenants.save_mailboxes, tenant.id, boxes)
    async for page in now.connector.find(Query(internet_id=internet_id)):
        found = tuple(copy for copy in page.copies if copy.internet_id == internet_id)
        await now.workspace.run(messages.save, found)
    ids = await now.workspace.run(messages.ids_of, tenant.id, [internet_id])
    if not ids:
        raise BadInput(f"No mailbox that answered holds a message {internet_id}")
    if len(ids) > 1:
        raise BadInput(
            f"{len(ids)} different messages share the Message-ID {internet_id}: "
            "choose one in the window"
        )
    return min(ids)


def _incomplete(scope: Scope) -> bool:
    return bool(scope.unreached or scope.missing or scope.held)


def _show(scope: Scope, choice: Choice, provider: str, *, as_json: bool) -> None:
    from workbench.remediation import choices, consequence

    told = consequence.sentence(scope, choice, provider)
    back = choices.back(choice.kind, provider)
    if as_json:
        print(json.dumps(_facts(scope, choice, told, back), default=str))
        return
    print(f"Nothing is changed. {printable(told)}\nEach {printable(back)}.")
    for row in scope.rows:
        event = "calendar event" if row.meeting else ""
        mark, read = "x" if row.selected else " ", "read" if row.is_read else "unread"
        where, notes = (
            row.folder_path or row.folder,
            ", ".join(filter(None, (*row.mailbox_marks, row.note, *row.marks, event, *row.done))),
        )
        line = f"[{mark}] {row.mailbox_address}  {where}  {read}  {row.tier.value}  {notes}"
        print(printable(line.rstrip()))
    _beyond(scope)
    if scope.selected:
        print(f"To do it: --yes {len(scope.selected)}")


def _beyond(scope: Scope) -> None:
    """What is not among the copies found, and why."""
    for mailbox, why in scope.unreached:
        print(printable(f"[?] {mailbox}  not asked: {why}"))
    for one in scope.held:
        print(printable(f"[?] {one.recipient}  in the provider's quarantine, may be released"))
    for one in scope.missing:
        print(printable(f"[?] {one.recipient}  recorded as {one.action}, and not found"))
    for address in scope.outside:
        print(printable(f"[-] {address}  outside the pilot, never touched"))
    for gap in scope.gaps:
        print(printable(f"Not known: {gap}"))
    for note in scope.notes:
        print(printable(f"Known: {note}"))


def _facts(scope: Scope, choice: Choice, told: str, back: str) -> dict[str, Any]:
    return {
        "dry_run": True,
        "kind": choice.kind.value,
        "folder": choice.folder,
        "sentence": told,
        "reversible": back,
        "selected": len(scope.selected),
        "messages": len(scope.alike) + 1,
        "rows": [asdict(row) for row in scope.rows],
        "unreached": [list(one) for one in scope.unreached],
        "held": [asdict(one) for one in scope.held],
        "missing": [asdict(one) for one in scope.missing],
        "outside": list(scope.outside),
        "gaps": list(scope.gaps),
        "notes": list(scope.notes),
    }


def _tell(action: ActionView, scope: Scope, *, as_json: bool) -> None:
    unreached = [list(one) for one in scope.unreached]
    if as_json:
        print(json.dumps({**acting.outcome_of(action), "unreached": unreached}))
        return
    print(printable(acting.outcome_text(action).replace("\n", "; ")))
    _beyond(scope)
    acting.tell_next(action)
