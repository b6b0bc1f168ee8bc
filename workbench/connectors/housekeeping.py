"""Beside the port: taking our own empty folder out of a mailbox again."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

NOT_OFFERED = "this tenant does not let us remove it"


@runtime_checkable
class Housekeeping(Protocol):
    async def remove_quarantine(self, mailbox: str, folder: str) -> str:
        """Removes the folder with this key where it has our name and nothing lies in it; "" once
        a read shows it gone, else why it is still there."""


def housekeeping_of(connector: object) -> Housekeeping | None:
    return connector if isinstance(connector, Housekeeping) else None
