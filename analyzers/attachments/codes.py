"""Reads the QR and other square codes in pictures and on the pages of PDFs, and where they lead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import payload, pdffile, urls
from analyzers.lib.candidates import ASKS
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Context, Unit

PICTURES: Final = frozenset({"png", "jpg", "gif", "bmp", "webp", "tiff", "ico"})


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    if artifact.kind in PICTURES:
        yield from _picture(artifact)
    else:
        yield from _pages(artifact, context)


def _picture(artifact: Artifact) -> Iterator[Observation]:
    from analyzers.lib import raster, scanning

    try:
        codes = scanning.in_picture(artifact.data, artifact.name)
    except raster.TooLarge as problem:
        title = "The picture has more pixels than are searched for codes"
        yield Finding("limit.image.pixels", Severity.LOW, title, str(problem))
        return
    yield from payload.observations(codes)


def _pages(artifact: Artifact, context: Context) -> Iterator[Observation]:
    from analyzers.lib import pdfpages
    from analyzers.lib.pdfcost import TooCostly

    try:
        pages = pdfpages.opened(artifact, context)
    except pdfpages.Locked:
        yield pdffile.password_needed(artifact)
        return
    found = list(pdfpages.codes(pages))
    read = [codes for codes in found if not isinstance(codes, TooCostly)]
    yield from payload.observations(code for codes in read for code in codes)
    if len(read) < pages.count:
        title = "Not all pages were searched for codes"
        costly = next((f", {each}" for each in found if isinstance(each, TooCostly)), "")
        evidence = f"{len(read)} of {pages.count} pages{costly}"
        yield Finding("limit.pdf.pages", Severity.LOW, title, evidence)


UNIT = Unit(
    "codes",
    4,
    PICTURES | {"pdf"},
    _examine,
    (
        "analyzers.lib.scanning",
        "analyzers.lib.pdfpages",
        "zxingcpp",
        "PIL",
        "pypdfium2",
        *pdffile.IMPORTS,
        *urls.IMPORTS,
    ),
    ASKS,
)
