"""The layers of a message: who wrapped it, what is original, what is quoted."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from analyzers.model.content import Link
from analyzers.model.fidelity import Fidelity
from analyzers.model.message import Address


class Role(enum.StrEnum):
    """What a message or a stretch of text is within what was handed over."""

    REPORT = "report"  # a user's or a button's report about another message
    FORWARD = "forward"
    ORIGINAL = "original"
    BOUNCE = "delivery report"
    ORDINARY = "message"


@dataclass(frozen=True, slots=True)
class Layer:
    """One message inside another: where it lies and what that copy can prove.

    ``part`` is the MIME path in the message that carries this record, "" for that message itself.
    ``unproven`` are sentences: what a copy of this fidelity cannot show.
    """

    role: Role
    part: str
    fidelity: Fidelity
    product: str = ""  # whose report format it is, "" for a person's own
    subject: str = ""
    sender: str = ""  # address
    reporter: str = ""  # address of who reported, "" where nobody did
    reason: str = ""  # how it was recognised
    unproven: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """One stretch of a body by one writer; ``index`` 0 is what the sender of this message wrote.

    ``preamble`` is the line or block by which a client introduces the quoted message.  Fields it
    does not give are empty.
    """

    index: int
    text: str
    preamble: str = ""
    kind: str = ""  # reply, forward; "" for the current one
    sender: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    date: str = ""  # as written
    signature: str = ""  # the writer's signature block, also part of ``text``
    banners: tuple[str, ...] = ()  # "external sender" notices that a gateway put in
    links: tuple[Link, ...] = ()
    truncated: bool = False
