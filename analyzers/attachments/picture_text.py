"""Pictures: the text in them and the addresses in it, where the library for that is installed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import linkset, urls
from analyzers.lib.linkfindings import judge
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Fact, Need, Observation
from analyzers.model.page import PageText
from analyzers.model.unit import Context, Unit

KINDS: Final = frozenset({"png", "jpg", "gif", "bmp", "webp", "tiff", "ico"})
# Pixels; three lines of ten words need about as many.
SIDE: Final = 60
AREA: Final = 40_000
UNREAD: Final = "text in the picture: not checked, no OCR installed"


def examine(artifact: Artifact, _context: Context) -> Iterator[Observation]:
    from analyzers.lib import raster

    try:
        width, height = raster.opened(artifact.data).size
    except raster.TooLarge:  # said by those who measure it
        return
    if min(width, height) < SIDE or width * height < AREA:
        return
    try:
        from analyzers.lib import ocr
    except ImportError:
        yield Need("picture-text", artifact.sha256, UNREAD)
        return
    try:
        lines = ocr.lines(next(raster.frames(artifact.data)))
    except raster.TooLarge:
        return
    yield from _told("\n".join(lines))


def _told(text: str) -> Iterator[Observation]:
    yield Fact("Text in the picture", f"{len(text)} characters")
    if not text:
        return
    yield PageText(1, text)
    links = linkset.in_text(text)
    yield from links
    yield from judge(links)


UNIT = Unit(
    "picture-text",
    1,
    KINDS,
    examine,
    (
        "analyzers.lib.raster",
        "analyzers.lib.ocr",
        "PIL",
        "numpy",
        "cv2",
        "onnxruntime",
        "rapidocr",
        *urls.IMPORTS,
    ),
)
