"""PDF: whether it is little more than one page with one thing to click."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import pdffile, pdflure
from analyzers.lib.candidates import ASKS
from analyzers.lib.pdfactions import gathered
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

_REASONS: Final = 2  # of them make a page a lure; one alone is what a leaflet shows too


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    from analyzers.lib import pdfpages
    from analyzers.lib.pdfcost import TooCostly

    opened = pdffile.opened(artifact, context)
    if opened.document is None:
        yield pdffile.password_needed(artifact)
        return
    found = gathered(artifact, context)
    acts = tuple(found.acts)
    if len(found.pages) > pdflure.PAGES or not any(act.kind == "URI" for act in acts):
        return
    pages = pdfpages.opened(artifact, context)
    for page in found.pages:
        try:
            drawn = pages.page(page.number)
        except (TooCostly, Unreadable):
            continue
        text, pictures = pdfpages.text(drawn), pdfpages.pictures(drawn)
        measured = pdflure.measure(page, len(found.pages), acts, text, pictures)
        if measured is not None and len(reasons := measured.reasons()) >= _REASONS:
            yield _lure(measured, reasons)
            return


def _lure(measured: pdflure.Measured, reasons: tuple[str, ...]) -> Finding:
    pages = "1 page" if measured.pages == 1 else f"{measured.pages} pages"
    build = (
        f"{pages}, {measured.areas} areas to click, leading to {measured.domain}, "
        f"{measured.characters} characters"
    )
    lines = "\n".join(printable(each, 200) for each in (build, *reasons))
    title = "The page is little more than one thing to click"
    severity = Severity.MEDIUM if len(reasons) > _REASONS else Severity.LOW
    return Finding("pdf.lure", severity, title, lines, f"page {measured.page}")


UNIT = Unit("pdf-lure", 1, frozenset({"pdf"}), examine, (*pdffile.IMPORTS, *pdffile.DRAWING), ASKS)
