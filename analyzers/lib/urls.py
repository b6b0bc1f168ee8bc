"""Reads addresses the way a browser would."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

from analyzers.lib.domains import host_ascii

LONGEST: Final = 16_000  # characters of one address that are read; browsers stop at 2 MB
IMPORTS: Final = ("analyzers.lib.suffixes", "encodings.punycode")

_STRIPPED = re.compile(r"[\t\n\r]")
_EDGE: Final = "".join(map(chr, range(0x21)))  # C0 controls and space (URL Standard, 4.4)
SCHEME = re.compile(r"([a-z][a-z0-9+.-]{0,40}):", re.I)
_SPECIAL: Final = frozenset({"http", "https", "ftp", "ws", "wss"})
_NUMBER = re.compile(r"0x[0-9a-f]{0,16}\Z|[0-9]{1,20}\Z")
_PORT = re.compile(r":(\d{0,5})\Z")
_AUTHORITY_END = re.compile(r"[/?#]")
# Soft hyphen, zero-width space, word joiner, byte order mark: ignored in a host (UTS 46, table 2).
UNSEEN_IN_HOST = re.compile("[\u00ad\u200b\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class Location:
    """An address in parts.  ``host`` is lower case in A-label form, IPv4 numbers in dotted form."""

    scheme: str
    host: str
    port: str = ""
    user: str = ""  # what stands before "@" in the authority
    rest: str = ""  # path, query and fragment
    raw_host: str = ""  # as found


def parse(url: str, base: str = "") -> Location:
    """The parts of an address, as the URL Standard (url.spec.whatwg.org) cleans and splits it.

    ``base`` is the document's base address, for relative ones; never fails, an address without host
    has "".  An address of the form ``//host`` without a base has a host and no scheme.
    """
    return _parsed(url[:LONGEST], base[:LONGEST])


@lru_cache(maxsize=512)  # of one artifact: its checks ask for the same address several times
def _parsed(url: str, base: str) -> Location:
    text = _STRIPPED.sub("", url.strip(_EDGE))
    scheme = SCHEME.match(text)
    if scheme is None:
        return _relative(text, base)
    name, rest = scheme.group(1).lower(), text[scheme.end() :]
    if name in _SPECIAL:
        return _authority(name, rest.replace("\\", "/").lstrip("/"))
    if name == "file" or rest.startswith("//"):
        return _authority(name, rest.replace("\\", "/").lstrip("/"))
    return Location(name, "", rest=rest)


def _relative(text: str, base: str) -> Location:
    slashed = text.replace("\\", "/")
    if text.startswith("\\\\"):
        return _authority("file", slashed.lstrip("/"))
    if slashed.startswith("//"):
        scheme = base and parse(base).scheme
        return _authority(scheme, slashed.lstrip("/"))
    if base and not text.startswith("#"):
        above = parse(base)
        return Location(above.scheme, above.host, above.port, above.user, slashed, above.raw_host)
    return Location("", "", rest=text)


def _authority(scheme: str, text: str) -> Location:
    end = _AUTHORITY_END.search(text)
    authority = text[: end.start()] if end else text
    rest = text[len(authority) :]
    user, _, host = authority.rpartition("@")
    port = _PORT.search(host) if not host.startswith("[") or "]:" in host else None
    if port:
        host = host[: port.start()]
    raw = host
    if host:
        host = host_ascii(UNSEEN_IN_HOST.sub("", unquote(host) if "%" in host else host))
    return Location(scheme, _dotted(host), port.group(1) if port else "", user, rest, raw)


def _dotted(host: str) -> str:
    """IPv4 written as one number, in octal or in hexadecimal, in its plain form (URL Standard)."""
    parts = host.split(".")
    if not 1 <= len(parts) <= 4 or not all(_NUMBER.match(p) for p in parts):
        return host
    try:
        numbers = [_number(part) for part in parts]
    except ValueError:
        return host
    last, first = numbers[-1], numbers[:-1]
    if any(n > 255 for n in first) or last >= 256 ** (5 - len(numbers)):
        return host
    value = last + sum(n << (8 * (3 - i)) for i, n in enumerate(first))
    return ".".join(str(value >> shift & 255) for shift in (24, 16, 8, 0))


def _number(text: str) -> int:
    if text.startswith("0x"):
        return int(text[2:] or "0", 16)
    return int(text, 8) if len(text) > 1 and text.startswith("0") else int(text)
