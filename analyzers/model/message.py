"""A parsed message, whatever file format it came in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Header:
    """One header field, unfolded and decoded; ``raw`` is the folded source as text.

    ``offset`` is the byte offset of the field in the artifact, -1 where the format has none (.msg).
    """

    name: str
    value: str
    raw: str
    offset: int = -1


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of an address field; ``address`` is empty where none could be read."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2].casefold()

    @property
    def local(self) -> str:
        return self.address.rpartition("@")[0]


@dataclass(frozen=True, slots=True)
class Part:
    """One node of the MIME tree.  ``path`` is "1.2.1" style; offsets are bytes in the artifact.

    ``offset`` and ``length`` are those of the part's body, ``header_offset`` that of its first
    header; -1 where the format has none (.msg).
    """

    path: str
    content_type: str
    charset: str
    encoding: str
    disposition: str
    filename: str
    content_id: str
    offset: int
    length: int
    sha256: str  # of the decoded content, "" for multiparts
    header_offset: int = -1
    size: int = -1  # bytes of the decoded content, -1 for multiparts


@dataclass(frozen=True, slots=True)
class AuthenticationClaim:
    """One method of an Authentication-Results header, as somebody claimed it (RFC 8601)."""

    server: str  # authserv-id, "" where the header omits it
    method: str  # spf, dkim, dmarc, arc, compauth ...
    result: str  # pass, fail, none ...
    properties: tuple[tuple[str, str], ...]
    header: int  # index into Message.headers


@dataclass(frozen=True, slots=True)
class Message:
    """What a message says of itself.  Times are ISO 8601 with zone, "" where unreadable.

    ``submitter`` is the Sender field, who sent it for those in From (RFC 5322, 3.6.2).
    """

    format: str  # eml, msg
    subject: str
    sender: tuple[Address, ...]  # From
    reply_to: tuple[Address, ...]
    return_path: str
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    date: str
    message_id: str
    headers: tuple[Header, ...]
    parts: tuple[Part, ...]
    authentication: tuple[AuthenticationClaim, ...]
    bcc: tuple[Address, ...] = ()
    submitter: tuple[Address, ...] = ()
    in_reply_to: tuple[str, ...] = ()  # message ids with their angle brackets
    references: tuple[str, ...] = ()
    mailer: str = ""
