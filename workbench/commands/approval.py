"""`workbench approval`: lets a second person judge and sign what nobody may do alone."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from workbench.approvals.files import read_file, write_file
from workbench.approvals.keys import ApproverKeys
from workbench.approvals.requests import ApprovalRequest, read_request, write_request
from workbench.approvals.signed import SignedApproval, read_approval, sign, write_approval
from workbench.approvals.training import TRAINING, training_key
from workbench.commands import acting
from workbench.commands.looking import looked_at
from workbench.errors import BadInput, RemediationRefused
from workbench.jobs import unheard
from workbench.model.tenant import Profile
from workbench.report.printable import printable
from workbench.settings import approver_keys_path

SHOWN = 40  # mailboxes of a list named on the screen; the file names all
HOURS = 24


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="do", required=True)
    made = parts.add_parser("key", help="make the key you approve with, under a passphrase")
    made.add_argument("address", help="your address, as profiles will name you")
    listing = parts.add_parser("keys", help="print the lines that pin your keys in a profile")
    listing.add_argument(
        "--restore", action="store_true", help="write them again out of the keys themselves"
    )
    signing = parts.add_parser("sign", help="read a request, and sign it if you agree")
    signing.add_argument("request", type=Path)
    key = signing.add_mutually_exclusive_group()
    key.add_argument("--address", default="", help="which of your keys, if there are several")
    key.add_argument(
        "--training", action="store_true", help="play the second person of the simulated tenant"
    )
    signing.add_argument("--hours", type=int, default=HOURS, help="how long it holds (at most 24)")
    signing.add_argument("--output", type=Path, metavar="FILE", help="beside the request if absent")
    asking = parts.add_parser("request", help="write the file that asks a second person")
    asking.add_argument("action", help="the id of the action, as the journal has it")
    asking.add_argument("--output", type=Path, metavar="FILE")
    applying = parts.add_parser("apply", help="take an approval in, and do what it approves")
    applying.add_argument("approval", type=Path)
    for part in (asking, applying):
        acting.add_tenant_arguments(part)


def run(arguments: argparse.Namespace) -> int:
    """0 done, 1 with exceptions, 3 halted, 4 refused."""
    keys = ApproverKeys(approver_keys_path())
    try:
        match arguments.do:
            case "key":
                print(_made(keys, arguments.address))
            case "keys":
                known = keys.restore(_passphrase()) if arguments.restore else keys.own()
                print("\n".join(one.line for one in known) or "No key is kept here")
            case "sign":
                return _sign(keys, arguments)
            case "request":
                return _request(arguments)
            case _:
                with acting.chosen_profile(arguments) as profile:
                    path = acting.chosen_workspace(arguments)
                    return apply(profile, path, arguments.approval, as_json=arguments.json)
    except RemediationRefused as refusal:
        return acting.refused(refusal)
    return acting.COMPLETE


def apply(profile: Profile, path: Path, file: Path, *, as_json: bool = False) -> int:
    """Raises ``RemediationRefused`` where the approval does not hold."""
    signed = read_approval(read_file(file))
    return asyncio.run(_apply(profile, path, signed, as_json=as_json))


async def _apply(profile: Profile, path: Path, signed: SignedApproval, *, as_json: bool) -> int:
    async with acting.acting(profile, path) as now:
        await now.unlock()
        action = await now.engine.approved(signed, unheard)
    acting.tell(action, as_json=as_json)
    return acting.exit_code(action)


def _request(arguments: argparse.Namespace) -> int:
    """All of it stands in the workspace: no tenant is asked, and the window may have it open."""
    from workbench.remediation.approving import Judge, request_of

    with looked_at(arguments) as workspace:
        judge = Judge(acting.chosen_safeguards(arguments), (), datetime.now(UTC))
        asked = workspace.run_blocking(request_of, arguments.action, judge)
    output = arguments.output or Path(f"{arguments.action}.request.json")
    write_file(output, write_request(asked))
    print(printable(f"{output}: hand it to an approver, who runs: workbench approval sign FILE"))
    return acting.COMPLETE


def _sign(keys: ApproverKeys, arguments: argparse.Namespace) -> int:
    request = read_request(read_file(arguments.request))
    for line in told(request):
        print(printable(line))
    address = TRAINING.address if arguments.training else arguments.address or _only(keys)
    typed = input(f"To approve it as {address}, type the number of copies: ")
    if typed.strip() != str(len(request.rows)):
        raise RemediationRefused("That is not the number of copies: nothing is signed")
    held = training_key() if arguments.training else keys.open(address, _passphrase())
    approver, private = held
    hours = timedelta(hours=arguments.hours)
    signed = sign(request, approver, private, datetime.now(UTC), hours)
    output = arguments.output or arguments.request.with_name(f"{request.action}.approval.json")
    write_file(output, write_approval(signed))
    print(printable(f"{output}: valid until {signed.approval.expires}"))
    return acting.COMPLETE


def told(request: ApprovalRequest) -> Iterator[str]:
    """What the signature binds, then what the person who asks says of it."""
    boxes = request.mailboxes
    yield f"Action {request.action} in tenant {request.tenant}: {request.kind}"
    yield f"{len(request.rows)} copies in {len(boxes)} mailboxes ({request.weak} weak)"
    yield f"Needs a second person: {request.why}"
    yield f"As {request.requested_by} says:"
    yield f"  subject  {request.subject}"
    yield f"  sender   {request.sender}"
    yield f"  reason   {request.reason or '(none given)'}"
    yield from (f"  protected  {one}" for one in request.protected[:SHOWN])
    if len(request.protected) > SHOWN:
        yield f"  protected  and {len(request.protected) - SHOWN} more, named in the file"
    yield from (f"  {one}" for one in boxes[:SHOWN])
    if len(boxes) > SHOWN:
        yield f"  and {len(boxes) - SHOWN} more mailboxes, named in the file"


def _made(keys: ApproverKeys, address: str) -> str:
    passphrase = _passphrase()
    if not keys.own() and passphrase != getpass.getpass("Once more: ", sys.stderr):
        raise BadInput("The two passphrases are not the same")
    return keys.make(address, passphrase).line


def _passphrase() -> str:
    return getpass.getpass("Passphrase: ", sys.stderr)


def _only(keys: ApproverKeys) -> str:
    own = keys.own()
    if len(own) != 1:
        raise BadInput("Name your key with --address" if own else "No key is kept here")
    return own[0].address
