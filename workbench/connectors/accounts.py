"""Beside the port: an account's evidence, part by part, whatever of it may be read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol, runtime_checkable

from workbench.connectors.port import Connector
from workbench.errors import ConnectorError, PermissionMissing
from workbench.model.accounts import Account, Evidence, Line, Part, Standing

SIGN_INS = 200  # of an account, newest first; the rest is said to be there
DAYS = 14  # of sign-ins that are asked for


@runtime_checkable
class Accounts(Protocol):
    async def account(self, address: str, since: datetime) -> Account:
        """All that may be read, each part on its own; ``Gone`` where there is no such account.
        Sign-ins are those since the moment."""


def accounts_of(connector: Connector) -> Accounts | None:
    return connector if isinstance(connector, Accounts) else None


async def part_of(
    part: Part, right: str, ask: Callable[[], Awaitable[tuple[Line, ...]]], most: int = 0
) -> Evidence:
    """What ``ask`` gives, or why it gives nothing: never an error, never silently empty."""
    try:
        lines = await ask()
    except PermissionMissing as error:
        return Evidence(part, Standing.MISSING_RIGHT, (), right, str(error))
    except ConnectorError as error:
        return Evidence(part, Standing.FAILED, (), right, str(error))
    cut = bool(most) and len(lines) > most
    return Evidence(part, Standing.READ, lines[:most] if cut else lines, right, cut=cut)
