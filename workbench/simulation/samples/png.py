"""Draws small pictures and writes them as PNG (RFC 2083), among them letters with a QR code."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

import segno

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
QUIET_ZONE = 4  # modules of white around a QR code, ISO 18004


@dataclass(slots=True)
class Canvas:
    """RGB pixels; drawing outside of it is cut off."""

    width: int
    height: int
    rows: list[bytearray]

    @classmethod
    def blank(cls, width: int, height: int, colour: Colour = WHITE) -> Canvas:
        return cls(width, height, [bytearray(bytes(colour) * width) for _ in range(height)])

    def fill(self, left: int, top: int, width: int, height: int, colour: Colour) -> None:
        right = min(self.width, left + width)
        if right <= left:
            return
        run = bytes(colour) * (right - left)
        for row in self.rows[top : top + height]:
            row[left * 3 : right * 3] = run

    def png(self) -> bytes:
        raw = b"".join(b"\0" + row for row in self.rows)
        head = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        chunks = (
            _chunk(b"IHDR", head),
            _chunk(b"IDAT", zlib.compress(raw, 9)),
            _chunk(b"IEND", b""),
        )
        return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    crc = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)


def qr_picture(text: str, scale: int = 4) -> bytes:
    """A QR code alone, with its quiet zone."""
    side = (len(_modules(text)) + 2 * QUIET_ZONE) * scale
    canvas = Canvas.blank(side, side)
    _draw(canvas, text, QUIET_ZONE * scale, QUIET_ZONE * scale, scale)
    return canvas.png()


def letter_picture(text: str, accent: Colour, scale: int = 5) -> bytes:
    """A whole letter as one picture: a coloured head, grey lines for prose, a QR code."""
    side = len(_modules(text)) * scale
    canvas = Canvas.blank(560, side + 260)
    canvas.fill(0, 0, 560, 64, accent)
    canvas.fill(28, 22, 150, 20, WHITE)
    for number, length in enumerate((480, 496, 470, 300)):
        canvas.fill(32, 92 + 24 * number, length, 10, (96, 96, 104))
    _draw(canvas, text, (560 - side) // 2, 205, scale)
    canvas.fill(120, side + 230, 320, 8, (150, 150, 158))
    return canvas.png()


def logo(accent: Colour, side: int = 48) -> bytes:
    """A plain mark for signatures: a square with a bar in it."""
    canvas = Canvas.blank(side, side, accent)
    canvas.fill(side // 4, side // 4, side // 2, side // 8, WHITE)
    canvas.fill(side // 4, side // 2, side // 3, side // 8, WHITE)
    return canvas.png()


def _modules(text: str) -> tuple[bytearray, ...]:
    return tuple(segno.make_qr(text, error="m").matrix)


def _draw(canvas: Canvas, text: str, left: int, top: int, scale: int) -> None:
    for y, row in enumerate(_modules(text)):
        for x, dark in enumerate(row):
            if dark:
                canvas.fill(left + x * scale, top + y * scale, scale, scale, BLACK)
