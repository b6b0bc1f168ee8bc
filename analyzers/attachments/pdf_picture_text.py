"""PDF: the text of pages that are pictures of it, where the library for that is installed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from analyzers.lib import linkset, pdffile, urls
from analyzers.lib.candidates import ASKS
from analyzers.lib.linkfindings import judge
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Finding, Need, Observation, Severity
from analyzers.model.page import PageText
from analyzers.model.unit import Context, Unit, Unreadable

if TYPE_CHECKING:
    from analyzers.lib.pdfpages import Pages

PAGES: Final = 40  # looked at for pictures
READ: Final = 3  # pages whose pictures are read; one takes a second or two
SECONDS: Final = 4.0  # of processor time, looked at between pages; a box has 10
FEW: Final = 30  # characters up to which a page with pictures counts as a picture of its text
_DOTS: Final = 110.0  # an inch: letters of a page are then as high as the models expect
_PIXELS: Final = 1_500_000


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    from analyzers.lib import pdfpages

    try:
        pages = pdfpages.opened(artifact, context)
    except pdfpages.Locked:
        yield pdffile.password_needed(artifact)
        return
    drawn = list(_drawn(pages))
    if not drawn:
        return
    try:
        import analyzers.lib.ocr  # noqa: F401 - whether it is there decides
    except ImportError:
        told = "1 page" if len(drawn) == 1 else f"{len(drawn)} pages"
        why = f"text in the pictures of {told}: not checked, no OCR installed"
        yield Need("picture-text", artifact.sha256, why)
        return
    texts = list(_read(pages, drawn))
    yield from (PageText(number, text) for number, text in texts if text)
    links = [link for _, text in texts for link in linkset.in_text(text)]
    yield from links
    yield from judge(links)
    if len(texts) < len(drawn):
        title = "Not all pages that are pictures were read"
        evidence = f"{len(texts)} of {len(drawn)} pages"
        yield Finding("limit.pdf.picture-text", Severity.LOW, title, evidence)


def _drawn(pages: Pages) -> Iterator[int]:
    """The pages that hold pictures and hardly any text."""
    from analyzers.lib import pdfpages
    from analyzers.lib.pdfcost import TooCostly

    for number in range(1, min(PAGES, pages.count) + 1):
        try:
            page = pages.page(number)
        except (TooCostly, Unreadable):  # said by those who measure it
            continue
        if len(pdfpages.text(page).strip()) <= FEW and pdfpages.pictures(page, 1):
            yield number


def _read(pages: Pages, drawn: list[int]) -> Iterator[tuple[int, str]]:
    from analyzers.lib import ocr, pdfpages

    started = time.thread_time()
    for number in drawn[:READ]:
        if time.thread_time() - started > SECONDS:
            return
        page = pages.page(number)
        size = pdfpages.scale(page, _DOTS, _PIXELS)
        bitmap = page.render(scale=size, may_draw_forms=False, rev_byteorder=True)
        yield number, "\n".join(ocr.lines(bitmap.to_pil()))
        bitmap.close()


UNIT = Unit(
    "pdf-picture-text",
    1,
    frozenset({"pdf"}),
    examine,
    (
        *pdffile.IMPORTS,
        *pdffile.DRAWING,
        "analyzers.lib.ocr",
        "PIL.Image",
        "numpy",
        "cv2",
        "onnxruntime",
        "rapidocr",
        *urls.IMPORTS,
    ),
    ASKS,
)
