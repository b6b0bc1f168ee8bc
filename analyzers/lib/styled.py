"""Builds the Styled view: the mail re-emitted in a closed subset that no renderer can follow.

Written for Qt's rich text.  Nothing of the sender's markup is copied: tags come from a fixed set,
every attribute is a number, a colour or a word of ours, every text is escaped.  A link is
``<a href="#link-N">``, N being the index of its record among the html unit's links.
"""

from __future__ import annotations

import html
import re
from typing import Final

from analyzers.lib import colours, invisible, withheld
from analyzers.lib.colours import WHITE
from analyzers.lib.dom import Document, Element
from analyzers.lib.look import Look, Styled, background
from analyzers.lib.readable import BLOCKS
from analyzers.lib.styledbox import Box, cell, gap, table
from analyzers.lib.styledtext import span
from analyzers.model.content import StyledView, Withheld

TABLES: Final = 8  # nested; Qt's layout time doubles with each level (20 levels: 8 s)
CELLS: Final = 3_000  # of all tables; Qt takes 0.05 ms for each
BLOCKS_DEEP: Final = 64  # nested blocks of all kinds
OUTPUT: Final = 400_000  # characters emitted; Qt lays them out in 0.3 s at worst

_SPACES = re.compile(r"[ \t\n\r\f]+")
_EXCERPT: Final = 80  # characters of hidden text shown in place
_ROWS: Final = frozenset({"thead", "tbody", "tfoot", "colgroup", "col"})
_LISTS: Final = frozenset({"ul", "ol"})
_NO_TEXT: Final = frozenset({"table", "tr"})
_MARK: Final = '<span style="color:#5c3d00;background-color:#ffe7b3;font-size:11px">{}</span>'


def view(
    document: Document,
    looks: dict[Element, Styled],
    anchors: dict[Element, int],
    marks: dict[int, str],
    left_out: tuple[Withheld, ...],
) -> StyledView:
    """``anchors`` numbers the links; ``marks`` names the goal of each whose text claims another."""
    emitter = _Emitter(looks, anchors, marks)
    for event in document.events:
        if event.text is not None:
            emitter.say(event.element, event.text)
        elif event.opens:
            emitter.open(event.element)
        else:
            emitter.close(event.element)
    text = emitter.finish()
    document.limits |= emitter.limits
    return StyledView(text, left_out, truncated=bool(document.limits))


