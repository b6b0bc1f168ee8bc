"""Renders pages of PDFs and reads codes and text on them; loads pdfium, so import it lazily."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pypdfium2

from analyzers.lib import barcodes, pdfactions, pdffile
from analyzers.lib.barcodes import Pixels
from analyzers.lib.pdfcost import Costs, TooCostly
from analyzers.lib.pdffile import Page, Rectangle
from analyzers.model.artifact import Artifact
from analyzers.model.body import Code
from analyzers.model.unit import Context, Unreadable

PAGES: Final = 40  # of a PDF; lures have a few, and 40 take a second or two
PAGE_PIXELS: Final = 4_000_000  # an A4 page at 150 dpi has 2.2 million
DOTS: Final = 150  # an inch
LEAST: Final = 15  # px: no code is smaller
PAGES_SECONDS: Final = 3.0  # of processor time, looked at between pages; a box has 10
SMALLEST: Final = 300  # bytes of instructions; the smallest code has a hundred dark modules
_CHARACTERS: Final = 200_000  # of one page


class Locked(Exception):
    """The PDF needs a password that is not known."""


class Pages:
    """The pages of one artifact as pdfium sees them, each weighed before it is loaded."""

    def __init__(self, artifact: Artifact, context: Context) -> None:
        self.known: dict[int, Page] = {}
        self._costs = Costs()
        self._work: dict[int, float] = {}
        password = ""
        try:
            opened = pdffile.opened(artifact, context)
            if opened.document is None:
                raise Locked
            self._kept = opened  # its objects are gone once the document is
            walked = pdfactions.gathered(artifact, context).pages
            self.known = {page.number: page for page in walked}
            password = opened.candidate.password
        except Unreadable:  # one parser may open what another does not; the box bounds the cost
            pass
        try:
            self._document = pypdfium2.PdfDocument(artifact.data, password=password or None)
            self.count = len(self._document)
        except pypdfium2.PdfiumError as problem:
            raise Unreadable("The PDF cannot be opened: it is damaged") from problem

    def page(self, number: int) -> pypdfium2.PdfPage:
        """The page, from 1; raises ``TooCostly``, and ``Unreadable`` for a broken one."""
        if number in self.known:
            self._work[number] = self._costs.of(self.known[number])
        try:
            return self._document[number - 1]
        except pypdfium2.PdfiumError as problem:
            raise Unreadable(f"Page {number} cannot be read") from problem

    def bare(self, number: int) -> bool:
        """Whether a page that was loaded holds less than the drawing of any code takes."""
        return self._work.get(number, SMALLEST) < SMALLEST


class _Kept:
    def __init__(self, _artifact: Artifact) -> None:
        self.pages: Pages | None = None


def opened(artifact: Artifact, context: Context) -> Pages:
    """The pages, opened once a visit; raises ``Unreadable`` or ``Locked``."""
    kept = context.memo.once(_Kept, artifact)
    if kept.pages is None:
        kept.pages = Pages(artifact, context)
    return kept.pages


def scale(page: pypdfium2.PdfPage, dots: float, pixels: int) -> float:
    """For so many dots an inch, or less where the page would have more pixels."""
    width, height = page.get_size()
    return float(min(dots / 72, (pixels / max(width * height, 1.0)) ** 0.5))


def codes(pages: Pages) -> Iterator[list[Code] | TooCostly]:
    """The codes on each page, until the time is used up; regions are in thousandths of the page."""
    started = time.thread_time()
    for number in range(1, min(PAGES, pages.count) + 1):
        if time.thread_time() - started > PAGES_SECONDS:
            return
        try:
            yield _on_page(pages, number)
        except TooCostly as problem:
            yield problem
        except Unreadable:
            yield []


def _on_page(pages: Pages, number: int) -> list[Code]:
    page = pages.page(number)
    if pages.bare(number):
        return []
    size = scale(page, DOTS, PAGE_PIXELS)
    if min(page.get_size()) * size < LEAST:
        return []
    pixels = _grey(page.render(scale=size, grayscale=True, may_draw_forms=False))
    page.close()
    found = barcodes.read(pixels, "picture", f"page {number}")
    return [_in_thousandths(code, pixels) for code in found]


def _grey(bitmap: pypdfium2.PdfBitmap) -> Pixels:
    """The rows without the bytes that fill each up."""
    raw, stride, width = bytes(bitmap.buffer), bitmap.stride, bitmap.width
    height = bitmap.height
    bitmap.close()
    if stride != width:
        rows = range(0, stride * height, stride)
        raw = b"".join(raw[start : start + width] for start in rows)
    return Pixels(raw, width, height)


def _in_thousandths(code: Code, pixels: Pixels) -> Code:
    return replace(
        code,
        x=code.x * 1000 // pixels.width,
        y=code.y * 1000 // pixels.height,
        width=code.width * 1000 // pixels.width,
        height=code.height * 1000 // pixels.height,
    )


def text(page: pypdfium2.PdfPage) -> str:
    """What is written on a page, "" where it cannot be read."""
    try:
        found = page.get_textpage()
        count = min(found.count_chars(), _CHARACTERS)
        return str(found.get_text_range(0, count)) if count > 0 else ""
    except pypdfium2.PdfiumError:
        return ""


def text_within(page: pypdfium2.PdfPage, areas: list[Rectangle]) -> list[str]:
    """What is written in each area of a page."""
    try:
        found = page.get_textpage()
        return [" ".join(str(found.get_text_bounded(*area)).split())[:300] for area in areas]
    except pypdfium2.PdfiumError:
        return ["" for _ in areas]


def pictures(page: pypdfium2.PdfPage, most: int = 200) -> list[Rectangle]:
    """Where the pictures of a page lie."""
    found: list[Rectangle] = []
    try:
        kinds = [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
        for thing in page.get_objects(filter=kinds, max_depth=4):
            found.append(thing.get_bounds())
            if len(found) >= most:
                break
    except pypdfium2.PdfiumError:
        return found
    return found
