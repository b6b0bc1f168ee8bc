"""Reads QR codes that no picture holds: drawn with table cells, characters, shadows or SVG."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.lib import blockart, drawings, grids, parsed, payload
from analyzers.lib.dom import Document
from analyzers.lib.grids import Matrix
from analyzers.lib.parsed import Letter, Page
from analyzers.lib.readable import BLOCKS
from analyzers.model.artifact import Artifact
from analyzers.model.body import Code
from analyzers.model.observation import Observation
from analyzers.model.unit import Context, Unit


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    codes: list[Code] = []
    for matrix, how in _candidates(artifact, context):
        # Imported where a candidate is met only: hardly any mail has one.
        from analyzers.lib import barcodes

        codes += barcodes.drawn(matrix, how)
    message = context.message
    recipients = [a.address for a in (*message.to, *message.cc)] if message else []
    yield from payload.observations(codes, recipients)


def _candidates(artifact: Artifact, context: Context) -> Iterator[tuple[Matrix, str]]:
    if artifact.kind == "text":
        text = context.memo.once(Letter, artifact).text
        if blockart.likely(text):
            yield from ((matrix, "text") for matrix in blockart.matrices(text))
        return
    if not artifact.data.strip(b"\0 \t\r\n"):
        return
    page = context.memo.once(Page, artifact)
    yield from grids.matrices(page.document, page.looks)
    yield from ((matrix, "svg") for matrix in drawings.matrices(page.document))
    if blockart.likely(page.reading.whole):
        yield from ((matrix, "text") for matrix in blockart.matrices(_lines(page.document)))


def _lines(document: Document) -> str:
    """The text with its white space as written, and lines where blocks and breaks are."""
    pieces = [
        event.text
        if event.text is not None
        else "\n" * (event.element.tag in BLOCKS or event.element.tag == "br")
        for event in document.events
    ]
    return "\n".join(line for line in "".join(pieces).split("\n") if line.strip())


UNIT = Unit("drawn codes", 1, frozenset({"html", "svg", "text"}), _examine, parsed.IMPORTS)
