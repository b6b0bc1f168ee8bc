"""Turns the bytes of a text part into text, whatever charset they claim or show."""

from __future__ import annotations

import codecs
import re
from encodings.aliases import aliases
from typing import Final

from analyzers.lib.words import words

# Python codec names that real mail uses (WHATWG Encoding Standard, names and labels).  Everything
# else is refused: "punycode" and "idna" are quadratic, "unicode_escape" is no charset.
_CODECS: Final = words(
    "utf-8 utf-16 utf-16-le utf-16-be ascii big5 cp866 cp932 cp949 cp950 euc_jp euc_kr gb18030",
    "gb2312 gbk hz iso2022_jp iso2022_kr koi8-r koi8-u mac-roman shift_jis",
) | frozenset(
    [f"cp{n}" for n in range(1250, 1259)] + [f"iso8859-{n}" for n in range(1, 17) if n != 12]
)

# Asked before Python's codec registry, which searches the disk for every label it does not know.
_LABELS: Final = frozenset(aliases) | frozenset(name.replace("-", "_") for name in _CODECS)

# Codec modules to load before a box closes: Python finds them on disk at first use.
IMPORTS: Final = tuple(sorted(f"encodings.{name.replace('-', '_')}" for name in _CODECS))

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


def known(label: str) -> bool:
    """Whether a charset label is one that mail uses."""
    return bool(_codec(label))


def _candidates(data: bytes, declared_type: str) -> list[str]:
    match = _PARAMETER.search(declared_type)
    claims = [_codec(match.group(1)) if match else "", _inside(data)]
    # ISO-2022 text is also valid ASCII, so a claim goes before the UTF-8 test.
    shifted = [name for name in claims if name.startswith(("iso2022", "hz"))]
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
    match = _META.search(head) or _XML.search(head)
    name = _codec(match.group(1).decode("ascii", "replace")) if match else ""
    # A declaration readable as ASCII cannot be in UTF-16.
    return "" if name.startswith("utf-16") else name


def _codec(label: str) -> str:
    """The Python codec for a charset label, "" where it is none that mail uses."""
    label = label.strip().lower()
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
