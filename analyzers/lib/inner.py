"""Finds the address that a parameter or a part of a path holds, however it is encoded."""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from typing import Final
from urllib.parse import unquote

ROUNDS: Final = 6  # encodings around one value: percent of percent of base64 ...
_OPENED: Final = 65_536  # bytes that a packed token is unpacked to; honest ones hold 200
_TOKEN: Final = 16_000  # characters of a token that are decoded

# A scheme with its slashes, some of which gateways and web servers drop.
ABSOLUTE = re.compile(r"\s{0,4}(?:https?|ftp):(?:[/\\]{1,3}|(?=[\w-]{1,63}\.))[^\s/\\?#]", re.I)
_ONE_SLASH = re.compile(r"\A(\s{0,4}(?:https?|ftp):)[/\\]?(?![/\\])", re.I)
_AZ: Final = "abcdefghijklmnopqrstuvwxyz"
_LETTERS: Final = str.maketrans(
    _AZ + _AZ.upper(), _AZ[13:] + _AZ[:13] + _AZ[13:].upper() + _AZ[:13].upper()
)
_OTHER = re.compile(
    r"(?:mailto|tel|sms|file|data|javascript|vbscript|search(?:-ms)?|ms-[a-z-]{1,30}|smb|ldaps?|intent"
    r"|whatsapp|tg|market|itms(?:-apps?)?):\S",
    re.I,
)
# The beginnings of "http" and "//" in base64, of "{" there, of what zlib packs, of "http" in hex.
_BASE64 = re.compile(r"(?:a1)?(?:aHR0c|SFRUU|Ly9|ZnRwO)[\w+/=-]", re.I)
_PACKED = re.compile(r"(?:[a-z]\.|a1)?(?:ey[JA]|eJ|eN|eA)[\w-]")
_HEX = re.compile(r"68747470(?:73)?3a2f2f(?:[0-9a-f]{2})+", re.I)
_ROT13 = re.compile(r"uggcf?:", re.I)
_TURNED = re.compile(r"\S{4,16000}//:s?ptth\Z", re.I)
_NAMED = re.compile(
    r"""\\{0,4}"(?:url|href|t_url|target_url|target|link|u|l|destination|redirect|redirect_url|to)"""
    r"""\\{0,4}"\s{0,4}:\s{0,4}\\{0,4}"((?:https?|ftp):[^"\s]{3,8000}?)\\{0,4}\"""",
    re.I,
)
_QUERY = re.compile(
    r"(?:^|[&?])(?:url|u|l|href|target|link)=((?:https?|ftp)[:%][^&\s]{3,8000})", re.I
)
HINT = re.compile(
    r"(?:https?|ftp)(?::|%)|aHR0c|[=/#.]e[JyNA]|68747470|uggcf?(?::|%)|[=#](?:%2f|/){2}|ptth(?:[&#]|$)"
    r"|a1aHR0|SFRUU|=Ly9",
    re.I,
)


def address(value: str, *, any_scheme: bool = False) -> str:
    """The absolute address that a value is or encodes, "" where it is none.

    ``any_scheme`` accepts others than http and ftp, for services that are known to hold an address.
    """
    for _ in range(ROUNDS):
        if ABSOLUTE.match(value):
            return _slashed(value.strip())
        if any_scheme and _OTHER.match(value):
            return value.strip()
        decoded = _decoded(value)
        if not decoded or decoded == value:
            return ""
        value = decoded
    return ""


def _decoded(value: str) -> str:
    """One layer less, "" where no layer is seen."""
    if "%" in value:
        return unquote(value)
    if value.startswith("//"):
        return "https:" + value
    if _BASE64.match(value):
        return text(_binary(value.removeprefix("a1")))
    if _PACKED.match(value):
        return token(value)
    if _HEX.match(value):
        return text(bytes.fromhex(_even(_HEX.match(value))))
    if _ROT13.match(value):
        return turned(value)
    return value[::-1] if _TURNED.match(value) else ""


def turned(value: str) -> str:
    """ROT13 of the letters a to z."""
    return value.translate(_LETTERS)


def _even(found: re.Match[str] | None) -> str:
    return found.group() if found else ""


def _slashed(url: str) -> str:
    """With the two slashes that a path with one of them lost."""
    return _ONE_SLASH.sub(r"\1//", url, count=1)


def token(value: str) -> str:
    """The address inside base64 of JSON or of packed bytes, as mailers write it; "" if there is
    none.  A signed token's parts stand behind dots."""
    for part in value[:_TOKEN].split(".", 3)[:3]:
        opened = unpacked(part)
        if not opened:
            continue
        if ABSOLUTE.match(opened):
            return opened.split()[0]
        named = _NAMED.search(opened)
        if named:
            return _unescaped(named.group(1))
        query = _QUERY.search(opened)
        if query:
            return unquote(query.group(1))
    return ""


def unpacked(value: str) -> str:
    """The text that base64 holds, unpacked where zlib packed it; "" where it holds none."""
    return text(_unpacked(_binary(value[:_TOKEN])))


def _unescaped(found: str) -> str:
    """A string of JSON inside JSON, read as deep as it is quoted."""
    for _ in range(3):
        if "\\" not in found:
            break
        try:
            read = json.loads(f'"{found}"')
        except ValueError:
            return found.replace("\\", "")
        found = str(read)
    return found


def _binary(value: str) -> bytes:
    """Base64 of either alphabet, read as far as it goes; b"" where it is none."""
    body = re.match(r"[\w+/-]*", value.replace("\n", ""))
    clean = body.group() if body else ""
    clean = clean[: len(clean) - (len(clean) % 4 == 1)]
    try:
        whole = clean.replace("-", "+").replace("_", "/") + "=" * (-len(clean) % 4)
        return base64.b64decode(whole.encode("ascii"))
    except (binascii.Error, ValueError):
        return b""


def _unpacked(data: bytes) -> bytes:
    """zlib data unpacked within the bound, other bytes as they are (RFC 1950: first byte 0x78)."""
    if data[:1] != b"x":
        return data
    try:
        return zlib.decompressobj().decompress(data, _OPENED)
    except zlib.error:
        return b""


def text(data: bytes) -> str:
    """UTF-8 text without control characters, "" for other bytes."""
    try:
        found = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "" if any(c < " " and c not in "\t\r\n" for c in found) else found
