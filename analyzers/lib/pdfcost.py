"""Says what drawing a page of a PDF would cost, before anything is drawn; loads pikepdf lazily."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, Final

from analyzers.lib import pdffile
from analyzers.lib.pdffile import Page, get, listed
from analyzers.model.unit import Unreadable

# Bytes of drawing instructions, each form counted as often as it is drawn; a renderer takes about
# 20 ns a byte, so this is less than a second.  A pixel of a picture counts as half a byte.
WORK: Final = 40_000_000
PIXELS: Final = 80_000_000  # of one picture; a scan of A3 at 600 dpi has 70 million
LEVELS: Final = 20  # forms inside forms; renderers stop at about as many
_AGAIN: Final = 5_000  # bytes that drawing a picture once more counts as: it is kept unpacked
_ANNOTATIONS: Final = 2_000  # whose appearance is counted
_UNFINISHED: Final = -1.0  # of a form that is being weighed, or turned out to be too heavy
_DRAWN = re.compile(rb"/([^\0\t\n\x0c\r ()<>\[\]{}/%]{1,120})[\0\t\n\x0c\r ]{1,20}Do\b")


class TooCostly(Exception):
    """Drawing the page would take too much time or memory; the text says of what."""


class Costs:
    """The cost of the pages of one document; forms are unpacked once."""

    def __init__(self) -> None:
        self._forms: dict[tuple[int, int], float] = {}

    def of(self, page: Page) -> float:
        """In bytes of drawing instructions; raises ``TooCostly``."""
        total = 0.0
        contents = b""
        for part in listed(get(page.dictionary, "/Contents"), 5_000):
            contents += _unpacked(part) + b"\n"
            _within(len(contents))
        total = self._instructions(contents, _resources(page.dictionary), 0)
        _within(total)
        for note in listed(get(page.dictionary, "/Annots"), _ANNOTATIONS):
            total += self._appearance(get(get(note, "/AP"), "/N"))
            _within(total)
        return total

    def _instructions(self, contents: bytes, resources: Any, level: int) -> float:
        if level > LEVELS:
            raise TooCostly("its forms are drawn inside each other without end")
        total = float(len(contents))
        things = get(resources, "/XObject")
        for name, times in Counter(_DRAWN.findall(contents)).items():
            thing = get(things, "/" + name.decode("latin-1")) if things is not None else None
            if thing is not None:
                total += self._thing(thing, resources, level, times)
                _within(total)
        for font in _values(get(resources, "/Font")):
            for glyph in _values(get(font, "/CharProcs")):
                total += self._beside(glyph, get(font, "/Resources") or resources, level)
                _within(total)
        for pattern in _values(get(resources, "/Pattern")):
            total += self._beside(pattern, resources, level)
            _within(total)
        return total

    def _thing(self, thing: Any, above: Any, level: int, times: int) -> float:
        kind = pdffile.words(get(thing, "/Subtype"), 20)
        if kind == "/Image":
            return _picture(thing) + times * _AGAIN
        return times * self._form(thing, above, level) if kind == "/Form" else 0.0

    def _form(self, form: Any, above: Any, level: int) -> float:
        key = pdffile.identity(form) if hasattr(form, "objgen") else (0, 0)
        known = self._forms.get(key)
        if known == _UNFINISHED:
            raise TooCostly("its forms are drawn inside each other without end")
        if known is not None:
            return known
        if key != (0, 0):
            self._forms[key] = _UNFINISHED
        cost = self._instructions(_unpacked(form), get(form, "/Resources") or above, level + 1)
        if key != (0, 0):
            self._forms[key] = cost
        return cost

    def _beside(self, stream: Any, above: Any, level: int) -> float:
        """A glyph or a pattern, counted once: all resources list them, few drawings use them."""
        key = pdffile.identity(stream) if hasattr(stream, "objgen") else (0, 0)
        if key in self._forms or level >= LEVELS:
            return 0.0
        return self._form(stream, above, level)

    def _appearance(self, value: Any) -> float:
        import pikepdf

        if isinstance(value, pikepdf.Stream):
            return self._form(value, None, 0)
        return sum(self._form(each, None, 0) for each in _values(value))


def _within(total: float) -> None:
    if total > WORK:
        raise TooCostly(f"more than {WORK >> 20} MiB of drawing instructions")


def _picture(thing: Any) -> float:
    sides = [get(thing, key) for key in ("/Width", "/Height")]
    width, height = (side if isinstance(side, int) else 0 for side in sides)
    if width * height > PIXELS:
        raise TooCostly(f"a picture of {width} × {height} pixels")
    return max(0, width * height) / 2


def _unpacked(value: Any) -> bytes:
    import pikepdf

    if not isinstance(value, pikepdf.Stream):
        return b""
    try:
        return pdffile.content(value)
    except Unreadable as problem:
        if "memory limit" in str(problem):
            raise TooCostly("its drawing instructions unpack to too much") from problem
        return b""  # a renderer reads no further either


def _resources(dictionary: Any) -> Any:
    """Those of the page, or of the nearest node above it that has any."""
    node = dictionary
    for _ in range(pdffile.DEPTH):
        found = get(node, "/Resources")
        if found is not None or node is None:
            return found
        node = get(node, "/Parent")
    return None


def _values(table: Any) -> list[Any]:
    import pikepdf

    if not isinstance(table, pikepdf.Dictionary):
        return []
    return [get(table, key) for key in list(table.keys())[:1_000]]
