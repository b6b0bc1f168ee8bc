"""One question to DNS over the network, by dnspython; nothing else in the program asks."""

from __future__ import annotations

import asyncio
import ipaddress
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from analyzers.lib.dns_answers import Answer, Status
from workbench.errors import BadInput

if TYPE_CHECKING:
    from dns.asyncresolver import Resolver

LIFETIME = 6.0  # seconds for one question with all its tries
TRY = 2.0  # seconds for one try
AT_ONCE = 8  # questions on their way at a time
RECORDS = 60  # of one answer that are kept
RECORD = 16_000  # characters of one record
NOTHING = 300  # seconds for which "there is none" is remembered: most zones say less than an hour
PORT = 53
_PLACE = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([0-9.]+)):([0-9]{1,5})")


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, and for how many seconds it is good."""

    answer: Answer
    seconds: int = NOTHING


class Names(Protocol):
    """Whoever can ask DNS."""

    async def ask(self, kind: str, name: str) -> Told: ...


@dataclass(frozen=True, slots=True)
class Server:
    """A name server by its IP address."""

    address: str
    port: int = PORT

    @classmethod
    def read(cls, text: str) -> Server:
        """From "127.0.0.1", "127.0.0.1:5353" or "[::1]:5353"."""
        match = _PLACE.fullmatch(text)
        address, port = (match[1] or match[2], int(match[3])) if match else (text, PORT)
        try:
            ipaddress.ip_address(address)
        except ValueError:
            port = 0
        if not 0 < port < 1 << 16:
            raise BadInput(f"{text} is no address of a name server, such as 192.0.2.1:53")
        return cls(address, port)


class Dns:
    """Asks the system's name servers, or the one it is given.  Loads its library when first asked:
    a program that is never allowed to ask does not have it."""

    def __init__(self, server: Server | None = None) -> None:
        self._server = server
        self._resolver: Resolver | None = None
        self._places = asyncio.Semaphore(AT_ONCE)

    async def ask(self, kind: str, name: str) -> Told:
        """Trouble of any kind is an answer with the status FAILED."""
        async with self._places:
            if self._resolver is None:
                self._resolver = await asyncio.to_thread(_made, self._server)
            return await _asked(self._resolver, kind, name)


def _made(server: Server | None) -> Resolver | None:
    from dns.asyncresolver import Resolver
    from dns.resolver import NoResolverConfiguration

    try:
        resolver = Resolver(configure=server is None)
    except (NoResolverConfiguration, OSError):
        return None
    if server is not None:
        resolver.nameservers = [server.address]
        resolver.port = server.port
    resolver.timeout, resolver.lifetime = TRY, LIFETIME
    return resolver


async def _asked(resolver: Resolver | None, kind: str, name: str) -> Told:
    """The name is whole: nothing is appended to it from the system's search list."""
    from dns.exception import DNSException
    from dns.resolver import NXDOMAIN, NoAnswer

    asked = datetime.now(UTC).isoformat(timespec="seconds")
    if resolver is None:
        return Told(Answer(Status.FAILED, (), asked))
    try:
        answer = await resolver.resolve(f"{name}.", kind, search=False)
    except NXDOMAIN:
        return Told(Answer(Status.ABSENT, (), asked))
    except NoAnswer:
        return Told(Answer(Status.EMPTY, (), asked))
    except (DNSException, OSError, EOFError):
        return Told(Answer(Status.FAILED, (), asked))
    records = tuple(_text(kind, each)[:RECORD] for each in list(answer)[:RECORDS])
    return Told(Answer(Status.FOUND, records, asked), int(answer.ttl))


def _text(kind: str, record: Any) -> str:
    """As ``dns_answers`` describes it."""
    if kind == "TXT":
        return b"".join(record.strings).decode("latin-1")
    if kind == "MX":
        return f"{record.preference} {record.exchange.to_text(omit_final_dot=True)}".lower()
    if kind == "PTR":
        return str(record.target.to_text(omit_final_dot=True)).lower()
    return str(record.address)
