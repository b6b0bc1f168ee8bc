"""The way a message took, as its trace fields tell it, and from where on they can be believed."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from analyzers.lib.boundary import Boundary, Ours, find_boundary
from analyzers.lib.exchange import Stamp, stamp
from analyzers.lib.named import Fields, Same, fields
from analyzers.lib.received import parse_received
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
    hops = _timed(_read(message, places[:HOPS]))
    stamped = stamp(named)
    boundary = find_boundary(message, hops, named, stamped, ours)
    return _assembled(hops, boundary, len(places) - len(hops), named, stamped)


def _read(message: Message, places: Sequence[int]) -> list[Hop]:
    return [
        parse_received(message.headers[place].value, index, place)
        for index, place in enumerate(places)
    ]


def _assembled(
    hops: Sequence[Hop], boundary: Boundary, unread: int, named: Fields, stamped: Stamp
) -> TransportPath:
    handover = boundary.handover
    return TransportPath(
        tuple(_trusted(hop, boundary.index) for hop in hops),
        boundary.index,
        boundary.reason,
        origin_address=hops[handover].source_address if handover >= 0 else "",
        handover=handover,
        unread=unread,
    )


def _timed(hops: Sequence[Hop]) -> list[Hop]:
    """With the seconds since the next older hop whose time can be read."""
    timed, older = [], None
    for hop in reversed(hops):
        if hop.time:
            moment = datetime.fromisoformat(hop.time)
            if older is not None:
                hop = replace(hop, seconds=(moment - older).total_seconds())
            older = moment
        timed.append(hop)
    return timed[::-1]


def _trusted(hop: Hop, boundary: int) -> Hop:
    if boundary < 0:
        return hop
    return replace(hop, trust=Trust.OURS if hop.index <= boundary else Trust.CLAIMED)
