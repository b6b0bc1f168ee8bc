"""`workbench account`: what an account's rules, sign-ins and grants say; reads only."""

from __future__ import annotations

import argparse
import asyncio
import json
from datetime import UTC, datetime, timedelta

from workbench.connectors.accounts import DAYS, accounts_of
from workbench.errors import BadInput, ConnectorError
from workbench.model.accounts import Account, Standing
from workbench.model.tenant import Profile
from workbench.report.account import lines_of, object_of
from workbench.report.printable import printable

FOUND, REFUSED = 1, 4  # something deserves a look or was not read; the tenant did not answer
MOST = 180  # days that may be asked for


def add_arguments(parser: argparse.ArgumentParser) -> None:
    from workbench.commands.acting import add_which_tenant

    parser.add_argument("address", help="whose account")
    parser.add_argument("--days", type=int, default=DAYS, metavar="N", help="of sign-ins")
    add_which_tenant(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(arguments: argparse.Namespace) -> int:
    from workbench.commands.acting import chosen_profile

    if not 1 <= arguments.days <= MOST:
        raise BadInput(f"--days is from 1 to {MOST}")
    with chosen_profile(arguments) as profile:
        try:
            account = asyncio.run(_asked(profile, arguments.address, arguments.days))
        except ConnectorError as error:
            print(printable(f"not known: {error}"))
            return REFUSED
    _show(account, as_json=arguments.json)
    lost = any(one.standing is not Standing.NOT_OFFERED for one in account.unread)
    return FOUND if account.suspicious or lost else 0


async def _asked(profile: Profile, address: str, days: int) -> Account:
    from workbench.app import connector_of

    connector = connector_of(profile)
    try:
        await connector.connect()
        asked = accounts_of(connector)
        if asked is None:
            raise BadInput("This tenant tells nothing of accounts")
        return await asked.account(address, datetime.now(UTC) - timedelta(days=days))
    finally:
        await connector.close()


def _show(account: Account, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(object_of(account)))
        return
    for line in lines_of(account):
        print(printable(line))
