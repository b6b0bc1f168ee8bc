"""Tells whether text is a script and in which language; and undoes what hides text in constants."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from analyzers.lib import commandline, datauri
from analyzers.lib.words import words

UNPACKED: Final = 4 << 20  # bytes that packed text in a script may unpack to
LISTED: Final = 16  # numbers of a list that may spell a script
KEYS: Final = 8  # keys and shifts that are tried on a list
SHORTEST: Final = 12  # characters of a text that may be a script of its own
_HEAD: Final = 20_000  # characters that decide
_SHARE: Final = 0.95  # of them that are printable

_CODE: Final = {
    "powershell": re.compile(
        r"(?i)\b(?:invoke-\w+|new-object|start-process|write-(?:host|output)|frombase64string"
        r"|iex|param\s*\()|\$\w{1,40}\s*=|\[(?:system\.)?(?:convert|text|io|net|char|byte)\b|\$env:"
    ),
    "vbscript": re.compile(
        r"(?i)\b(?:createobject|on error resume|execute(?:global)?|end (?:sub|function|if)|chrw?\()"
        r"|^\s{0,20}(?:dim|set|const)\s+\w",
        re.M,
    ),
    "javascript": re.compile(
        r"\b(?:function\s*[\w$]*\s*\(|(?:var|let|const)\s+[\w$]+\s*=|eval\(|document\.|window\."
        r"|new\s+ActiveXObject|atob\(|unescape\(|String\.fromCharCode|location\.(?:href|replace))"
    ),
    "batch": re.compile(
        r"(?i)(?:^|[&|(\"'\\])\s{0,9}@?(?:cmd|powershell|pwsh|mshta|certutil|bitsadmin|rundll32"
        r"|regsvr32|wscript|cscript|schtasks|echo|start|set|curl|msiexec|wmic|reg)(?:\.exe)?\b",
        re.M,
    ),
    "html": re.compile(
        r"(?i)<(?:script|html|body|iframe|form|meta|svg|div|a|img|input)\b[^<]{0,999}>"
    ),
    "python": re.compile(r"^\s{0,40}(?:import \w|from \w+ import|def \w+\(|exec\(|print\()", re.M),
    "shell": re.compile(r"^#!|\b(?:chmod|curl -|wget |/bin/(?:ba)?sh|fi\b.*\bthen)", re.M),
}  # fmt: skip
_COMMAND: Final = words("run exec shellexecute create shell shellexecute")
_BY: Final = {
    "execute": "vbscript", "executeglobal": "vbscript", "addcode": "vbscript",
    "executestatement": "vbscript", "iex": "powershell", "invoke-expression": "powershell",
    "write": "html", "writeln": "html", "insertadjacenthtml": "html", "innerhtml": "html",
    "outerhtml": "html", "srcdoc": "html", "writetext": "batch",
}  # fmt: skip
_PLAIN_BASE64 = re.compile(r"[A-Za-z0-9+/\s_-]{16,}={0,2}\s*\Z")
_HEX = re.compile(r"(?:(?:0x|\\x|%)?[0-9A-Fa-f]{2}[\s,:-]?){8,}\Z")
_RUN = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40,}={0,2}")


def language_of(by: str, text: str, above: str) -> str:
    """The language of a text that ``by`` is given; "" for text that is no script."""
    name = by.lower()
    if name in _COMMAND:
        return "batch" if commandline.read(text[:4_000]).programs or _looks("batch", text) else ""
    wanted = _BY.get(name, above if name in {"eval", "function", "execscript"} else "")
    if wanted == "html" or wanted == "batch":
        return wanted if _looks(wanted, text) else ""
    return wanted or guess(text, above)


def guess(text: str, above: str = "") -> str:
    """The language that a text shows most marks of, the one above first; "" for none."""
    head = text[:_HEAD]
    if len(head) < SHORTEST or not printable(head):
        return ""
    order = dict.fromkeys(([above] if above in _CODE else []) + list(_CODE))
    counts = {name: len(_CODE[name].findall(head)) for name in order}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""


def _looks(language: str, text: str) -> bool:
    return bool(_CODE[language].search(text[:_HEAD]))


def printable(text: str) -> bool:
    shown = sum(map(str.isprintable, text)) + sum(map(text.count, "\n\r\t"))
    return shown >= _SHARE * len(text)


def runs(text: str, most: int) -> Iterator[str]:
    """Long stretches of base64 in a source, at most so many."""
    for number, match in enumerate(_RUN.finditer(text)):
        if number >= most:
            return
        yield match.group()


def hidden(text: str) -> Iterator[tuple[bytes, str]]:
    """The bytes that a constant may stand for, and how they were written."""
    if len(text) < 16:
        return
    if _PLAIN_BASE64.match(text):
        yield from _packed(datauri.from_base64(text), "base64")
    if _PLAIN_BASE64.match(text[::-1]) and text.startswith("="):
        yield from _packed(datauri.from_base64(text[::-1]), "reversed base64")
    if _HEX.match(text):
        digits = re.sub(r"0x|\\x|[^0-9A-Fa-f]", "", text)
        yield from _packed(bytes.fromhex(digits[: len(digits) & ~1]), "hexadecimal")


def _packed(data: bytes, how: str) -> Iterator[tuple[bytes, str]]:
    """As it is, and unpacked where it begins like gzip or zlib data, or may be deflate's."""
    yield data, how
    if data[:3] == b"\x1f\x8b\x08":
        yield inflated(data, 31), f"{how}, gzip"
    elif data[:1] == b"\x78" and len(data) > 2 and int.from_bytes(data[:2], "big") % 31 == 0:
        yield inflated(data, 15), f"{how}, zlib"
    elif len(data) > 24 and not data[:200].isascii():
        yield inflated(data, -15), f"{how}, deflate"


def spelled(
    numbers: Sequence[object], keys: Iterable[str | int], shifts: Iterable[int]
) -> Iterator[tuple[str, str]]:
    """A list of numbers as characters: as they are, then with each key or shift of the script."""
    codes = [one for one in numbers if isinstance(one, int)]
    if len(codes) < LISTED or len(codes) < len(numbers):
        return
    yield _characters(codes), "character codes"
    for key in _few(key for key in keys if isinstance(key, int)):
        yield _characters([code ^ key for code in codes]), f"character codes, exclusive or {key}"
    for shift in _few(shifts):
        yield _characters([code + shift for code in codes]), f"character codes, shifted by {shift}"


def _few(values: Iterable[int]) -> list[int]:
    """The first different ones that change anything."""
    return [value for value in dict.fromkeys(values) if value][:KEYS]


def _characters(codes: list[int]) -> str:
    """ "" where one of them is no character."""
    return "".join(map(chr, codes)) if min(codes) >= 0 and max(codes) < 0xD800 else ""


def inflated(data: bytes, window: int) -> bytes:
    """At most ``UNPACKED`` bytes; what came before damage counts, b"" where nothing did."""
    try:
        return zlib.decompressobj(window).decompress(data, UNPACKED)
    except zlib.error:
        return b""


def text_of(data: bytes) -> str:
    """The text of decoded bytes, UTF-16 where every other byte is zero; "" for no text."""
    head = data[:400]
    if len(head) < SHORTEST:
        return ""
    wide = head[1::2].count(0) * 10 > len(head[1::2]) * 8
    found = data.decode("utf-16-le" if wide else "utf-8", "replace").lstrip("\ufeff")
    return found if printable(found[:2_000]) and "\ufffd" not in found[:200] else ""
