"""Looks for codes in the bytes of a picture; loads the libraries, so import it lazily."""

from __future__ import annotations

from dataclasses import replace

from analyzers.lib import barcodes, raster
from analyzers.model.body import Code


def in_picture(data: bytes, name: str) -> list[Code]:
    """The codes of a picture, those of the first frame that shows any."""
    for number, frame in enumerate(raster.frames(data)):
        if min(frame.size) < raster.LEAST:
            return []
        for pixels, scale, offset, note in raster.versions(frame):
            where = " ".join(filter(None, (f"frame {number + 1}" if number else "", note)))
            found = barcodes.read(pixels, "picture", name, where)
            if found:
                return [_placed(code, scale, offset, frame.width / pixels.width) for code in found]
    return []


def _placed(code: Code, scale: int, offset: int, ratio: float) -> Code:
    """The code with its region in the picture's own pixels."""
    if scale == 1:
        places = [round(v * ratio) for v in (code.x, code.y, code.width, code.height)]
    else:
        places = [(code.x - offset) // scale, (code.y - offset) // scale]
        places += [code.width // scale, code.height // scale]
    x, y, width, height = places
    return replace(code, x=x, y=y, width=width, height=height)