class _Emitter:
    def __init__(
        self, looks: dict[Element, Styled], anchors: dict[Element, int], marks: dict[int, str]
    ) -> None:
        self._looks, self._anchors, self._marks = looks, anchors, marks
        self._out: list[str] = []
        self._size = 0
        self._boxes: list[Box] = [Box(None, "body", "", WHITE)]
        self._tables = 0
        self._cells = 0
        self._linked: Element | None = None  # the link that text now belongs to
        self._inside = False  # whether its tag is open in the output
        self._hidden: list[str] = []
        self._why = ""
        self._space = True
        self.limits: set[str] = set()

    def open(self, element: Element) -> None:
        tag = element.tag
        if self._size > OUTPUT:
            return
        found = self._looks[element]
        if found.hidden and (found.look.gone or found.look.invisible):
            self._unseen(element, found.hidden)
        elif tag in {"br", "hr"}:
            self._emit(f"<{tag}>")
            self._space = True
        elif tag == "img":
            self._picture(element)
        elif tag in {"input", "select", "button"}:
            self._field(element)
        elif tag == "a":
            self._link(element)
        elif self._breaks(element):
            self._reveal()
            self._space = True
            self._block(element)

    def close(self, element: Element) -> None:
        if element is self._linked:
            self._unlink()
        if self._boxes[-1].element is element:
            self._reveal()
            self._pop()

    def say(self, element: Element, text: str) -> None:
        if self._boxes[-1].tag in _NO_TEXT or self._size > OUTPUT:
            return
        found = self._looks[element]
        look = found.look
        if found.hidden and (text.strip() or self._hidden):
            self._hide(found.hidden, text)
            return
        if look.preserved:
            text = text.expandtabs(8)
        text = self._spaced(self._fitting(text), look)
        if text:
            self._reveal()
            self._into_link()
            self._emit(span(text, look, self._boxes[-1].painted, self._linked is not None))

    def finish(self) -> str:
        self._reveal()
        self._unlink()
        while len(self._boxes) > 1:
            self._pop()
        return "".join(self._out)

    def _emit(self, text: str) -> None:
        self._size += len(text)
        self._out.append(text)
        if self._size > OUTPUT:
            self.limits.add("output")

    def _fitting(self, text: str) -> str:
        """As much of a text as the output has room for; an escape takes six characters at most."""
        room = OUTPUT - self._size
        if len(text) <= room // 6 or len(html.escape(text)) <= room:
            return text
        self.limits.add("output")
        return text[: room // 6]

    def _spaced(self, text: str, look: Look) -> str:
        text = invisible.shown(text)
        if look.preserved:
            self._space = False
            lines = html.escape(text).replace("  ", "\u00a0 ")
            return lines.replace("\r\n", "\n").replace("\n", "<br>")
        text = _SPACES.sub(" ", text)
        text = text.lstrip(" ") if self._space else text
        if text:
            self._space = text.endswith(" ")
        return html.escape(text)

    def _breaks(self, element: Element) -> bool:
        display = self._looks[element].style.get("display", "")
        if element.tag in BLOCKS:
            return not (display.startswith("inline") and element.tag in {"div", "p", "li", "ul"})
        return display in {"block", "table", "flex", "list-item", "grid"}

    def _block(self, element: Element) -> None:
        if len(self._boxes) > BLOCKS_DEEP:
            self.limits.add("blocks")
            return
        tag, inside = element.tag, self._boxes[-1].tag
        if tag == "table":
            self._table(element)
        elif tag in _ROWS:
            return
        elif tag == "tr" and inside == "table" and self._cells <= CELLS:
            self._push(Box(element, "tr", "</tr>", self._boxes[-1].painted), "<tr>")
        elif tag in {"td", "th"} and inside == "tr":
            self._cell(element)
        elif inside in _NO_TEXT:
            if tag in {"caption", "div", "p", "form", "center"} and inside == "table":
                opening = "<tr><td>"
                self._push(Box(element, "td", "</td></tr>", self._boxes[-1].painted), opening)
        elif tag in _LISTS or (tag == "li" and inside in _LISTS):
            self._push(Box(element, tag, f"</{tag}>", self._boxes[-1].painted), f"<{tag}>")
        else:
            self._division(element)

    def _cell(self, element: Element) -> None:
        self._cells += 1
        if self._cells > CELLS:
            self.limits.add("output")
            return
        self._push(*cell(element, self._looks[element], self._boxes[-1].painted))

    def _table(self, element: Element) -> None:
        if self._tables >= TABLES or self._boxes[-1].tag in _NO_TEXT:
            self.limits.add("tables")
            return
        self._tables += 1
        self._push(*table(element, self._looks[element], self._boxes[-1].painted))

    def _division(self, element: Element) -> None:
        """A block; one with a colour of its own becomes a table of one cell, as Qt paints those."""
        found = self._looks[element]
        painted = self._boxes[-1].painted
        own = background(found.style) or element.attributes.get("bgcolor", "")
        if own and found.look.background != painted and self._tables < TABLES - 2:
            self._tables += 1
            self._push(*table(element, found, painted, one_cell=True))
            return
        style = gap(element, found)
        opening = f'<div style="{style}">' if style else "<div>"
        self._push(Box(element, "div", "</div>", painted), opening)

    def _push(self, box: Box, opening: str) -> None:
        self._out_of_link()
        self._boxes.append(box)
        self._emit(opening)

    def _pop(self) -> None:
        self._out_of_link()
        box = self._boxes.pop()
        self._out.append(box.closing)
        self._tables -= box.closing.endswith("</table>")
        self._space = True

    def _link(self, element: Element) -> None:
        if element not in self._anchors:
            return
        self._unlink()
        self._reveal()
        self._linked = element

    def _into_link(self) -> None:
        if self._linked is not None and not self._inside:
            self._out.append(f'<a href="#link-{self._anchors[self._linked]}">')
            self._inside = True

    def _out_of_link(self) -> None:
        """Closes the link before a block's edge; the next text opens it again."""
        if self._inside:
            self._out.append("</a>")
            self._inside = False

    def _unlink(self) -> None:
        if self._linked is None:
            return
        self._reveal()
        self._out_of_link()
        mark = self._marks.get(self._anchors[self._linked], "")
        self._linked = None
        if mark:
            self._emit(" " + _MARK.format(html.escape(f"[goes to {invisible.shown(mark)}]")))
            self._space = False

    def _hide(self, why: str, text: str) -> None:
        if why != self._why:
            self._reveal()
        self._why = why
        self._hidden.append(text)

    def _reveal(self) -> None:
        """Says in place that text is hidden here, with the start of it."""
        if not self._hidden:
            return
        text = " ".join(invisible.shown("".join(self._hidden)).split())
        self._hidden = []
        if not text or self._boxes[-1].tag in _NO_TEXT | _LISTS:
            return
        cut = f"{text[:_EXCERPT]}… ({len(text)} characters)" if len(text) > _EXCERPT else text
        label = cut if len(text) < 12 else f"[hidden, {self._why}: {cut}]"
        self._emit(_MARK.format(html.escape(label)))
        self._space = False

    def _unseen(self, element: Element, why: str) -> None:
        """An element nobody sees takes no room: its text is gathered into one line."""
        if element.tag in BLOCKS or element.tag == "br":
            if self._hidden:
                self._hidden.append(" ")
        elif element.tag == "img" and not withheld.pixel(element):
            self._hide(why, withheld.caption(element))

    def _picture(self, element: Element) -> None:
        if withheld.pixel(element) or self._boxes[-1].tag in _NO_TEXT:
            return
        self._reveal()
        look = self._looks[element].look
        colour = colours.legible(look.background)
        style = f"color:{colours.as_hex(colour)};font-size:11px"
        caption = html.escape(invisible.shown(withheld.caption(element)))
        self._into_link()
        self._emit(f'<span style="{style}">{caption}</span> ')

    def _field(self, element: Element) -> None:
        kind = element.attributes.get("type", element.tag).lower()
        if kind == "hidden" or self._boxes[-1].tag in _NO_TEXT:
            return
        given = element.attributes
        label = given.get("placeholder") or given.get("value") or given.get("name", "")
        text = invisible.shown(f"[{kind[:20]} field {label[:80]}]".replace(" ]", "]"))
        self._emit(_MARK.format(html.escape(text)) + " ")
