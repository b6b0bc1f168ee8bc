"""`workbench policy`: arms, lists and disarms what may act on proposals alone."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import BadInput
from workbench.report.printable import printable
from workbench.settings import workspace_path

if TYPE_CHECKING:
    from workbench.model.policies import Policy
    from workbench.remediation.audit import Author
    from workbench.store.workspace import Workspace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True)
    adding = acts.add_parser("add", help="arm one until a day, within 90 days")
    adding.add_argument("name")
    on = "late, rule, verdict, indicator or indicator:KIND; may be repeated"
    adding.add_argument("--on", action="append", required=True, metavar="WHAT", help=on)
    adding.add_argument("--expires", required=True, metavar="YYYY-MM-DD", help="its last day (UTC)")
    adding.add_argument("--minimum-score", type=int, default=70, metavar="N", help="(70)")
    adding.add_argument("--action", default="quarantine", metavar="A", help="as of remediate")
    adding.add_argument("--mailbox", action="append", default=[], help="only in this one; repeat")
    adding.add_argument("--per-run", type=int, default=10, metavar="N", help="copies (10)")
    adding.add_argument("--per-day", type=int, default=50, metavar="N", help="copies (50)")
    adding.add_argument("--tenant", default="", metavar="ID", help="where the workspace knows more")
    acts.add_parser("list", help="print those armed and those that ended")
    ending = acts.add_parser("disarm", help="disarm one, or all")
    ending.add_argument("name", nargs="?", default="")
    for part in acts.choices.values():
        part.add_argument("--workspace", type=Path, metavar="FILE", help="the workspace file")
        part.add_argument("--demo", action="store_true", help="the demo's workspace")
        part.add_argument("--json", action="store_true", help="JSON lines")


def run(arguments: argparse.Namespace) -> int:
    """0 done, 1 where nothing was armed."""
    from workbench.store.workspace import Workspace

    workspace = Workspace.open(arguments.workspace or workspace_path(demo=arguments.demo))
    try:
        return _ACTS[arguments.act](workspace, arguments)
    finally:
        workspace.close()


def _add(workspace: Workspace, arguments: argparse.Namespace) -> int:
    from workbench.remediation import policies, suggestions

    policy = _policy(workspace, arguments)
    workspace.run_blocking(policies.arm, _author(), policy)
    print(json.dumps(_facts(policy)) if arguments.json else _line(policy))
    if not workspace.run_blocking(suggestions.is_on) and policy.origins != ("late",):
        print("Proposals for old mail are off: workbench --proposals, or the window's menu")
    return 0


def _policy(workspace: Workspace, arguments: argparse.Namespace) -> Policy:
    from workbench.app import actor
    from workbench.model.policies import Policy
    from workbench.remediation.choices import read_choice

    return Policy(
        name=arguments.name,
        tenant=_tenant(workspace, arguments.tenant),
        origins=tuple(dict.fromkeys(arguments.on)),
        minimum=arguments.minimum_score,
        choice=read_choice(arguments.action),
        fence=tuple(dict.fromkeys(arguments.mailbox)),
        per_run=arguments.per_run,
        per_day=arguments.per_day,
        expires=_end_of(arguments.expires),
        armed=datetime.now(UTC),
        armed_by=actor(),
    )


def _tenant(workspace: Workspace, named: str) -> str:
    from workbench.store import tenants

    known = [tenant.id for tenant in workspace.run_blocking(tenants.load)]
    if named in known or (not named and len(known) == 1):
        return named or known[0]
    raise BadInput(f"--tenant is one of: {', '.join(known) or 'none; connect it once first'}")


def _end_of(text: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(text), time(23, 59, 59), UTC)
    except ValueError as error:
        raise BadInput(f"{text!r} is no day of the form YYYY-MM-DD") from error


def _list(workspace: Workspace, arguments: argparse.Namespace) -> int:
    from workbench.remediation import policies

    for one in workspace.run_blocking(policies.listed):
        print(json.dumps(_facts(one)) if arguments.json else _line(one))
    return 0


def _disarm(workspace: Workspace, arguments: argparse.Namespace) -> int:
    from workbench.remediation import policies

    count = workspace.run_blocking(policies.disarm, _author(), arguments.name)
    print(f"{count} disarmed")
    return 0 if count else 1


def _author() -> Author:
    from workbench.app import actor
    from workbench.remediation.audit import Author
    from workbench.remediation.clock import SystemClock

    return Author(actor(), SystemClock())


def _facts(one: Policy) -> dict[str, object]:
    return {
        "name": one.name, "tenant": one.tenant, "on": list(one.origins),
        "minimum_score": one.minimum, "action": one.choice.kind.value,
        "folder": one.choice.folder, "mailboxes": list(one.fence), "per_run": one.per_run,
        "per_day": one.per_day, "expires": one.expires.isoformat(),
        "armed": one.is_armed(datetime.now(UTC)), "by": one.armed_by,
    }  # fmt: skip


def _line(one: Policy) -> str:
    stands = "armed" if one.is_armed(datetime.now(UTC)) else "ended"
    where = f"{len(one.fence)} mailboxes" if one.fence else "all mailboxes inside the fence"
    text = (
        f"{stands}  {one.name}: {one.choice.kind.value} on {', '.join(one.origins)} from score "
        f"{one.minimum}, in {where}, {one.per_run} copies a run, {one.per_day} a day, until "
        f"{one.expires:%Y-%m-%d}, by {one.armed_by}"
    )
    return printable(text)


_ACTS = {"add": _add, "list": _list, "disarm": _disarm}
