"""What a pilot's fence asks of a connector beyond the port: who is in a group, who is in reach."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from workbench.connectors.port import Connector
from workbench.errors import ConnectorError, Gone, PermissionMissing
from workbench.model.tenant import Mailbox


@runtime_checkable
class Grouped(Protocol):
    async def members(self, group: str) -> tuple[str, ...]:
        """Addresses of all mailboxes in the group, of groups inside it too; of Microsoft the
        group's id, of Google its address."""


@runtime_checkable
class Reaching(Protocol):
    async def reaches(self, mailbox: str) -> bool:
        """Whether the provider itself would let us read there."""


@runtime_checkable
class Sharing(Protocol):
    async def open_shared(self, admits: Callable[[str], bool]) -> None:
        """Try the mailboxes of others that the profile names, where ``admits`` lets their
        addresses through.  A profile without a fence has it done at connecting."""


@dataclass(frozen=True, slots=True)
class Outside:
    """How a trial outside the fence ended; ``state`` is held, open or unknown."""

    state: str
    told: str


OUTSIDE = "the mailbox is outside the pilot"
ALL_INSIDE = Outside("unknown", "No mailbox lies outside the pilot, so nothing could be tried")
OURS = Outside(
    "unknown", "Google delegates a whole domain or nothing: the pilot is held by this program alone"
)


async def pilot_of(connector: Connector, fence: tuple[str, ...], group: str) -> tuple[str, ...]:
    """The list and the group's members together; an empty pilot is none, and refused."""
    if not group:
        return fence
    if not isinstance(connector, Grouped):
        raise PermissionMissing("reading groups", "this provider has none")
    found = await connector.members(group)
    if not found:
        raise Gone("The pilot's group has no member with a mailbox")
    return tuple(dict.fromkeys((*fence, *found)))


async def tried(connector: Connector, others: AsyncIterator[tuple[Mailbox, ...]]) -> Outside:
    """One mailbox of ``others`` is asked for, and the tenant should refuse (403)."""
    if not isinstance(connector, Reaching):
        return OURS
    async for page in others:
        for box in page:
            return await _answered(connector, box)
    return ALL_INSIDE


async def _answered(connector: Reaching, box: Mailbox) -> Outside:
    try:
        reached = await connector.reaches(box.key)
    except ConnectorError as error:
        return Outside("unknown", f"{box.address} could not be tried: {error}")
    if reached:
        return Outside(
            "open", f"The tenant does not hold the fence: the registration reaches {box.address}"
        )
    return Outside("held", f"The tenant holds the fence: {box.address} is refused")
