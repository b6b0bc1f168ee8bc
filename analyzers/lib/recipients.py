"""The ways in which a recipient's address is written inside a link."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import unquote

from analyzers.lib import inner
from analyzers.model.message import Message

ADDRESSES: Final = 50  # recipients looked for; a link for one of many aims at nobody
_LONGEST: Final = 254  # characters of an address (RFC 5321, 4.5.3.1.3)
_SHORTEST: Final = 8  # characters of a spelling without "@"; shorter ones meet by chance
_READ: Final = 16_000  # characters of an address that are searched
_DECODED: Final = 4  # percent codes around percent codes
_DELIVERED: Final = frozenset(
    {"delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to"}
)
_PACKED = re.compile(r"(?<![\w-])e[JNA][\w-]{16,16000}")


class Spelling(NamedTuple):
    """``text`` is in lower case; ``how`` is plain, base64, hex, reversed, rot13, digest, packed."""

    text: str
    how: str
    address: str


class Carried(NamedTuple):
    address: str
    how: str
    start: int  # in the part of the address that was searched, -1 for a packed one


@lru_cache(maxsize=8)  # of one message, whose bodies ask in turn
def spellings(addresses: tuple[str, ...]) -> tuple[Spelling, ...]:
    """All ways in which any of the addresses may stand in a link."""
    found: dict[str, Spelling] = {}
    for given in addresses[:ADDRESSES]:
        address = given.strip()
        if not 0 < address.find("@") < len(address) - 1 or len(address) > _LONGEST:
            continue
        for spelling in (
            s for form in dict.fromkeys((address.lower(), address)) for s in _of(form)
        ):
            found.setdefault(spelling.text, spelling)
    return tuple(found.values())


def _of(address: str) -> Iterator[Spelling]:
    name, raw = address.lower(), address.encode("utf-8", "replace")
    yield Spelling(name, "plain", name)
    yield Spelling(name.replace("@", "="), "plain", name)
    for text in _aligned(raw):
        if len(text) >= _SHORTEST:
            yield Spelling(text.lower(), "base64", name)
    yield Spelling(raw.hex(), "hex", name)
    yield Spelling(name[::-1], "reversed", name)
    yield Spelling(inner.turned(name), "rot13", name)
    for digest in (hashlib.md5, hashlib.sha1, hashlib.sha256):
        yield Spelling(digest(raw, usedforsecurity=False).hexdigest(), "digest", name)


def _aligned(raw: bytes) -> Iterator[str]:
    """What base64 makes of the address at each of its three offsets, whatever stands around."""
    for offset, lost in ((0, 0), (1, 2), (2, 3)):
        whole = base64.b64encode(b"\0" * offset + raw).decode("ascii")
        end = (offset + len(raw)) * 8 // 6  # characters whose bits are all the address's
        yield whole[lost:end]
        if "+" in whole or "/" in whole:
            yield whole[lost:end].replace("+", "-").replace("/", "_")


def carried(text: str, known: tuple[Spelling, ...]) -> Carried | None:
    """The first recipient that a part of an address holds in any spelling."""
    text = text[:_READ]
    form = text.lower()
    for _ in range(_DECODED):
        for spelling in known:
            start = form.find(spelling.text)
            if start >= 0:
                return Carried(spelling.address, spelling.how, start)
        decoded = unquote(form).lower() if "%" in form else form
        if decoded == form:
            break
        form = decoded
    return _packed(text, known)


def _packed(text: str, known: tuple[Spelling, ...]) -> Carried | None:
    for match in _PACKED.finditer(text):
        opened = unquote(inner.unpacked(match.group())).lower()
        for spelling in known:
            if spelling.how == "plain" and spelling.text in opened:
                return Carried(spelling.address, "packed", -1)
    return None


def of(message: Message | None) -> tuple[str, ...]:
    """The mailboxes a message was sent to, as its fields and the receiving servers name them."""
    if message is None:
        return ()
    fields = (*message.to, *message.cc, *message.bcc)
    delivered = (h.value for h in message.headers if h.name.lower() in _DELIVERED)
    found = [a.address for a in fields] + [value.strip("<> ") for value in delivered]
    return tuple(dict.fromkeys(address for address in found if "@" in address))
