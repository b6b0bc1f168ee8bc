"""What the provider's records say of recipients, and in which order to ask mailboxes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from workbench.connectors.port import Connector
from workbench.connectors.records import Records, Trail, records_of
from workbench.errors import ConnectorError
from workbench.model.deliveries import Delivery
from workbench.model.mail import Copy

if TYPE_CHECKING:
    from workbench.store.messages import Stored

BACK = timedelta(days=2)  # records from before the first copy was seen
UNKNOWN = timedelta(days=30)  # how far back when no copy is known
NOT_DELIVERED = ("failed", "blocked", "expanded", "pending", "gettingstatus", "replaced")


async def recorded_of(
    connector: Connector, sought: Sequence[Stored], known: Iterable[Copy]
) -> Records:
    """Of messages that count as one."""
    copies = tuple(known)
    told = []
    for name in dict.fromkeys(one.internet_id for one in sought):
        its = [copy for copy in copies if copy.internet_id == name]
        told.append(await recorded(connector, name, its))
    return Records(
        deliveries=tuple(dict.fromkeys(one for each in told for one in each.deliveries)),
        source=next((each.source for each in told if each.source), ""),
        gap=next((each.gap for each in told if each.gap), ""),
    )


async def recorded(connector: Connector, internet_id: str, known: Iterable[Copy]) -> Records:
    """Never a reason to find no copies: records that cannot be had are a gap."""
    records = records_of(connector)
    if records is None:
        return Records((), "", "the provider's quarantine and its records cannot be asked here")
    if not internet_id:
        return Records((), "", "without a Message-ID the records cannot be asked")
    moments = [copy.received for copy in known]
    since = min(moments) - BACK if moments else datetime.now(UTC) - UNKNOWN
    try:
        return await records.deliveries(Trail(since, internet_id=internet_id))
    except ConnectorError as error:
        return Records((), "", f"the provider's records did not answer: {error}")


async def ordered(
    connector: Connector, known: Iterable[Copy], told: Records
) -> tuple[tuple[str, ...], dict[str, str]]:
    """All mailboxes, recorded recipients and holders of known copies first; and their addresses."""
    keys: dict[str, str] = {}
    async for page in connector.mailboxes():
        keys.update((box.key, box.address) for box in page)
    recipients = {delivery.recipient.casefold() for delivery in told.deliveries}
    holders = {copy.ref.mailbox for copy in known}
    first = [
        key for key, address in keys.items() if key in holders or address.casefold() in recipients
    ]
    return tuple(dict.fromkeys((*first, *keys))), keys


class Found(Protocol):
    """A copy, or a row of a scope."""

    @property
    def mailbox_address(self) -> str: ...

    @property
    def internet_id(self) -> str: ...


def missing(
    deliveries: Iterable[Delivery], rows: Iterable[Found], unreached: frozenset[str]
) -> tuple[Delivery, ...]:
    """Recorded as delivered, but its recipient answered and has no copy: deleted for good, moved
    on by a rule, a list, or somebody whose mailbox is not here."""
    have = {pair for row in rows for pair in _pairs(row.mailbox_address, row.internet_id)}
    silent = {address.casefold() for address in unreached}
    return tuple(
        one
        for one in deliveries
        if not one.is_held
        and one.action.casefold() not in NOT_DELIVERED
        and one.recipient.casefold() not in silent
        and (one.recipient.casefold(), _bare(one.internet_id)) not in have
    )


def _pairs(address: str, internet_id: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """A record without a Message-ID is answered by any copy."""
    return (address.casefold(), _bare(internet_id)), (address.casefold(), "")


def _bare(internet_id: str) -> str:
    return internet_id.strip().strip("<>").casefold()
