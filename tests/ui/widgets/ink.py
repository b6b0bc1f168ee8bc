"""Looks at what was painted."""

from __future__ import annotations

from PySide6.QtGui import QImage


def inks(image: QImage) -> set[str]:
    """Every colour in it, as #RRGGBB."""
    pixels = image.convertToFormat(QImage.Format.Format_RGB32)
    return {f"#{word & 0xFFFFFF:06X}" for word in set(memoryview(pixels.constBits()).cast("I"))}
