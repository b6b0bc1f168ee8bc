"""Which of the names that an analysis wants from DNS may be asked for at all."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator

from analyzers.lib.dns_answers import KIND, TYPES, plausible
from analyzers.model.analysis import Analysis
from analyzers.model.message import Message

Key = tuple[str, str]  # a need's kind and key

LOCAL = 5  # characters from which on a local part in a name is more than a coincidence
ADDRESSES = 200  # recipients that are looked for in each name
_RECIPIENTS = frozenset(
    {"delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to", "bcc"}
)
_ADDRESS = re.compile(r"[\w.+%=-]{1,64}@[\w.-]{1,253}")
_OTHER = re.compile(r"[^a-z0-9]+")


def wanted(analysis: Analysis, known: Iterable[Key]) -> list[str]:
    """Keys of needs for DNS that are not answered yet, once each, in the order they arose."""
    have = set(known)
    needs = (need for node in analysis.nodes for e in node.examinations for need in e.needs)
    keys = dict.fromkeys(n.key for n in needs if n.kind == KIND and (KIND, n.key) not in have)
    return list(keys)


def parsed(key: str) -> tuple[str, str]:
    """Type and name of a key; empty where it is none that may be asked.  The key came out of a box
    that hostile bytes may have taken over."""
    kind, _, name = key.partition(" ")
    return (kind, name) if kind in TYPES and plausible(name) else ("", "")


def recipients(analysis: Analysis) -> frozenset[str]:
    """Addresses of those the mail was for, in lower case, of all messages in the tree."""
    found: dict[str, None] = {}
    for message in _messages(analysis):
        for address in (*message.to, *message.cc, *message.bcc):
            found[address.address.lower()] = None
        for header in message.headers:
            if header.name.lower() in _RECIPIENTS:
                found.update(dict.fromkeys(_ADDRESS.findall(header.value[:2000].lower())))
    return frozenset([a for a in found if "@" in a][:ADDRESSES])


def _messages(analysis: Analysis) -> Iterator[Message]:
    for node in analysis.nodes:
        for examination in node.examinations:
            yield from (r for r in examination.records if isinstance(r, Message))


class Privacy:
    """Tells names that would carry a recipient's address to whoever runs the sender's DNS."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self._marks: set[str] = set()
        self._locals: set[str] = set()
        for address in addresses:
            self._marks.update(_marks(address))
            local = address.rpartition("@")[0]
            if len(local) >= LOCAL:
                self._locals.add(f".{local}.")

    def tells(self, name: str) -> bool:
        squeezed = _OTHER.sub("", name)
        dotted = f".{name}."
        return any(mark in squeezed for mark in self._marks) or any(
            local in dotted for local in self._locals
        )


def _marks(address: str) -> Iterator[str]:
    """The address as letters and digits, in hexadecimal, in base32 and hashed."""
    data = address.encode("utf-8", "replace")
    yield _OTHER.sub("", address)
    yield data.hex()
    yield base64.b32encode(data).decode().rstrip("=").lower()
    for name in ("md5", "sha1", "sha256"):
        yield hashlib.new(name, data, usedforsecurity=False).hexdigest()[:32]
