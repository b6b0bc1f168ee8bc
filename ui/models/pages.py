"""The pages of a document as pictures, checked before they are shown, and what can be clicked."""

from __future__ import annotations

import base64
import binascii
import zlib
from dataclasses import dataclass

from analyzers.model.analysis import Analysis, Node
from analyzers.model.page import ClickArea, PagePicture, PageText
from ui.models.details import Rows, records
from ui.models.table import Cell
from ui.tokens import Tone

AREAS = ("Area", "Leads to (defanged)", "Place on the page")
PIXELS = 4_000_000  # of one page; boxes send fewer


@dataclass(frozen=True, slots=True)
class Shown:
    """One page: ``pixels`` hold an index into ``palette`` each, three bytes a colour."""

    number: int
    width: int = 0
    height: int = 0
    palette: bytes = b""
    pixels: bytes = b""
    areas: tuple[ClickArea, ...] = ()
    text: str = ""
    note: str = ""


def shown(analysis: Analysis, node: Node) -> list[Shown]:
    """The pages in order, each with its picture, its text or both."""
    texts = {page.number: page.text for page in records(analysis, node, PageText)}
    drawn = [_page(page, texts) for page in records(analysis, node, PagePicture)]
    known = {page.number for page in drawn}
    rest = [Shown(number, text=texts[number]) for number in texts if number not in known]
    return sorted([*drawn, *rest], key=lambda page: page.number)


def _page(page: PagePicture, texts: dict[int, str]) -> Shown:
    text = texts.get(page.number, "")
    palette, pixels = _unpacked(page)
    if not pixels:
        note = page.note or "the picture is damaged"
        return Shown(page.number, areas=page.areas, text=text, note=note)
    return Shown(page.number, page.width, page.height, palette, pixels, page.areas, text)


def _unpacked(page: PagePicture) -> tuple[bytes, bytes]:
    """Palette and pixels, both empty unless they are exactly as many as the sizes say."""
    size = page.width * page.height
    if page.width <= 0 or not 0 < size <= PIXELS:
        return b"", b""
    try:
        palette = base64.b64decode(page.palette, validate=True)
        inflater = zlib.decompressobj()
        pixels = inflater.decompress(base64.b64decode(page.pixels, validate=True), size + 1)
    except (binascii.Error, ValueError, zlib.error):
        return b"", b""
    fits = len(pixels) == size and 0 < len(palette) <= 768 and len(palette) % 3 == 0
    return (palette, pixels) if fits and max(pixels) < len(palette) // 3 else (b"", b"")


def area_rows(page: Shown) -> Rows:
    return [
        (
            Cell(str(number)),
            Cell(area.target, Tone.SUSPICIOUS if "://" in area.target else None, defang=True),
            Cell(f"{area.width / 10:.0f} × {area.height / 10:.0f} % of the page"),
        )
        for number, area in enumerate(page.areas, 1)
    ]
