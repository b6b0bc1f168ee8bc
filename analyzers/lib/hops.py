"""The way a message took, as its trace fields tell it, and from where on they can be believed."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from analyzers.lib.boundary import Boundary, Ours, believed, find_boundary
from analyzers.lib.entry import Case, direction, submission
from analyzers.lib.exchange import Stamp, stamp
from analyzers.lib.named import Fields, Same, fields
from analyzers.lib.oddities import notes
from analyzers.lib.received import parse_received
from analyzers.lib.standing import Reach, reach
from analyzers.model.message import Message
from analyzers.model.path import Hop, TransportPath, Trust
from analyzers.model.unit import Context

IMPORTS: Final = ("analyzers.lib.suffixes",)
HOPS: Final = 200  # lines that are read; servers take 100 for a loop (RFC 5321, 6.3)
TRACES: Final = ("received", "x-received")  # Google renames those of its inner servers


@dataclass(frozen=True, slots=True)
class _Organisation:
    """The part of the context that a path depends on."""

    domains: frozenset[str]
    tenants: frozenset[str]
    servers: frozenset[str]


def transport_path(message: Message, context: Context) -> TransportPath:
    """All trace lines with whose word they are; made once for all units of a visit."""
    ours = _Organisation(context.own_domains, context.own_tenants, context.own_servers)
    return _path(Same(message), ours)


@functools.lru_cache(maxsize=4)
def _path(same: Same, organisation: _Organisation) -> TransportPath:
    message, named = same.message, fields(same.message)
    ours = Ours.of(
        Context(
            own_domains=organisation.domains,
            own_tenants=organisation.tenants,
            own_servers=organisation.servers,
        )
    )
    places = sorted(index for name in TRACES for index in named.places.get(name, ()))
    hops = _read(message, places[:HOPS])
    stamped = stamp(named)
    boundary = find_boundary(message, hops, named, stamped, ours)
    case = _case(
        message, named, hops, boundary, believed(hops, boundary.index, stamped, ours), ours
    )
    path = _assembled(message, hops, boundary, len(places) - len(hops))
    entered, how = submission(case)
    way, why = direction(case, entered)
    return replace(
        path,
        direction=way,
        direction_reason=why,
        submission=entered,
        submission_reason=how,
    )


def trusted_reach(message: Message, path: TransportPath, context: Context) -> Reach:
    """Which fields our own servers wrote."""
    return reach(message, path.hops, path.boundary, Ours.of(context).servers)


def _case(
    message: Message,
    named: Fields,
    hops: Sequence[Hop],
    boundary: Boundary,
    stamped: Stamp,
    ours: Ours,
) -> Case:
    handover = hops[boundary.index] if boundary.index >= 0 else None
    tenant = bool(stamped.tenants & ours.tenants)
    covered = reach(message, hops, boundary.index, ours.servers)
    return Case(message, named, stamped, ours, handover, tenant, covered)


def _read(message: Message, places: Sequence[int]) -> list[Hop]:
    return [
        parse_received(message.headers[place].value, index, place)
        for index, place in enumerate(places)
    ]


def _assembled(
    message: Message, hops: Sequence[Hop], boundary: Boundary, unread: int
) -> TransportPath:
    handover = boundary.handover
    return TransportPath(
        _finished(message, hops, boundary.index),
        boundary.index,
        boundary.reason,
        origin_address=hops[handover].source_address if handover >= 0 else "",
        handover=handover,
        unread=unread,
    )


def _finished(message: Message, hops: Sequence[Hop], boundary: int) -> tuple[Hop, ...]:
    """With what a line tells only beside the others: delay, trust and oddities."""
    finished: list[Hop] = []
    before: set[str] = set()
    for hop, seconds in zip(reversed(hops), _delays(hops), strict=True):
        older = hops[hop.index + 1 : hop.index + 2]
        found = notes(hop, message.headers[hop.header].value, seconds, older, before)
        trust = _trust(hop, boundary)
        finished.append(replace(hop, seconds=seconds, trust=trust, notes=found))
        before.update(neighbour.server for neighbour in older)
    return tuple(reversed(finished))


def _delays(hops: Sequence[Hop]) -> Iterator[float | None]:
    """Oldest first: seconds since the next older line whose time can be read."""
    older: datetime | None = None
    for hop in reversed(hops):
        moment = datetime.fromisoformat(hop.time) if hop.time else None
        yield (moment - older).total_seconds() if moment and older else None
        older = moment or older


def _trust(hop: Hop, boundary: int) -> Trust:
    if boundary < 0:
        return Trust.UNKNOWN
    return Trust.OURS if hop.index <= boundary else Trust.CLAIMED
