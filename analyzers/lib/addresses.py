"""Address fields (RFC 5322, 3.4), read tolerantly and in one pass however they are broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from analyzers.lib.encoded_words import decode_words
from analyzers.model.message import Address

ADDRESSES = 5_000  # of one field; more than fit into a header of 64 KB are not there

_TOKEN = re.compile(r"""[(),;:]|<[^<>]*>?|"|[^"<(),;:\\]+|\\.?|.""", re.S)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.S)
_ESCAPE = re.compile(r"\\(.)", re.S)
_BARE = re.compile(r"[^\s<>()\"',;:\[\]]{1,128}@(?:[^\s<>()\"',;:]{1,256})")
_MAILTO = re.compile(r"(?:mailto|smtp):", re.I)


@dataclass(slots=True)
class _Entry:
    """What stands between two separators."""

    words: list[str] = field(default_factory=list)
    angles: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    addressed: bool = False


def parse_addresses(text: str) -> tuple[Address, ...]:
    """The mailboxes of an unfolded, undecoded field body; a name without address keeps the name.

    Where only a comment holds an address, it is taken: senders put theirs there, and clients
    show it.
    """
    found = []
    comments: list[str] = []
    carried: list[str] = []  # "Doe, John <j@x>": a name somebody forgot to quote
    for entry in _entries(text):
        comments += entry.comments
        if not entry.addressed and entry.words:
            carried.append("".join(entry.words).strip())
            continue
        if entry.addressed:
            found.append(_address(entry, carried))
            carried = []
    leftover = ", ".join(word for word in carried if word)
    inside = _BARE.search(" ".join(comments)) if comments and not found else None
    if (name := _name(leftover)) or inside:
        found.append(Address(name, _clean(inside[0]) if inside else ""))
    return tuple(found[:ADDRESSES])


def _entries(text: str) -> Iterator[_Entry]:
    entry, depth = _Entry(), 0
    grouped = ";" in text
    for piece in _pieces(text):
        if piece == "(":
            depth += 1
        elif piece == ")" and depth:
            depth -= 1
        elif depth:
            entry.comments.append(piece)
        elif piece in (",", ";"):
            yield entry
            entry = _Entry()
        elif piece == ":" and grouped and not entry.addressed:
            entry = _Entry()  # the name of a group
        elif piece.startswith("<") and "@" in piece:
            entry.angles.append(piece.strip("<> \t"))
            entry.addressed = True
        else:
            entry.words.append(piece)
            entry.addressed |= "@" in piece
    yield entry


def _pieces(text: str) -> Iterator[str]:
    """Specials, angle brackets, quoted strings and runs; an unclosed quote is a plain character,
    and so is every quote behind it, which keeps the scan linear."""
    place, quotes = 0, True
    while match := _TOKEN.match(text, place):
        piece = match[0]
        if piece == '"' and quotes:
            quoted = _QUOTED.match(text, place)
            quotes = quoted is not None
            piece = quoted[0] if quoted else piece
        yield piece
        place += len(piece)


def _address(entry: _Entry, carried: list[str]) -> Address:
    """The last angle bracket is the address, as in most clients; without one, the bare address."""
    text = "".join(entry.words)
    if entry.angles:
        *others, raw = entry.angles
        name = " ".join([", ".join([*carried, text.strip()]), *others])
        return Address(_name(name), _clean(raw))
    bare = _BARE.search(text)
    if bare is None:  # a quoted local part, or nothing of use
        return Address("", _clean(text))
    rest = (text[: bare.start()] + text[bare.end() :]).strip(" []'\t")
    name = ", ".join([*carried, rest]).strip(", ") or "".join(entry.comments)
    return Address(_name(name), _clean(bare[0]))


def _clean(raw: str) -> str:
    """An address without route, scheme and white space; "" where no domain is in it."""
    text = "".join(raw.split())
    if text.startswith("@") and ":" in text:
        text = text.rpartition(":")[2]
    text = _MAILTO.sub("", text, count=1).strip("'<>")
    local, at, domain = text.rpartition("@")
    return f"{local}@{domain}" if at and domain else ""


def _name(text: str) -> str:
    text = " ".join(text.split())
    for quote in "\"'":
        if len(text) >= 2 and text[0] == quote == text[-1]:
            text = text[1:-1]
    if text == "<>":  # the empty return path
        return ""
    return decode_words(_ESCAPE.sub(r"\1", text)).strip()
