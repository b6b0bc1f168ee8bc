"""The way of a copy: Received fields, newest first, as Exchange Online and senders write them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from workbench.simulation.dice import number, token
from workbench.simulation.letters.header import date, field
from workbench.simulation.world import Letter, SimMessage

SECURED = "(version=TLS1_3, cipher=TLS_AES_256_GCM_SHA384)"


@dataclass(frozen=True, slots=True)
class Host:
    name: str
    address: str


def store(words: tuple[object, ...]) -> Host:
    """A mailbox server; host names in the form of the service, addresses of RFC 3849."""
    pick = number(9000, *words)
    region = f"eurprd0{1 + pick % 8}"
    name = f"{('AM0', 'DB9', 'PAX', 'VI1')[pick % 4]}PR0{1 + pick % 8}MB{1000 + pick}"
    return Host(f"{name}.{region}.prod.outlook.com", f"2001:db8:10a6:{pick % 4096:x}::{pick % 97}")


def edge(letter: Letter) -> Host:
    """The server of the receiving service that met the outside."""
    pick = number(60_000, "edge", letter.key)
    name = f"DB1PEPF{pick:08X}.mail.protection.outlook.com"
    return Host(name, f"10.167.{pick % 250}.{1 + pick % 200}")


def received(letter: Letter, message: SimMessage) -> Iterator[str]:
    """All hops of one copy; the two on top are its own."""
    internal = letter.origin.kind == "internal"
    home = store((message.mailbox,))
    gate = store((letter.sender,)) if internal else store((letter.key, "gate"))
    yield _hop(home, store((message.key,)), "HTTPS", message.received)
    yield _hop(gate, home, _smtp(letter), letter.sent + timedelta(seconds=2))
    if internal:
        mapi = f"mapi id 15.20.{8600 + number(99, letter.key)}.0{number(30, letter.key)}"
        yield _hop(gate, gate, mapi, letter.sent + timedelta(seconds=1), link_local=True)
        return
    front = edge(letter)
    yield _hop(front, gate, f"{_smtp(letter)} via Frontend Transport", _later(letter, 2))
    outside = Host(letter.origin.helo, letter.origin.ip)
    yield _hop(outside, front, f"{_smtp(letter)} via Frontend Transport", _later(letter, 1))


def sender_side(letter: Letter) -> Iterator[str]:
    """Hops that the sender's own hosts wrote, below the signatures."""
    kind, origin = letter.origin.kind, letter.origin
    domain = letter.sender.rpartition("@")[2]
    queue = token(10, letter.key, "queue").upper().replace("-", "4").replace("_", "7")
    if kind == "cloud":
        host = store((letter.sender,))
        yield _hop(host, host, "mapi id 15.20.8607.020", letter.sent, link_local=True)
    elif kind == "webmail":
        by = f"by {origin.helo} with SMTP id {queue.lower()}.{number(99, letter.key)}"
        yield field("Received", f"{by}; {date(letter.sent)}")
    elif kind == "bulk":
        by = f"by {origin.helo} with HTTP id {token(22, letter.key, 'http')}"
        yield field("Received", f"{by}; {date(letter.sent)}")
    elif kind == "server":
        inner = f"from app01.{domain} (app01.{domain} [10.20.0.{1 + number(250, domain)}])"
        if letter.client == "script":
            inner = "from localhost (localhost [127.0.0.1])"
        by = f"by {origin.helo} (Postfix) with ESMTPS id {queue}"
        yield field("Received", f"{inner} {by}; {date(letter.sent)}")


def _later(letter: Letter, seconds: int) -> datetime:
    return letter.sent + timedelta(seconds=seconds)


def _smtp(letter: Letter) -> str:
    build = f"15.20.{8580 + number(40, letter.key)}.{10 + number(28, letter.key)}"
    return f"Microsoft SMTP Server {SECURED} id {build}"


def _hop(
    sender: Host, receiver: Host, how: str, moment: datetime, *, link_local: bool = False
) -> str:
    """``link_local`` hides the address, as a server does when it hands over to itself."""
    here = "fe80::1" if link_local else sender.address
    route = f"from {sender.name} ({here}) by {receiver.name} ({receiver.address}) with {how}"
    return field("Received", f"{route}; {date(moment)}")
