"""What is odd about a trace line: alone, and beside its neighbours.

Most oddities have honest causes (clocks, NAT, several names for one host); they are notes for the
reader, and only ``IMPOSSIBLE`` ones are worth a finding.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from analyzers.lib.domains import registrable_domain
from analyzers.lib.exchange import is_online
from analyzers.lib.networks import parse_address
from analyzers.model.path import Hop

CLOCK: Final = 300.0  # seconds by which honest clocks differ
WAIT: Final = 12 * 3600.0  # seconds that a mail queue seldom holds a message
ZONES: Final = (timedelta(hours=-12), timedelta(hours=14))  # the zones that exist
_QUARTER: Final = timedelta(minutes=15)  # all of them are multiples of it
_READ: Final = 2048  # characters of a field that are searched
_IN_BRACKETS: Final = re.compile(r"[\[(](\d{1,3}(?:\.\d{1,3}){3})[\])]")
_SECURE: Final = re.compile(r"(?:UTF8)?(?:E?SMTP|LMTP|HTTP|ASMTP)SA?$", re.I)
_LOOPBACK: Final = ("127.", "::1")
# A word with which a note begins; the notes that no honest server writes.
ADDRESS_IMPOSSIBLE: Final = "An address that cannot exist"
ZONE_IMPOSSIBLE: Final = "A time zone that does not exist"
IMPOSSIBLE: Final = (ADDRESS_IMPOSSIBLE, ZONE_IMPOSSIBLE)


def notes(
    hop: Hop, text: str, seconds: float | None, older: Sequence[Hop], before: Collection[str]
) -> tuple[str, ...]:
    """``text`` is the field, ``seconds`` its delay, ``older`` the neighbour below, if any, and
    ``before`` the names of the servers below that neighbour."""
    found = [*_alone(hop, text), *_time(hop, seconds), *_greeting(hop)]
    for neighbour in older:
        found += _beside(hop, neighbour)
        if hop.server in before and hop.server not in ("", "localhost", neighbour.server):
            found.append(f"{hop.server} had the message before: a loop, or a forwarding back")
    return tuple(found)


def _alone(hop: Hop, text: str) -> Iterator[str]:
    if not hop.server and hop.source:
        yield "It does not say which server wrote it"
    for match in _IN_BRACKETS.finditer(text[:_READ]):
        if parse_address(match[1]) is None:
            yield f"{ADDRESS_IMPOSSIBLE}: {match[1]}"
            break
    if hop.source_address and not hop.private and not hop.tls and not is_secure(hop.protocol):
        yield "No encryption is mentioned"


def is_secure(protocol: str) -> bool:
    """By its name: the S of RFC 3848."""
    return _SECURE.match(protocol.partition(" ")[0]) is not None and protocol.upper() != "ESMTP"


def _time(hop: Hop, seconds: float | None) -> Iterator[str]:
    if not hop.time:
        yield "Its time cannot be read"
        return
    offset = datetime.fromisoformat(hop.time).utcoffset() or timedelta()
    if not ZONES[0] <= offset <= ZONES[1]:
        yield f"{ZONE_IMPOSSIBLE}: {hop.time[-6:]}"
    elif offset % _QUARTER:
        yield f"An unusual time zone: {hop.time[-6:]}"
    if seconds is not None and seconds < -CLOCK:
        yield f"It is {span(-seconds)} older than the line below it: a clock is wrong"
    elif seconds is not None and seconds > WAIT:
        yield f"The message waited {span(seconds)} before it"


def span(seconds: float) -> str:
    """A length of time in its largest sensible unit."""
    for unit, size in (("days", 86_400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} seconds"


def _greeting(hop: Hop) -> Iterator[str]:
    if hop.private or not hop.source_address:
        return
    greeted = hop.source.lower()
    address = parse_address(greeted)
    if address is not None and str(address) != hop.source_address:
        yield f"It greeted as {hop.source} and came from {hop.source_address}"
    elif address is not None and not greeted.startswith("["):
        yield "It greeted with a bare address instead of a name"
    if greeted and greeted == hop.server.lower():
        yield "It greeted with the receiving server's own name"
    elif greeted == "localhost" or greeted.startswith("localhost."):
        yield "It greeted as localhost from another host"


def _beside(hop: Hop, older: Hop) -> Iterator[str]:
    if hop.server == older.server or (is_online(hop) and is_online(older)):
        return
    houses = _house(hop.server), _house(older.server)
    if not all(houses) or houses[0] == houses[1]:
        return
    if hop.private and not hop.source_address.startswith(_LOOPBACK):
        names = f"{older.server} and {hop.server}"
        yield f"A private address between two houses: {hop.source_address}, {names}"
    names_of_source = {_house(hop.source), _house(hop.source_name)} - {""}
    if names_of_source and houses[1] not in names_of_source:
        came = hop.source_name or hop.source
        yield f"It came from {came}, the line below was written by {older.server}"


def _house(host: str) -> str:
    """The registrable domain of a full host name, "" for anything else."""
    if "." not in host or ":" in host or host[-1:].isdigit():
        return ""
    return registrable_domain(host)
