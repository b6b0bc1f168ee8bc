"""Whom the provider's records name: who is asked first, and who has no copy any more."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from workbench.connectors.port import Connector
from workbench.connectors.records import Trail, records_of
from workbench.errors import ConnectorError, PermissionMissing
from workbench.model.deliveries import Delivery
from workbench.model.found import Recorded, Standing
from workbench.model.mail import Copy
from workbench.remediation.tracking import missing
from workbench.searching.wanted import Wanted, bracketed

KEPT = timedelta(days=30)  # by advanced hunting (advanced-hunting-limits)
MARGIN = timedelta(minutes=5)  # so that clocks that differ do not ask for more than is kept
NO_RECORDS = "only the provider's records know the ids of its network, and this tenant gives none"
NOT_TOLD = "the provider's records cannot be asked here: who else got it is not known"


@dataclass(frozen=True, slots=True)
class Told:
    """What the records said to ids: the searches to make, and notes for whoever asked."""

    wanted: tuple[Wanted, ...]
    deliveries: tuple[Delivery, ...] = ()
    notes: tuple[str, ...] = ()

    def recipients(self) -> frozenset[str]:
        return frozenset(one.recipient.casefold() for one in self.deliveries)

    def unlisted(
        self, copies: Iterable[Copy], silent: frozenset[str], asked: Callable[[str], bool]
    ) -> tuple[Recorded, ...]:
        """``silent`` are addresses that did not answer and are told of as such; ``asked`` says
        whether an address is that of a mailbox which was asked."""
        held = [Recorded(one, Standing.HELD) for one in self.deliveries if one.is_held]
        standing = {True: Standing.NOT_FOUND, False: Standing.NOT_ASKED}
        gone = [
            Recorded(one, standing[asked(one.recipient)])
            for one in missing(self.deliveries, copies, silent)
        ]
        return (*held, *gone)


async def told_of(connector: Connector, wanted: Wanted) -> Told:
    """Records that fail leave a Message-ID to be asked for alone, and are told of; a network
    message id without one has nothing else: then it raises ``ConnectorError``."""
    network, internet = wanted.network_id.strip(), bracketed(wanted.internet_id)
    if not (network or internet):
        return Told((wanted,))
    records = records_of(connector)
    if records is None:
        if not internet:
            raise PermissionMissing("delivery records", NO_RECORDS)
        return Told((wanted,), notes=(NOT_TOLD,))
    since = datetime.now(UTC) - KEPT + MARGIN
    trails = [Trail(since, network_id=network)] if network else []
    trails += [Trail(since, internet_id=internet)] if internet else []
    found: list[Delivery] = []
    notes: list[str] = []
    for trail in trails:
        try:
            told = await records.deliveries(trail)
        except ConnectorError as error:
            if not internet:
                raise
            notes.append(f"the provider's records did not answer: {error}")
            continue
        found += told.deliveries
        notes += [_note(trail, told.deliveries, told.source), *([told.gap] if told.gap else [])]
    ids = dict.fromkeys([internet, *(bracketed(one.internet_id) for one in found)])
    searches = tuple(replace(wanted, internet_id=id) for id in ids if id)
    return Told(searches, tuple(dict.fromkeys(found)), tuple(notes))


def _note(trail: Trail, deliveries: tuple[Delivery, ...], source: str) -> str:
    what = "network id" if trail.network_id else "Message-ID"
    if not deliveries:
        return f"no record of the last {KEPT.days} days has this {what}"
    ids = ", ".join(dict.fromkeys(one.internet_id for one in deliveries if one.internet_id))
    people = len({one.recipient.casefold() for one in deliveries})
    return (
        f"{source} (last {KEPT.days} days) names {ids or 'no Message-ID'} for {people} recipients"
    )
