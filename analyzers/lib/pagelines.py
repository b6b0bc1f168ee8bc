"""The lines of an HTML body as a reader sees them, with what its markup says of quotation."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from analyzers.lib.dom import Element
from analyzers.lib.look import Styled
from analyzers.lib.parsed import Page
from analyzers.lib.preambles import find
from analyzers.lib.quotes import DEEPEST, TEXT, Line
from analyzers.lib.readable import BLOCKS
from analyzers.lib.words import words

RULE: Final = "_" * 10  # stands for a line drawn across the page

# Elements that hold a quoted message: Gmail, Yahoo, Proton Mail, Tuta, Outlook for Mac and for
# telephones, Zoho, QQ and NetEase, by class or id.
_QUOTING: Final = words(
    "yahoo_quoted protonmail_quote tutanota_quote zmail_extra",
    "olk_src_body_section mail-editor-reference-message-container isreplycontent isforwardcontent",
    "ms-outlook-mobile-reference-message",
)
# Elements that hold what introduces it: Gmail, Thunderbird, Outlook on the web, Yahoo, Zimbra.
_MARKING: Final = words(
    "gmail_attr moz-cite-prefix divrplyfwdmsg outlookmessageheader yahoo-quoted-begin",
    "moz-email-headers-table",
)
_BLOCKQUOTES: Final = 200  # plain ones that are looked at for an introduction
_PARAGRAPHS: Final = words("p h1 h2 h3 h4 h5 h6 blockquote ul ol pre table")
_CELLS: Final = words("td th")
_NAMES: Final = 200  # characters of a class or id that are read
_SPACES = re.compile(r"[ \t\n\r\f\xa0]+")
_NUMBER = re.compile(r"[_-]?\d+\Z")
_PREFIX = re.compile(r"(?:x_|ecx)+")  # Outlook and the old Hotmail rename what they quote
# Outlook: <div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">
_EDGE = re.compile(r"border-top:\s{0,3}solid[^;]{1,40};\s{0,3}padding:\s{0,3}3\.0pt", re.I)
_FLAT = re.compile(r"0(?:\.0{1,6})?(?:px|pt|cm|in|em)?(?:\s|\Z)")


class PageLines:
    """``lines`` as far as ``TEXT`` goes; ``full`` says that the page has more."""

    def __init__(self, page: Page) -> None:
        self.lines: list[Line] = []
        self.full = False
        self._looks: dict[Element, Styled] = page.looks
        self._anchors = page.collector.anchors
        self._pieces: list[str] = []
        self._kept = False  # white space of the line under way is part of it
        self._links: list[int] = []
        self._quoting: set[Element] = set()
        self._marking: list[Element] = []
        self._marks = self._room = self._looked = 0
        self._walk(page)

    def _walk(self, page: Page) -> None:
        for element, opens, text in page.document.events:
            if text is not None:
                self._say(element, text)
                if self._room > TEXT:
                    self.full = True
                    break
            elif opens:
                self._open(element)
            else:
                self._close(element)
        self._end()

    def _say(self, element: Element, text: str) -> None:
        if text.isspace():
            if self._pieces:
                self._pieces.append(" ")
            return
        look = self._looks[element].look
        if look.hidden:
            return
        self._room += len(text)
        if not look.preserved:
            self._pieces.append(_SPACES.sub(" ", text))
            return
        self._kept = True
        first, *others = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._pieces.append(first)
        for other in others:
            self._end(blank=True)
            self._kept = True
            self._pieces.append(other)

    def _open(self, element: Element) -> None:
        tag = element.tag
        if tag == "br":
            self._end(blank=True)
        elif tag == "hr":
            self._end()
            self.lines.append(self._line(RULE))
        elif tag == "a" and element in self._anchors:
            self._links.append(self._anchors[element])
        elif tag in _CELLS and _labelled(self._pieces):
            self._pieces.append(" ")
        elif tag in BLOCKS:
            self._break(element)
        if element.attributes or tag == "blockquote":
            self._signs(element)

    def _close(self, element: Element) -> None:
        tag = element.tag
        if tag in BLOCKS and not (tag in _CELLS and _labelled(self._pieces)):
            self._break(element)
        if element in self._quoting:
            self._quoting.discard(element)
        if self._marking and self._marking[-1] is element:
            self._end()
            self._marking.pop()

    def _break(self, element: Element) -> None:
        self._end()
        if element.tag not in _PARAGRAPHS or not self.lines or not self.lines[-1].text:
            return
        if element.tag != "p" or not self._flat(element):
            self.lines.append(self._line(""))

    def _flat(self, element: Element) -> bool:
        """Whether a paragraph has no space around it: Outlook writes one for each line."""
        if any(name.lower().startswith(("mso", "x_mso")) for name in element.classes):
            return True
        style = self._looks[element].style
        return bool(_FLAT.match(style.get("margin", "") or style.get("margin-top", "x")))

    def _signs(self, element: Element) -> None:
        """Whether an element quotes a message or introduces one, by its class, id or style."""
        given = element.attributes
        quotes = marks = False
        if "class" in given or "id" in given or "data-marker" in given:
            quotes, marks = _named(
                element.tag,
                given.get("class", "")[:_NAMES],
                given.get("id", "")[:_NAMES],
                given.get("data-marker", "")[:_NAMES],
            )
        if element.tag == "blockquote" and not quotes:
            quotes = given.get("type", "").lower() == "cite" or "cite" in given
            quotes = quotes or self._introduced()
        elif element.tag == "div" and "border-top" in given.get("style", ""):
            marks = marks or _EDGE.search(given["style"]) is not None
        if quotes or marks:
            self._note(element, quotes=quotes, marks=marks)

    def _note(self, element: Element, *, quotes: bool, marks: bool) -> None:
        if quotes and len(self._quoting) < DEEPEST:
            self._end()
            self._quoting.add(element)
        if marks:
            self._end()
            self._marks += 1
            self._marking.append(element)

    def _introduced(self) -> bool:
        """Whether a plain block quotation follows words that introduce a message."""
        self._looked += 1
        if self._looked > _BLOCKQUOTES:
            return False
        self._end()
        tail = [line for line in self.lines[-8:] if line.text.strip()][-5:]
        found = find([*tail, Line("x", tail[-1].depth + 1)]) if tail else {}
        return any(each.stop == len(tail) for each in found.values())

    def _line(self, text: str) -> Line:
        mark = self._marks if self._marking else 0
        return Line(text, len(self._quoting), 0, mark, tuple(self._links))

    def _end(self, *, blank: bool = False) -> None:
        """Ends the line under way; ``blank`` keeps an empty one."""
        text = "".join(self._pieces).rstrip()
        if not self._kept:
            text = text.lstrip()
        if text or blank or self._links:
            self._room += 1
            self.lines.append(self._line(text))
            self._links = []
        self._pieces, self._kept = [], False


def _labelled(pieces: list[str]) -> bool:
    """Whether a cell so far is a label, whose value stands in the next one."""
    return bool(pieces) and "".join(pieces[-3:]).rstrip().endswith((":", "："))


@lru_cache(maxsize=2048)
def _named(tag: str, classes: str, identity: str, marker: str) -> tuple[bool, bool]:
    """Whether an element of these names quotes a message, and whether it introduces one."""
    names = {_plain(name) for name in (*classes.split(), identity)}
    quotes = not names.isdisjoint(_QUOTING) or marker.upper() == "__QUOTED_TEXT__"
    quotes |= tag == "blockquote" and "gmail_quote" in names
    return quotes, not names.isdisjoint(_MARKING) or marker.upper() == "__HEADERS__"


def _plain(name: str) -> str:
    """A name without what programs put before and behind it."""
    return _NUMBER.sub("", _PREFIX.sub("", name.lower(), count=1))
