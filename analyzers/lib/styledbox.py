"""The boxes of the Styled view: tables, cells and blocks with measures we choose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from analyzers.lib import colours
from analyzers.lib.colours import Colour
from analyzers.lib.dom import Element
from analyzers.lib.look import Styled, length

WIDEST: Final = 1000  # px
PADDING: Final = 48  # px
SPAN: Final = 50  # rows or columns of one cell

_PERCENT = re.compile(r"(\d{1,3})(?:\.\d{0,6})?\s{0,3}%\Z")
_VERTICAL: Final = frozenset({"top", "middle", "bottom"})
_SIDES: Final = ("top", "right", "bottom", "left")
_MARGINS: Final = {
    "p": 12, "h1": 14, "h2": 14, "h3": 12, "h4": 12, "h5": 12, "h6": 12, "pre": 8, "dl": 8,
    "blockquote": 8,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """One open box: the element it stands for, its tag, how it is closed, the colour beneath."""

    element: Element | None
    tag: str
    closing: str
    painted: Colour


def table(
    element: Element, found: Styled, painted: Colour, *, one_cell: bool = False
) -> tuple[Box, str]:
    """A table, or a block drawn as one."""
    given = element.attributes
    attributes = ['cellspacing="0"']
    ground = found.look.background
    if ground != painted:
        attributes.append(f'bgcolor="{colours.as_hex(ground)}"')
    if one_cell:
        attributes += [
            'border="0"',
            f'width="{_width(element, found) or "100%"}"',
            'cellpadding="0"',
        ]
        opening = f"<table {' '.join(attributes)}><tr><td{_cell_style(found)}>"
        return Box(element, "td", "</td></tr></table>", ground), opening
    width = _width(element, found)
    if width:
        attributes.append(f'width="{width}"')
    padding = _whole(given.get("cellpadding", ""), 2, 24)
    attributes.append(f'cellpadding="{padding}"')
    attributes.append(f'border="{1 if given.get("border", "0").strip() not in {"", "0"} else 0}"')
    if given.get("align", "").lower() == "center" or _centred(found.style):
        attributes.append('align="center"')
    return Box(element, "table", "</table>", ground), f"<table {' '.join(attributes)}>"


def cell(element: Element, found: Styled, painted: Colour) -> tuple[Box, str]:
    """A cell of a table row."""
    given = element.attributes
    attributes = []
    ground = found.look.background
    if ground != painted:
        attributes.append(f'bgcolor="{colours.as_hex(ground)}"')
    width = _width(element, found)
    # A cell that claims the whole row would squeeze its neighbours to a letter's width.
    if width and width != "100%":
        attributes.append(f'width="{width}"')
    for name in ("colspan", "rowspan"):
        count = _whole(given.get(name, ""), 1, SPAN)
        if count > 1:
            attributes.append(f'{name}="{count}"')
    if found.look.align:
        attributes.append(f'align="{found.look.align}"')
    vertical = (found.style.get("vertical-align") or given.get("valign", "")).lower()
    if vertical in _VERTICAL:
        attributes.append(f'valign="{vertical}"')
    opening = " ".join(["<td", *attributes]) + _cell_style(found) + ">"
    return Box(element, "td", "</td>", ground), opening


def gap(element: Element, found: Styled) -> str:
    """The style of a block: its alignment and the space around it."""
    parts = []
    if found.look.align:
        parts.append(f"text-align:{found.look.align}")
    usual = _MARGINS.get(element.tag, 0)
    sides = _around(found, "margin", (usual, 24 * (element.tag in {"blockquote", "dd"})))
    parts += [f"margin-{side}:{size}px" for side, size in sides.items() if size]
    return ";".join(parts)


def _cell_style(found: Styled) -> str:
    sides = _around(found, "padding", (0, 0))
    inner = ";".join(f"padding-{side}:{size}px" for side, size in sides.items() if size)
    return f' style="{inner}"' if inner else ""


def _around(found: Styled, name: str, usual: tuple[int, int]) -> dict[str, int]:
    """The four sides of a margin or padding in px; ``usual`` is top and bottom, then left."""
    sizes = {"top": usual[0], "right": 0, "bottom": usual[0], "left": usual[1]}
    words = found.style.get(name, "").replace("!important", "").split()[:4]
    if words:
        given = [_clamped(word, found.look.size) for word in words]
        order = (0, 1 % len(given), 2 % len(given) if len(given) > 2 else 0, 3)
        last = given[3] if len(given) > 3 else given[order[1]]
        sizes = dict(zip(_SIDES, [given[0], given[order[1]], given[order[2]], last], strict=True))
    for side in _SIDES:
        value = found.style.get(f"{name}-{side}")
        if value is not None:
            sizes[side] = _clamped(value, found.look.size)
    return sizes


def _clamped(value: str, size: float) -> int:
    found = length(value, size)
    return round(min(max(found or 0.0, 0.0), PADDING))


def _width(element: Element, found: Styled) -> str:
    for value in (
        element.attributes.get("width", ""),
        found.style.get("width", ""),
        found.style.get("max-width", ""),
    ):
        percent = _PERCENT.match(value.strip()[:16])
        if percent:
            return f"{min(int(percent.group(1)), 100) or 1}%"
        pixels = length(value, found.look.size)
        if pixels is not None and pixels >= 1:
            return str(round(min(pixels, WIDEST)))
    return ""


def _whole(value: str, usual: int, most: int) -> int:
    digits = value.strip()[:6]
    return min(max(int(digits), 0), most) if digits.isascii() and digits.isdigit() else usual


def _centred(style: dict[str, str]) -> bool:
    margin = style.get("margin", "").split()[:4]
    return len(margin) > 1 and margin[1] == "auto"
