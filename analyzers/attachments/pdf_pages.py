"""PDF: its first pages as a reader draws them, with everything on them that can be clicked."""

from __future__ import annotations

import base64
import time
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from analyzers.lib import pdffile
from analyzers.lib.candidates import ASKS
from analyzers.lib.pdfactions import Act, gathered
from analyzers.lib.pdffile import Page, Rectangle
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.page import ClickArea, PagePicture
from analyzers.model.unit import Context, Unit, Unreadable

if TYPE_CHECKING:
    from analyzers.lib.pdfpages import Pages

PAGES: Final = 8  # drawn
SECONDS: Final = 2.5  # of processor time, looked at between pages
DOTS: Final = 96.0  # an inch
PIXELS: Final = 1_200_000  # of one page; A4 at 96 dots an inch has 890,000
PACKED: Final = 700_000  # bytes of one page, above which it is drawn smaller
COLOURS: Final = 128
AREAS: Final = 200  # of one page
_WORDS: Final = {"JavaScript": "runs a script", "Launch": "starts", "SubmitForm": "sends the form"}


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    from analyzers.lib import pdfpages

    if not context.views:
        return
    try:
        pages = pdfpages.opened(artifact, context)
    except pdfpages.Locked:
        yield pdffile.password_needed(artifact)
        return
    acts: tuple[Act, ...] = ()
    if pages.known:
        acts = tuple(gathered(artifact, context).acts)
    started, number = time.thread_time(), 0
    for number in range(1, min(PAGES, pages.count) + 1):
        if time.thread_time() - started > SECONDS:
            number -= 1
            break
        yield _drawn(pages, number, acts)
    if number < pages.count:
        title = "Not all pages are shown as pictures"
        yield Finding("limit.pdf.pictures", Severity.INFO, title, f"{number} of {pages.count}")


def _drawn(pages: Pages, number: int, acts: tuple[Act, ...]) -> PagePicture:
    from analyzers.lib.pdfcost import TooCostly

    known = pages.known.get(number)
    areas = tuple(_areas(known, acts)) if known else ()
    try:
        for dots in (DOTS, DOTS * 0.6, DOTS * 0.35):
            width, height, palette, pixels = _picture(pages, number, dots)
            if len(pixels) <= PACKED:
                colours, shown = (base64.b64encode(part).decode() for part in (palette, pixels))
                return PagePicture(number, width, height, colours, shown, areas)
    except (TooCostly, Unreadable) as problem:
        return PagePicture(number, areas=areas, note=f"not drawn: {problem}")
    return PagePicture(number, areas=areas, note="not drawn: the picture would be too large")


def _picture(pages: Pages, number: int, dots: float) -> tuple[int, int, bytes, bytes]:
    """Width, height, palette and packed pixels."""
    from PIL import Image

    from analyzers.lib import pdfpages

    page = pages.page(number)
    size = pdfpages.scale(page, dots, PIXELS)
    bitmap = page.render(scale=size, may_draw_forms=False, rev_byteorder=True)
    whole = bitmap.to_pil().convert("RGB")
    bitmap.close()
    few = whole.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    palette = bytes(few.getpalette() or ())[: 3 * COLOURS]
    return few.width, few.height, palette, zlib.compress(few.tobytes(), 6)


def _areas(page: Page, acts: tuple[Act, ...]) -> Iterator[ClickArea]:
    mine = [act for act in acts if act.page == page.number]
    for act in mine[:AREAS]:
        if act.area is not None:
            x, y, width, height = placed(act.area, page)
            yield ClickArea(x, y, width, height, _target(act))


def _target(act: Act) -> str:
    if act.kind == "URI":
        return act.target[:2_000]
    says = _WORDS.get(act.kind, f"opens ({act.kind})")
    return f"{says} {printable(act.target, 300)}".strip()


def placed(area: Rectangle, page: Page) -> tuple[int, int, int, int]:
    """Left, top, width and height in thousandths of the page as it is shown, within it."""
    left, bottom, right, top = page.box
    whole_width, whole_height = max(right - left, 1e-3), max(top - bottom, 1e-3)
    x, y = (area[0] - left) / whole_width, (top - area[3]) / whole_height
    width, height = (area[2] - area[0]) / whole_width, (area[3] - area[1]) / whole_height
    turned = {
        0: (x, y, width, height),
        90: (1 - y - height, x, height, width),
        180: (1 - x - width, 1 - y - height, width, height),
        270: (y, 1 - x - width, height, width),
    }[page.turned]
    x, y, width, height = (min(1.0, max(-1.0, value)) for value in turned)
    x, width = (x, width) if x >= 0 else (0.0, max(0.0, width + x))
    y, height = (y, height) if y >= 0 else (0.0, max(0.0, height + y))
    shown = (x, y, min(width, 1 - x), min(height, 1 - y))
    return tuple(round(1000 * value) for value in shown)  # type: ignore[return-value]


UNIT = Unit(
    "pdf-pages",
    1,
    frozenset({"pdf"}),
    examine,
    (*pdffile.IMPORTS, *pdffile.DRAWING, "PIL.Image"),
    ASKS,
)
