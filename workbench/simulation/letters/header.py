"""Header fields as they stand on the wire: encoded words (RFC 2047), folding, dates."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from datetime import datetime

WIDTH = 76  # octets of a folded line, RFC 2047 2 and RFC 5322 2.1.1
WORD = 42  # octets of text in one encoded word, so that the word stays within 75
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905 - reads better
SPECIALS = frozenset('()<>[]:;@\\,."')


def field(name: str, value: str) -> str:
    """One field, folded before words; a word longer than a line stays whole."""
    lines, line = [], f"{name}:"
    for word in value.split(" "):
        if len(line) + 1 + len(word) > WIDTH and line.strip() and line != f"{name}:":
            lines.append(line)
            line = ""
        line += f" {word}"
    return "\r\n".join([*lines, line])


def encoded(text: str) -> str:
    """Unstructured text; encoded words where it is not ASCII."""
    if text.isascii():
        return text
    pieces, piece = [], ""
    for character in text:
        if len((piece + character).encode()) > WORD:
            pieces.append(piece)
            piece = ""
        piece += character
    return " ".join(f"=?utf-8?B?{_base64(p)}?=" for p in [*pieces, piece])


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode("ascii")


def mailbox(name: str, address: str) -> str:
    if not name:
        return address
    if name.isascii():
        quoted = name.replace("\\", r"\\").replace('"', r"\"")
        return f'"{quoted}" <{address}>' if SPECIALS & set(name) else f"{name} <{address}>"
    return f"{encoded(name)} <{address}>"


def mailboxes(pairs: Iterable[tuple[str, str]]) -> str:
    return ", ".join(mailbox(name, address) for name, address in pairs)


def date(moment: datetime) -> str:
    """RFC 5322 3.3, always in UTC."""
    day = f"{DAYS[moment.weekday()]}, {moment.day} {MONTHS[moment.month - 1]} {moment.year}"
    return f"{day} {moment:%H:%M:%S} +0000"
