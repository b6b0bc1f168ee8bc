"""`workbench contain`: ends sessions, disables an account, switches rules off, and undoes it."""

from __future__ import annotations

import argparse
import asyncio
import json
from typing import Any

from workbench.commands.acting import acting, add_tenant_arguments, chosen_profile, chosen_workspace
from workbench.containment import WORDS, Containment
from workbench.errors import BadInput, ConnectorError, RemediationRefused
from workbench.jobs import unheard
from workbench.model.containment import Act, ActKind, ActState, ActView
from workbench.report.printable import printable

DONE, UNCERTAIN, REFUSED = 0, 1, 4
# Those that want a --key.
NAMED = frozenset({ActKind.RULE_OFF, ActKind.RULE_ON, ActKind.DELEGATE_OFF, ActKind.GRANT})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=[*WORDS, "undo", "list"], help="what shall be done")
    parser.add_argument("target", nargs="?", default="", help="the account, or the act to undo")
    parser.add_argument(
        "--key", default="", help="of the rule, delegate or grant, as `account --json` has it"
    )
    parser.add_argument("--yes", default="", metavar="ADDRESS", help="the account once more")
    parser.add_argument("--reason", default="", metavar="TEXT")
    add_tenant_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    _require(arguments)
    with chosen_profile(arguments) as profile:
        try:
            found = asyncio.run(_done(arguments, profile))
        except (ConnectorError, RemediationRefused) as error:
            print(printable(f"refused: {error}"))
            return REFUSED
    for view in found:
        _show(view, as_json=arguments.json)
    return _code(arguments, found)


def _require(arguments: argparse.Namespace) -> None:
    if arguments.what != "list" and not arguments.target:
        raise BadInput("Whose account, or which act, is missing")
    if WORDS.get(arguments.what) in NAMED and not arguments.key:
        raise BadInput(f"{arguments.what} needs --key")


async def _done(arguments: argparse.Namespace, profile: Any) -> tuple[ActView, ...]:
    from workbench.app import actor
    from workbench.remediation.clock import SystemClock

    async with acting(profile, chosen_workspace(arguments)) as tenant:
        containment = Containment(tenant.workspace, tenant.identities, actor(), SystemClock())
        await containment.settle()
        if arguments.what == "list":
            return await containment.views()
        await tenant.unlock()
        if arguments.what == "undo":
            return (await containment.undo(arguments.target, arguments.yes, unheard),)
        act = Act(WORDS[arguments.what], arguments.target, arguments.key)
        return (await containment.act(act, arguments.yes, arguments.reason, unheard),)


def _code(arguments: argparse.Namespace, found: tuple[ActView, ...]) -> int:
    if arguments.what == "list":
        return DONE
    states = {view.state for view in found}
    if ActState.REFUSED in states:
        return REFUSED
    return DONE if states <= {ActState.DONE, ActState.ALREADY} else UNCERTAIN


def _show(view: ActView, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(object_of(view)))
        return
    what = f" {view.what}" if view.what else ""
    detail = f": {view.detail}" if view.detail else ""
    print(printable(
        f"{view.id}  {view.created:%Y-%m-%d %H:%M} UTC  {view.address}: {view.kind.value}{what}: "
        f"{view.state.value}{detail}"
    ))  # fmt: skip


def object_of(view: ActView) -> dict[str, Any]:
    return {
        "id": view.id, "kind": view.kind.value, "address": view.address, "what": view.what,
        "state": view.state.value, "detail": view.detail, "reason": view.reason,
        "actor": view.actor, "created": view.created.isoformat(), "undoable": view.undoable,
        "reverses": view.reverses, "reversed_by": view.reversed_by,
    }  # fmt: skip
