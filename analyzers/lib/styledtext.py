"""Text of the Styled view: one span with the whole look, always legible."""

from __future__ import annotations

from typing import Final

from analyzers.lib import colours
from analyzers.lib.colours import Colour
from analyzers.lib.look import Look

SMALLEST: Final = 6  # px
LARGEST: Final = 48  # px
READABLE: Final = 1.6  # contrast ratio below which text is given another colour


def span(text: str, look: Look, painted: Colour, linked: bool) -> str:
    """Escaped text with its look on the colour ``painted``; ``linked`` text is underlined."""
    colour = (
        look.colour if look.alpha == 1 else colours.blend(look.colour, look.alpha, look.background)
    )
    if colours.contrast(colour, look.background) < READABLE:
        colour = colours.legible(look.background)
    if linked and look.background != painted:  # a button: Qt gives text no padding
        text = f"\u00a0{text}\u00a0"
    size = round(min(max(look.size, SMALLEST), LARGEST))
    parts = [f"color:{colours.as_hex(colour)}", f"font-size:{size}px"]
    if look.background != painted:
        parts.append(f"background-color:{colours.as_hex(look.background)}")
    if look.bold:
        parts.append("font-weight:700")
    if look.italic:
        parts.append("font-style:italic")
    if look.underline or look.strike or linked:
        parts.append(f"text-decoration:{'line-through' if look.strike else 'underline'}")
    if look.fixed:
        parts.append("font-family:monospace")
    return f'<span style="{";".join(parts)}">{text}</span>'
