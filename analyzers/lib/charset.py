"""Turns the bytes of a text part into text, whatever charset they claim or show."""

from __future__ import annotations

import codecs
import re
from encodings.aliases import aliases
from functools import lru_cache
from typing import Final

from analyzers.lib.words import words

# Python codec names that real mail uses (WHATWG Encoding Standard, names and labels).  Everything
# else is refused: "punycode" and "idna" are quadratic, "unicode_escape" is no charset.
_CODECS: Final = words(
    "utf-7 utf-8 utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be ascii big5 big5hkscs",
    "cp437 cp850 cp852 cp866 cp874 cp932 cp949 cp950 euc_jp euc_kr gb18030 gb2312 gbk hz",
    "iso2022_jp iso2022_kr koi8-r koi8-u mac-cyrillic mac-roman shift_jis tis-620",
) | frozenset(
    [f"cp{n}" for n in range(1250, 1259)] + [f"iso8859-{n}" for n in range(1, 17) if n != 12]
)

# Asked before Python's codec registry, which searches the disk for every label it does not know.
_LABELS: Final = frozenset(aliases) | frozenset(name.replace("-", "_") for name in _CODECS)

# Codec modules to load before a box closes: Python finds them on disk at first use.
IMPORTS: Final = tuple(sorted(f"encodings.{name.replace('-', '_')}" for name in _CODECS))

# Labels that mail uses and Python does not know.
_ALIASES: Final = {
    "unicode-1-1-utf-7": "utf-7",
    "unicode-2-0-utf-7": "utf-7",
    "x-unicode-2-0-utf-7": "utf-7",
    "windows-874": "cp874",
    "koi8r": "koi8-r",
    "x-gbk": "gbk",
    "x-euc-jp": "euc_jp",
    "x-sjis": "shift_jis",
    "x-big5": "big5",
    "ks_c_5601-1987": "cp949",
    "iso-2022-jp-ms": "iso2022_jp",
    "unicode": "utf-16",
    "utf8mb4": "utf-8",
    "ansi": "cp1252",
    "dos-866": "cp866",
    "logical": "iso8859-8",
}

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?([\w.:-]{2,40})""", re.I)
_XML = re.compile(rb"""^\s{0,9}<\?xml[^>]{0,80}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{2,40})""", re.I)
_PARAMETER = re.compile(r"""charset\s{0,9}=\s{0,9}["']?([\w.:-]{2,40})""", re.I)
_META_REACH = 4096  # bytes; HTML asks for the declaration within the first 1,024


def decode(data: bytes, declared_type: str = "") -> tuple[str, str]:
    """The text and the codec that gave it; never fails, undecodable bytes become U+FFFD.

    Order: byte order mark, UTF-16 by its zero bytes, a declared ISO-2022, strict UTF-8 (text of
    another charset hardly ever passes), the charset of ``declared_type``, the document's own,
    windows-1252.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(name, "replace"), name
    for name in _candidates(data, declared_type):
        try:
            return data.decode(name), name
        except UnicodeDecodeError:
            continue
    name = _inside(data) or "cp1252"
    return data.decode(name, "replace"), name


def claims(data: bytes, declared_type: str = "") -> dict[str, str]:
    """The codecs that the part's header, the document and a byte order mark name, by source."""
    match = _PARAMETER.search(declared_type)
    found = {
        "header": _codec(match.group(1)) if match else "",
        "document": _inside(data),
        "byte order mark": next((name for bom, name in _BOMS if data.startswith(bom)), ""),
    }
    return {source: name for source, name in found.items() if name}


def known(label: str) -> bool:
    """Whether a charset label is one that mail uses."""
    return bool(_codec(label))


def _candidates(data: bytes, declared_type: str) -> list[str]:
    match = _PARAMETER.search(declared_type)
    claims = [_codec(match.group(1)) if match else "", _inside(data)]
    # Text with shifts is also valid ASCII, so a claim goes before the UTF-8 test.
    shifted = [name for name in claims if name.startswith(("iso2022", "hz", "utf-7"))]
    return [name for name in [_wide(data), *shifted, "utf-8", *claims] if name]


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte of Latin markup is zero."""
    head = data[:512]
    half = len(head) // 2
    if half < 2:
        return ""
    if head[1::2].count(0) > half * 0.7:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > half * 0.7 else ""


def _inside(data: bytes) -> str:
    head = data[:_META_REACH]
    lower = head.lower()
    match = _META.search(head) if b"<meta" in lower and b"charset" in lower else None
    if match is None and b"<?xml" in lower:
        match = _XML.search(head)
    name = _codec(match.group(1).decode("ascii", "replace")) if match else ""
    # A declaration readable as ASCII cannot be in UTF-16.
    return "" if name.startswith(("utf-16", "utf-32")) else name


@lru_cache(maxsize=256)
def _codec(label: str) -> str:
    """The Python codec for a charset label, "" where it is none that mail uses."""
    label = label.strip(" \t\"'”“\\;,").lower()
    label = _ALIASES.get(label, label)
    if label in {"iso-8859-1", "latin1", "us-ascii", "ascii"}:
        return "cp1252"  # as the WHATWG Encoding Standard reads these labels
    if label in {"iso-8859-8-i", "iso-8859-6-i"}:
        label = label[:-2]
    if label.startswith(("x-mac-", "x-cp")):
        label = label.removeprefix("x-")
    if label.replace("-", "_").replace(" ", "_") not in _LABELS:
        return ""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return ""
    return name if name in _CODECS else ""
