"""Received fields as the servers of the world write them (RFC 5321, 4.4, and what they make of it).

Word clauses (from, by, via, with, id, for) are told from comments by their parentheses; what a
clause's comment holds differs by the server's make: name and address, HELO, user, TLS.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from analyzers.lib.dates import parse_date
from analyzers.lib.networks import ADDRESS, is_private, parse_address
from analyzers.model.path import Hop

_READ: Final = 4096  # characters of one field that are read; the longest seen in real mail is 1,100
_DATE: Final = 200  # characters at the end in which the date stands
_SHOWN: Final = 255  # characters of a host name (RFC 1035, 2.3.4)
_CLAUSES: Final = ("from", "by", "via", "with", "id", "for")
_TOKEN: Final = re.compile(r'[()]|"[^"]*"|[^\s()"]+|"')
_HELO: Final = re.compile(r"\b(?:helo|ehlo)[=\s]\s?([^\s()]{1,255})", re.I)
# The name before a bracketed address: (name [192.0.2.1]), (user@name. [192.0.2.1]).
_NAME: Final = re.compile(r"(?<![\w.-])([\w.-]{1,255}) ?\[")
_LOCAL: Final = re.compile(r"\(from ([^\s()]{1,255})\)")
_BRACKETED: Final = re.compile(r"\[([^\[\]\s]{2,60})\]")
_NAMELESS: Final = frozenset({"", "unknown", "unverified", "helo", "ehlo"})
_VERSION: Final = re.compile(r"(?<![\w-])((?:TLS|SSL)v?[\d_.]{1,5}(?:/SSLv3)?)(?![\w-])", re.I)
_CIPHER: Final = re.compile(r"cipher[= ]([\w-]{4,80})")
_BARE_CIPHER: Final = re.compile(
    r"\btls ([A-Z][\w-]{3,80})|TLS[v\d_.]{1,6}:([\w-]{4,80})|/TLS/([\w-]{4,80})"
    r"|\(([\w-]{4,80}) encrypted\)"
)


@dataclass(slots=True)
class _Clause:
    words: list[str] = field(default_factory=list)
    comment: list[str] = field(default_factory=list)
    seen: bool = False  # a clause's name is a word where it comes again

    @property
    def first(self) -> str:
        return self.words[0] if self.words else ""


def parse_received(text: str, index: int = 0, header: int = -1) -> Hop:
    """One field, unfolded and without its name; what it does not say stays empty."""
    body, time = _parted(text)
    clauses = _clauses(body)
    source, name, address = _source(clauses["from"], body)
    return Hop(
        index,
        header,
        source=source[:_SHOWN],
        source_name=name[:_SHOWN],
        source_address=address,
        private=is_private(address),
        server=clauses["by"].first.rstrip(";,")[:_SHOWN],
        protocol=_protocol(clauses),
        tls=_tls(body),
        id=clauses["id"].first.strip("<>;")[:_SHOWN],
        recipient=clauses["for"].first.strip("<>;,")[:_SHOWN],
        time=time,
    )


def _parted(text: str) -> tuple[str, str]:
    """What stands before the date, and the date in ISO 8601."""
    body, semicolon, rest = text.rpartition(";")
    time = parse_date(rest[:_DATE]) if semicolon else ""
    if time:
        return body[:_READ], time
    return text[:_READ], parse_date(text[-_DATE:])


def _clauses(text: str) -> dict[str, _Clause]:
    found = {name: _Clause() for name in ("", *_CLAUSES)}
    current, depth = found[""], 0
    for piece in _TOKEN.findall(text):
        if piece == "(":
            depth += 1
        if depth:
            current.comment.append(piece)
            depth -= piece == ")"
        elif (clause := found.get(piece.lower())) is not None and not clause.seen:
            clause.seen = True
            current = clause
        else:
            current.words.append(piece)
    return found


def _source(clause: _Clause, body: str) -> tuple[str, str, str]:
    """HELO, name by DNS and address of the sending host."""
    comment = " ".join(clause.comment)
    said, address = _spoken(clause), _address(clause, comment)
    if "elo" in comment.lower() and (greeting := _HELO.search(comment)):
        name = said if parse_address(said) is None else ""
        return greeting[1], _known(name), address
    named = _NAME.search(comment) if "[" in comment else None
    if not said and (local := _LOCAL.search(body)):
        said = local[1]
    return said, _known(named[1] if named else ""), address


def _spoken(clause: _Clause) -> str:
    """The words that name the host: one, or several as in "mail pickup service"."""
    words = [word for word in clause.words[:4] if not word.startswith("[")]
    return " ".join(words) if words else clause.first


def _address(clause: _Clause, comment: str) -> str:
    """The address the receiving host saw: in brackets, else bare, else the name itself is one."""
    for candidate in _BRACKETED.findall(comment) if "[" in comment else ():
        if parsed := parse_address(candidate):
            return str(parsed)
    for text in (comment, " ".join(clause.words[:4])):
        if text and (match := ADDRESS.search(text.replace("ip:", " ").replace("@", " "))):
            return str(parse_address(match[1]) or "")
    return ""


def _known(name: str) -> str:
    name = name.rstrip(".")
    return "" if name.lower() in _NAMELESS else name


def _protocol(clauses: dict[str, _Clause]) -> str:
    words = clauses["with"].words or clauses["via"].words
    kept = []
    for word in words[:4]:
        if word.lower() == "tls":  # Exim: with esmtps tls CIPHER
            break
        kept.append(word)
    return " ".join(kept).rstrip(";,")[:60]


def _tls(body: str) -> str:
    """Version and cipher as written."""
    places = [place for mark in ("TLS", "SSL") if (place := body.find(mark)) >= 0]
    if not places and "encrypted" not in body:
        return ""
    version = _VERSION.search(body, max(0, min(places, default=0) - 1))
    cipher = _CIPHER.search(body) or _BARE_CIPHER.search(body)
    words = [version[1] if version else "", next(filter(None, cipher.groups())) if cipher else ""]
    return " ".join(filter(None, words))
