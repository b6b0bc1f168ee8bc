"""Renders the pages of a PDF and reads the codes on them; loads pdfium, so import it lazily."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Final

import pypdfium2

from analyzers.lib import barcodes
from analyzers.lib.barcodes import Pixels
from analyzers.model.body import Code
from analyzers.model.unit import Unreadable

PAGES: Final = 40  # of a PDF; lures have a few, and 40 take a second or two
PAGE_PIXELS: Final = 4_000_000  # an A4 page at 150 dpi has 2.2 million
PAGE_SCALE: Final = 2.1  # 150 dpi, a PDF's unit being 1/72 inch
LEAST: Final = 15  # px: no code is smaller
PAGES_SECONDS: Final = 3.0  # of processor time, looked at between pages; a box has 10


def read(data: bytes, passwords: tuple[str, ...] = ()) -> tuple[int, list[list[Code]]]:
    """How many pages there are, and the codes on each of those looked at.

    Ends early when the time is used up; the region is in thousandths of the page.
    """
    document = _document(data, passwords)
    started = time.thread_time()
    found: list[list[Code]] = []
    try:
        count = len(document)
        for number in range(min(PAGES, count)):
            if time.thread_time() - started > PAGES_SECONDS:
                break
            found.append(_on_page(document, number))
    finally:
        document.close()
    return count, found


def _document(data: bytes, passwords: tuple[str, ...]) -> pypdfium2.PdfDocument:
    for password in (None, *passwords[:20]):
        try:
            return pypdfium2.PdfDocument(data, password=password)
        except pypdfium2.PdfiumError:
            continue
    raise Unreadable("The PDF cannot be opened: it is damaged or needs a password")


def _on_page(document: pypdfium2.PdfDocument, number: int) -> list[Code]:
    try:
        page = document[number]
        width, height = page.get_size()
        area = max(width * height, 1.0)
        scale = min(PAGE_SCALE, (PAGE_PIXELS / area) ** 0.5)
        if min(width, height) * scale < LEAST:
            return []
        bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=False)
        pixels = _grey(bitmap)
        bitmap.close()
        page.close()
    except pypdfium2.PdfiumError:
        return []
    found = barcodes.read(pixels, "picture", f"page {number + 1}")
    return [_in_thousandths(code, pixels) for code in found]


def _grey(bitmap: pypdfium2.PdfBitmap) -> Pixels:
    """The rows without the bytes that fill each up."""
    raw, stride, width = bytes(bitmap.buffer), bitmap.stride, bitmap.width
    if stride != width:
        rows = range(0, stride * bitmap.height, stride)
        raw = b"".join(raw[start : start + width] for start in rows)
    return Pixels(raw, width, bitmap.height)


def _in_thousandths(code: Code, pixels: Pixels) -> Code:
    return replace(
        code,
        x=code.x * 1000 // pixels.width,
        y=code.y * 1000 // pixels.height,
        width=code.width * 1000 // pixels.width,
        height=code.height * 1000 // pixels.height,
    )
