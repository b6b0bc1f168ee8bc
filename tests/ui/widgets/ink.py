"""Looks at what was painted."""

from __future__ import annotations

from PySide6.QtGui import QColor, QImage


def inks(image: QImage) -> set[str]:
    """Every colour in it, as #RRGGBB."""
    across = range(image.width())
    down = range(image.height())
    return {QColor(image.pixel(x, y)).name().upper() for x in across for y in down}
