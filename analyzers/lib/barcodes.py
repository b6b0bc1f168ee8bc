"""Reads QR and other square codes out of grey pixels; loads its library, so import it lazily."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import zxingcpp

from analyzers.model.body import Code

CODES: Final = 20  # of one picture
_TEXT: Final = 8_000  # characters; the largest QR code holds 7,089 digits (ISO/IEC 18004)
QUIET: Final = 4  # modules of white that a reader expects around a code (ISO/IEC 18004)

# Bars alone are left out: photographs are full of stripes, and no lure is printed as one.
_FORMATS: Final = zxingcpp.BarcodeFormats(
    [
        zxingcpp.BarcodeFormat.QRCode,
        zxingcpp.BarcodeFormat.MicroQRCode,
        zxingcpp.BarcodeFormat.RMQRCode,
        zxingcpp.BarcodeFormat.Aztec,
        zxingcpp.BarcodeFormat.DataMatrix,
        zxingcpp.BarcodeFormat.PDF417,
    ]
)


@dataclass(frozen=True, slots=True)
class Pixels:
    """A grey picture, a byte for each pixel, row after row without gaps."""

    grey: bytes
    width: int
    height: int


def read(pixels: Pixels, drawn: str = "picture", picture: str = "", note: str = "") -> list[Code]:
    """The codes in a picture; the region of each is in its pixels."""
    view = memoryview(pixels.grey).cast("B", shape=[pixels.height, pixels.width])
    found = zxingcpp.read_barcodes(view, formats=_FORMATS)
    return [_code(each, drawn, picture, note) for each in found[:CODES] if each.text]


def _code(found: zxingcpp.Barcode, drawn: str, picture: str, note: str) -> Code:
    place = found.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    left, top = min(c.x for c in corners), min(c.y for c in corners)
    wide, high = max(c.x for c in corners) - left, max(c.y for c in corners) - top
    text = found.text[:_TEXT]
    return Code(str(found.format), text, drawn, picture, left, top, wide, high, note)


def drawn(rows: list[list[bool]], how: str, scale: int = 4) -> list[Code]:
    """The codes in a matrix of dark and light cells; the region of each is in cells."""
    if not rows or not rows[0]:
        return []
    width = (len(rows[0]) + 2 * QUIET) * scale
    margin = bytes([255]) * (QUIET * scale)
    blank = bytes([255]) * (width * QUIET * scale)
    lines = [blank]
    for row in rows:
        cells = b"".join((b"\0" if dark else b"\xff") * scale for dark in row)
        lines.append((margin + cells + margin) * scale)
    lines.append(blank)
    pixels = Pixels(b"".join(lines), width, (len(rows) + 2 * QUIET) * scale)
    return [_in_cells(code, scale) for code in read(pixels, how)]


def _in_cells(code: Code, scale: int) -> Code:
    return replace(
        code,
        x=code.x // scale - QUIET,
        y=code.y // scale - QUIET,
        width=round(code.width / scale),
        height=round(code.height / scale),
    )
