"""The one way by which text from mail reaches the screen: nothing in it renders, hides or reorders.

Characters that are invisible, reorder text or break lines are shown as chips such as [RLO]
(Trojan Source, CVE-2021-42574; UTS #39).  The chips are part of what is shown, sorted and copied.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from typing import Protocol

LINE = 400  # characters shown of one line; no screen is wider
BLOCK = 200_000  # characters shown of a block of text
TOOLTIP = 1_000

_NAMES = {
    0x00: "NUL",
    0x08: "BS",
    0x09: "TAB",
    0x0A: "LF",
    0x0D: "CR",
    0x1B: "ESC",
    0x7F: "DEL",
    0xAD: "SHY",
    0x034F: "CGJ",
    0x061C: "ALM",
    0x115F: "HF",
    0x1160: "HF",
    0x180E: "MVS",
    0x200B: "ZWSP",
    0x200C: "ZWNJ",
    0x200D: "ZWJ",
    0x200E: "LRM",
    0x200F: "RLM",
    0x2028: "LS",
    0x2029: "PS",
    0x202A: "LRE",
    0x202B: "RLE",
    0x202C: "PDF",
    0x202D: "LRO",
    0x202E: "RLO",
    0x2060: "WJ",
    0x2066: "LRI",
    0x2067: "RLI",
    0x2068: "FSI",
    0x2069: "PDI",
    0x2800: "BLANK",
    0x3164: "HF",
    0xFEFF: "BOM",
    0xFFA0: "HF",
    0xFFFC: "OBJ",
}
# Cc control, Cf format, Co private use, Cs surrogate, Cn unassigned, Zl and Zp separators
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_WEB = re.compile(r"http(s?)://", re.IGNORECASE)
_OTHER = re.compile(r"\b((?!hxxp)[a-z][a-z0-9+-]{1,20})://", re.IGNORECASE)
_FSI, _PDI = "\u2068", "\u2069"


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    code = ord(character)
    if code in _NAMES:
        return f"[{_NAMES[code]}]"
    if unicodedata.category(character) in _UNSEEN or _selects_variation(code):
        return f"[U+{code:04X}]"
    return " " if unicodedata.category(character) == "Zs" else character


def _selects_variation(code: int) -> bool:
    """Variation selectors carry data nobody sees; the two that pick emoji or text style do not."""
    return 0xFE00 <= code <= 0xFE0D or 0xE0100 <= code <= 0xE01EF or 0x180B <= code <= 0x180D


def line(text: str, limit: int = LINE) -> str:
    """The text on one line with nothing invisible in it, cut after ``limit`` characters."""
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text
    rest = len(text) - limit
    shown = "".join(map(_shown, text[:limit])) + (f"… (+{rest:,} characters)" if rest > 0 else "")
    return isolated(shown)


def block(text: str, limit: int = BLOCK) -> str:
    """The same for text of many lines, which keeps its line ends and tabs."""
    rest = len(text) - limit
    lines = text[:limit].replace("\r\n", "\n").split("\n")
    shown = "\n".join("\t".join(line(cell, limit) for cell in row.split("\t")) for row in lines)
    return shown + (f"\n… (+{rest:,} characters not shown)" if rest > 0 else "")


def isolated(text: str) -> str:
    """Keep right-to-left text from reordering what stands beside it (UAX #9, FSI and PDI)."""
    if any(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in text):
        return f"{_FSI}{text}{_PDI}"
    return text


def tooltip(text: str) -> str:
    """Rich text that renders as exactly ``text``: tooltips have no plain text format."""
    shown = html.escape(line(text, TOOLTIP))
    return f'<p style="white-space:pre-wrap">{shown}</p>' if text else ""


def unclickable(text: str) -> str:
    """The text with its addresses broken: hxxps://evil[.]example, a[@]b[.]example, file[:]//x."""
    web = _WEB.sub(lambda found: f"hxxp{found[1].lower()}://", text)
    return _OTHER.sub(r"\1[:]//", web).replace("@", "[@]").replace(".", "[.]")


def defanged(text: str) -> str:
    """The same on one line, safe to show."""
    return line(unclickable(text), BLOCK)


def defanged_block(text: str) -> str:
    """The same for text of many lines."""
    return "\n".join(map(defanged, text.split("\n")))


class HasTooltip(Protocol):
    def setToolTip(self, arg__1: str, /) -> None: ...


def explain(widget: HasTooltip, text: str) -> None:
    """Give a widget a tooltip that may hold text from mail."""
    widget.setToolTip(tooltip(text))
