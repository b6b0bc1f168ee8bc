"""Beside the port: which mailboxes have an online archive, and what a search says of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from workbench.connectors.port import Connector
from workbench.connectors.threads import unsearched_of
from workbench.errors import ConnectorError
from workbench.model.archives import PLACES, Archived, described
from workbench.model.tenant import Mailbox


@runtime_checkable
class TellsArchives(Protocol):
    async def archives(self, boxes: Sequence[Mailbox]) -> tuple[Archived, ...]:
        """One for each, in the order asked; what was not told is ``UNKNOWN`` with the reason.
        Listing mailboxes comes before: it tells by which name the provider's report has them."""


async def archives_of(connector: Connector, boxes: Sequence[Mailbox]) -> tuple[Archived, ...]:
    """Nothing where the provider has none; whatever else fails is the reason of each."""
    if not isinstance(connector, TellsArchives):
        return ()
    try:
        return await connector.archives(boxes)
    except ConnectorError as error:
        return (Archived(note=str(error)),) * len(boxes)


async def places_unsearched(
    connector: Connector, boxes: Sequence[Mailbox]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What no call reaches, with online archives as exactly as they are known; and notes."""
    places = unsearched_of(connector)
    told = await archives_of(connector, boxes) if PLACES in places else ()
    if not told:
        return places, ()
    found = described([(box.address, one) for box, one in zip(boxes, told, strict=True)])
    exact = (found.gap if place == PLACES else place for place in places)
    return tuple(filter(None, exact)), (found.note,) if found.note else ()
