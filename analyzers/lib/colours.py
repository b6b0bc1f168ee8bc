"""Reads CSS and legacy HTML colours and says how far two of them stand apart."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

Colour = tuple[int, int, int]  # sRGB, 0-255 each

BLACK: Final[Colour] = (0, 0, 0)
WHITE: Final[Colour] = (255, 255, 255)

_HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})\Z")
_LONGEST: Final = 100  # characters of a colour value worth reading


@lru_cache(maxsize=4096)
def parse(value: str) -> tuple[Colour, float] | None:
    """Colour and alpha (0-1) of a CSS value or a legacy attribute; None where it is none."""
    value = value.strip().lower()
    if len(value) > _LONGEST:
        return None
    match = _HEX.match(value)
    if match:
        digits = match.group(1)
        wide = digits if len(digits) == 6 else "".join(c * 2 for c in digits)
        return (int(wide[:2], 16), int(wide[2:4], 16), int(wide[4:], 16)), 1.0
    return _by_rule(value)


def _by_rule(value: str) -> tuple[Colour, float] | None:
    from tinycss2.color3 import parse_color

    colour = parse_color(value)
    if colour is None or isinstance(colour, str):  # currentColor
        return None
    red, green, blue = (min(255, max(0, round(part * 255))) for part in colour[:3])
    return (red, green, blue), float(min(1.0, max(0.0, colour[3])))


def blend(over: Colour, alpha: float, under: Colour) -> Colour:
    """What a translucent colour looks like on an opaque one."""
    red, green, blue = (
        round(o * alpha + u * (1 - alpha)) for o, u in zip(over, under, strict=True)
    )
    return red, green, blue


@lru_cache(maxsize=4096)
def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio of two colours, 1 (the same) to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    """Relative luminance (WCAG 2.2), with its constants."""
    parts = [c / 255 for c in colour]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def legible(on: Colour) -> Colour:
    """Black or white, whichever reads better on a background."""
    return BLACK if contrast(BLACK, on) >= contrast(WHITE, on) else WHITE


def as_hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
