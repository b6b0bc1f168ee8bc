"""The way a message took: the servers that name themselves in it, and from which on to believe."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Trust(enum.StrEnum):
    """Whose word a trace line is."""

    OURS = "our organisation's server"
    CLAIMED = "claimed by somebody outside"
    UNKNOWN = "unknown whose server"


class Direction(enum.StrEnum):
    INBOUND = "inbound"
    INTERNAL = "internal"
    OUTBOUND = "outbound"
    UNKNOWN = "unknown"


class Submission(enum.StrEnum):
    """How the message entered our organisation."""

    EXTERNAL = "from outside"
    AUTHENTICATED = "by a signed-in user of ours"
    DIRECT_SEND = "Direct Send: From is ours, nobody signed in"
    RELAY = "through a connector or relay of ours"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Hop:
    """One Received field.  ``index`` counts from 0, the newest (topmost) field.

    ``seconds`` is the delay since the next older hop with a readable time, None where either time
    is unreadable; it is negative where the clocks disagree.
    """

    index: int
    header: int  # index into Message.headers
    source: str = ""  # what the sending host called itself (HELO)
    source_name: str = ""  # what DNS called it, as the receiving host wrote
    source_address: str = ""  # IP
    private: bool = False  # whether that address is of a private or reserved range
    server: str = ""  # the host that wrote this field
    protocol: str = ""  # SMTP, ESMTPS, HTTP, MAPI ...
    tls: str = ""  # version and cipher as written, "" for none mentioned
    id: str = ""
    recipient: str = ""
    time: str = ""  # ISO 8601 with zone
    seconds: float | None = None
    trust: Trust = Trust.UNKNOWN
    notes: tuple[str, ...] = ()  # what is odd about it, in words


@dataclass(frozen=True, slots=True)
class TransportPath:
    """All hops, newest first.  ``boundary`` is the index of the oldest hop that our own servers
    wrote, -1 where none is known to be theirs; all older ones are claims of the sender's side.

    ``handover`` is the index of the hop at which the message was handed to the receiving side: by
    knowledge where there is a boundary, else by guess; -1 where there are no hops.
    """

    hops: tuple[Hop, ...]
    boundary: int = -1
    boundary_reason: str = ""
    direction: Direction = Direction.UNKNOWN
    direction_reason: str = ""
    submission: Submission = Submission.UNKNOWN
    submission_reason: str = ""
    origin_address: str = ""  # IP that handed the message to our side, or claims to have sent it
    delivered_because: str = ""  # plain sentence; "" where the headers do not tell
    handover: int = -1
    unread: int = 0  # trace fields beyond those that are read


@dataclass(frozen=True, slots=True)
class GatewayNote:
    """One statement of a filter in a header, and what it means."""

    name: str  # SCL, CAT, x-proofpoint-spam-details ...
    value: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class GatewayVerdict:
    """What one filter on the way thought.  ``unwanted`` is its own conclusion, None for none."""

    product: str
    notes: tuple[GatewayNote, ...]
    unwanted: bool | None
    filtered: bool | None  # False where it let the message pass without filtering
    trust: Trust
    header: int  # index into Message.headers of the first field it rests on
