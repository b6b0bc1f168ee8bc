"""Reads addresses the way a browser would, finds them in text, and undoes common rewriting."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, unquote

from analyzers.lib.domains import host_ascii

LONGEST: Final = 16_000  # characters of one address that are read; browsers stop at 2 MB
IMPORTS: Final = ("analyzers.lib.suffixes", "encodings.punycode")

_STRIPPED = re.compile(r"[\t\n\r]")
_EDGE: Final = "".join(map(chr, range(0x21)))  # C0 controls and space (URL Standard, 4.4)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{0,40}):", re.I)
_SPECIAL: Final = frozenset({"http", "https", "ftp", "ws", "wss"})
_NUMBER = re.compile(r"0x[0-9a-f]{0,16}\Z|[0-9]{1,20}\Z")
_PORT = re.compile(r":(\d{0,5})\Z")

# Linear: each part is one class repeated, and none takes the first character of the next.
_IN_TEXT = re.compile(
    r"(?:(?:h(?:tt|xx)ps?|ftp)(?::|\[:\])//|(?<![\w@./-])www(?:\.|\[\.\]))[^\s<>\"'`|\\^]{1,4000}",
    re.I,
)
_DOTS: Final = (("[.]", "."), ("(.)", "."), ("{.}", "."), ("[dot]", "."), ("(dot)", "."))
_TRAILING: Final = ".,;:!?*_~'\u2019\u201d\u00bb"
_BRACKETS: Final = {")": "(", "]": "[", "}": "{"}


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
    text = _STRIPPED.sub("", url[:LONGEST].strip(_EDGE))
    scheme = _SCHEME.match(text)
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
    authority = re.split(r"[/?#]", text, maxsplit=1)[0]
    rest = text[len(authority) :]
    user, _, host = authority.rpartition("@")
    port = _PORT.search(host) if not host.startswith("[") or "]:" in host else None
    if port:
        host = host[: port.start()]
    raw = host
    host = host_ascii(unquote(host)) if host else ""
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


def in_text(text: str) -> Iterator[str]:
    """Addresses written in plain text, made live again where they were defanged."""
    for match in _IN_TEXT.finditer(text):
        found = refang(_trimmed(match.group()))
        if len(found) > len("http://"):
            yield found


def _trimmed(text: str) -> str:
    """Without the punctuation of the sentence around it."""
    for _ in range(20):
        if not text:
            break
        last = text[-1]
        opening = _BRACKETS.get(last)
        if last in _TRAILING or (opening and text.count(opening) < text.count(last)):
            text = text[:-1]
            continue
        break
    return text


def refang(text: str) -> str:
    """A live address from a defanged one (hxxp, [.], [:])."""
    head, slashes, tail = text.partition("//")
    if slashes:
        head = re.sub(r"hxxp", "http", head.replace("[:]", ":"), flags=re.I)
    else:
        head, tail = "http:", head
    host, slash, path = tail.partition("/")
    for defanged, dot in _DOTS:
        host = host.replace(defanged, dot)
    return f"{head}//{host}{slash}{path}"


def unwrapped(url: str) -> str:
    """The address inside a mail gateway's or search engine's redirect, "" where there is none.

    Microsoft Safe Links, Proofpoint URL Defense (versions 1 to 3), Google and Bing results; other
    gateways keep the address on their servers.
    """
    place = parse(url)
    host, query = place.host, place.rest.partition("?")[2].partition("#")[0]
    if host.endswith(".safelinks.protection.outlook.com"):
        return _parameter(query, "url")
    if host.startswith("urldefense."):
        return _proofpoint(place.rest, query)
    if re.match(r"(?:www\.)?google\.", host) and place.rest.startswith("/url"):
        return _parameter(query, "q") or _parameter(query, "url")
    if host.endswith("bing.com") and place.rest.startswith("/ck/a"):
        return _base64_url(_parameter(query, "u").removeprefix("a1"))
    return ""


def _parameter(query: str, name: str) -> str:
    try:
        value = parse_qs(query, max_num_fields=100).get(name, [""])[0]
    except ValueError:
        return ""
    return value if _SCHEME.match(value) or name == "u" else ""


def _proofpoint(rest: str, query: str) -> str:
    if rest.startswith("/v3/__"):
        return rest[len("/v3/__") :].partition("__;")[0]
    if rest.startswith("/v2/"):
        encoded = parse_qs(query, max_num_fields=100).get("u", [""])[0]
        return unquote(encoded.replace("-", "%").replace("_", "/"))
    return _parameter(query, "u") if rest.startswith("/v1/") else ""


def _base64_url(text: str) -> str:
    try:
        found = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""
    return found if _SCHEME.match(found) else ""
