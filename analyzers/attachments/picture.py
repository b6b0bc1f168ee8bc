"""Pictures: size, frames, what they say of camera, place and program, and hashes of their look."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from analyzers.lib.failures import PARSER_FAILURES, reason
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit

if TYPE_CHECKING:
    from PIL import Image

KINDS: Final = frozenset({"png", "jpg", "gif", "bmp", "webp", "tiff", "ico"})


def examine(artifact: Artifact, _context: Context) -> Iterator[Observation]:
    from analyzers.lib import picturemeta, raster

    try:
        image = raster.opened(artifact.data)
    except raster.TooLarge as problem:
        yield _too_large(problem)
        return
    width, height = image.size
    yield Fact("Picture", f"{width} × {height} pixels, {image.format}, {image.mode}")
    count = picturemeta.frames(image, artifact.data)
    if count > 1:
        more = " or more" if count >= picturemeta.FRAMES else ""
        yield Fact("Frames", f"{count}{more}, of which {raster.FRAMES} are looked at")
    yield from _said(image)
    yield from _look(artifact.data)


def _said(image: Image.Image) -> Iterator[Observation]:
    from analyzers.lib import picturemeta

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            said = list(dict.fromkeys(picturemeta.entries(image)))
            place = picturemeta.position(image)
    except PARSER_FAILURES as problem:
        title = "What the picture says of itself could not be read"
        yield Finding("picture.metadata.unread", Severity.INFO, title, reason(problem))
        return
    for name, value in said:
        yield Fact(name, printable(value, 300))
    if place:
        yield Fact("Taken at", place)
        title = "The picture tells where it was taken"
        yield Finding("picture.position", Severity.INFO, title, place)
    hidden = next(((n, found) for n, v in said if (found := picturemeta.code(v))), None)
    if hidden:
        title = "A comment of the picture holds code"
        yield Finding(
            "picture.comment.code", Severity.MEDIUM, title, printable(hidden[1]), hidden[0]
        )


def _look(data: bytes) -> Iterator[Observation]:
    from analyzers.lib import picturehash, raster

    try:
        frame = next(raster.frames(data))
    except raster.TooLarge as problem:
        yield _too_large(problem)
        return
    if min(frame.size) >= raster.LEAST:
        yield Fact("Difference hash", picturehash.difference(frame))
        yield Fact("Perceptual hash", picturehash.perceptual(frame))


def _too_large(problem: Exception) -> Finding:
    title = "The picture has more pixels than are looked at"
    return Finding("limit.image.pixels", Severity.LOW, title, str(problem))


UNIT = Unit(
    "picture",
    1,
    KINDS,
    examine,
    ("analyzers.lib.raster", "analyzers.lib.picturehash", "analyzers.lib.picturemeta", "PIL"),
)
