"""Gathers what a PDF makes its reader do, with what sets it off and where on its pages that is."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from analyzers.lib import pdffile
from analyzers.lib.pdffile import Page, Rectangle, get, listed, words
from analyzers.model.artifact import Artifact
from analyzers.model.unit import Context, Unreadable

if TYPE_CHECKING:
    import pikepdf

ACTS: Final = 3_000  # different ones of one file
ANNOTATIONS: Final = 20_000  # of one file; a linked book has some thousand
OBJECTS: Final = 200_000  # swept
SECONDS: Final = 2.0  # of processor time for the sweep, looked at between objects
_CHAIN: Final = 50  # actions that follow each other
_LEVELS: Final = 20  # dictionaries inside dictionaries
OPENING: Final = "on opening"

# Actions that reach out of the document (ISO 32000-2, table 201); the others only turn pages.
KINDS: Final = frozenset({
    "URI", "JavaScript", "Launch", "SubmitForm", "GoToR", "GoToE", "ImportData", "Rendition",
    "RichMediaExecute", "Movie", "Sound", "GoTo3DView",
})  # fmt: skip
_ACTION = re.compile(rb"/S /(?:" + "|".join(sorted(KINDS)).encode() + rb")\b|/JS\b")
# When additional actions run (ISO 32000-2, tables 197 to 200); K, F, V and C of a field also
# begin calculations.
_EVENTS: Final = {
    "/O": "when the page shows", "/C": "when the page goes", "/PO": "when the page shows",
    "/PV": "when it comes into sight", "/PI": "when it goes out of sight",
    "/E": "when the mouse enters", "/X": "when the mouse leaves", "/D": "at a mouse press",
    "/U": "at a click", "/Fo": "when it is chosen", "/Bl": "when it is left",
    "/WC": "on closing", "/DC": "on closing", "/WS": "on saving", "/DS": "on saving",
    "/WP": "on printing", "/DP": "on printing", "/K": "while a field is filled in",
    "/F": "when a field is shown", "/V": "when a field changes",
}  # fmt: skip
SELF_STARTED: Final = frozenset({OPENING, "when the page shows", "when it comes into sight"})


@dataclass(frozen=True, slots=True)
class Act:
    """One action; ``target`` is its address, file or command line, ``code`` its script."""

    kind: str
    trigger: str
    target: str = ""
    code: bytes = b""
    trouble: str = ""  # why its script could not be read
    page: int = 0
    area: Rectangle | None = None

    @property
    def where(self) -> str:
        """The place in words."""
        if not self.page:
            return self.trigger
        if self.area is None:
            return f"page {self.page}, {self.trigger}"
        left, bottom, right, top = (round(side) for side in self.area)
        return f"page {self.page}, area {left},{bottom} {right - left}×{top - bottom}"


class Gathering:
    """The actions of one document; ``full`` says that a bound ended the search."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self.acts: dict[Act, None] = {}
        self.pages: list[Page] = []
        self.media: dict[str, int] = {}  # subtypes of annotations that play or carry something
        self.full = ""
        self._met: set[bytes] = set()
        self._document = document
        self._from_catalog()
        self._from_pages()
        self._from_elsewhere()

    def _from_catalog(self) -> None:
        root = get(self._document.trailer, "/Root")
        self._enter(get(root, "/OpenAction"), OPENING)
        self._additional(get(root, "/AA"), OPENING)
        for script in _named(get(get(root, "/Names"), "/JavaScript")):
            self._enter(script, OPENING)

    def _from_pages(self) -> None:
        left = ANNOTATIONS
        for page in pdffile.pages(self._document):
            if isinstance(page, str):
                self.full = page
                return
            self.pages.append(page)
            self._additional(get(page.dictionary, "/AA"), "when the page shows", page.number)
            notes = listed(get(page.dictionary, "/Annots"), left + 1)
            left -= len(notes)
            if left < 0:
                self.full = f"more than {ANNOTATIONS} areas on the pages"
                return
            for note in notes:
                self._annotation(note, page.number)

    def _annotation(self, note: Any, number: int) -> None:
        area = pdffile.rectangle(get(note, "/Rect"))
        subtype = words(get(note, "/Subtype"), 40).lstrip("/")
        if subtype in {"RichMedia", "Screen", "3D", "Movie", "Sound"}:
            self.media[subtype] = self.media.get(subtype, 0) + 1
        self._enter(get(note, "/A"), "at a click", number, area)
        self._additional(get(note, "/AA"), "at a click", number, area)

    def _additional(
        self, table: Any, trigger: str, page: int = 0, area: Rectangle | None = None
    ) -> None:
        if table is None:
            return
        for event, when in _EVENTS.items():
            found = get(table, event)
            if found is not None:
                self._enter(found, when or trigger, page, area)

    def _enter(
        self, action: Any, trigger: str, page: int = 0, area: Rectangle | None = None
    ) -> None:
        """An action and those that follow it."""
        waiting, steps = [action], 0
        while waiting and steps < _CHAIN:
            steps += 1
            current = waiting.pop(0)
            kind = words(get(current, "/S"), 40).lstrip("/")
            if not kind and get(current, "/JS") is not None:
                kind = "JavaScript"
            if kind:
                self._met.add(_spelt(current))
                waiting.extend(listed(get(current, "/Next"), _CHAIN))
            if kind in KINDS:
                self._keep(_act(kind, current, trigger, page, area))

    def _keep(self, act: Act) -> None:
        if len(self.acts) >= ACTS and act not in self.acts:
            self.full = self.full or f"more than {ACTS} actions"
            return
        self.acts[act] = None

    def _from_elsewhere(self) -> None:
        """Actions that hang on something else, or on nothing a reader gets to."""
        started = time.thread_time()
        for count, thing in enumerate(self._document.objects):
            if count >= OBJECTS or time.thread_time() - started > SECONDS:
                self.full = self.full or f"more than {count} objects"
                return
            text = _spelt(thing)
            if _ACTION.search(text) and text not in self._met:
                self._sweep(thing, 0)

    def _sweep(self, thing: Any, level: int) -> None:
        import pikepdf

        if level > _LEVELS:
            self.full = self.full or "objects too deep inside each other"
            return
        if isinstance(thing, pikepdf.Array):
            inner = listed(thing, 5_000)
        elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            inner = [get(thing, key) for key in list(thing.keys())[:500]]
            if _spelt(thing) not in self._met and _ACTION.match(_first(thing)):
                self._enter(thing, "hung up elsewhere")
        else:
            return
        for each in inner:
            # What is an object of its own has its own turn.
            if hasattr(each, "objgen") and pdffile.identity(each) == (0, 0):
                self._sweep(each, level + 1)


class _Gathered:
    """The actions of an artifact, gathered at the first call."""

    def __init__(self, _artifact: Artifact) -> None:
        self.found: Gathering | None = None


def gathered(artifact: Artifact, context: Context) -> Gathering:
    """The actions, gathered once for all units of a visit; the document has to be open."""
    kept = context.memo.once(_Gathered, artifact)
    if kept.found is None:
        document = pdffile.opened(artifact, context).document
        if document is None:
            raise Unreadable("The PDF is encrypted")
        kept.found = Gathering(document)
    return kept.found


def _first(thing: Any) -> bytes:
    """What a dictionary says of itself as an action."""
    kind = words(get(thing, "/S"), 40)
    if kind:
        return b"/S " + kind.encode("latin-1", "replace")
    return b"/JS" if get(thing, "/JS") is not None else b""


def _spelt(thing: Any) -> bytes:
    import pikepdf

    try:
        if isinstance(thing, pikepdf.Stream):
            return thing.stream_dict.unparse(resolved=True)
        return thing.unparse(resolved=True) if hasattr(thing, "unparse") else b""
    except pdffile.failures():
        return b""


def _named(tree: Any) -> Iterator[Any]:
    """The values of a name tree (ISO 32000-1, 7.9.6), in any order."""
    stack, seen, met = [tree], set[tuple[int, int]](), 0
    while stack and met < 5_000:  # nodes
        node = stack.pop()
        key = pdffile.identity(node) if hasattr(node, "objgen") else (0, 0)
        if node is None or (key != (0, 0) and key in seen):
            continue
        seen.add(key)
        met += 1
        yield from listed(get(node, "/Names"), 20_000)[1::2]
        stack.extend(listed(get(node, "/Kids"), 5_000))


named = _named


def _act(kind: str, action: Any, trigger: str, page: int, area: Rectangle | None) -> Act:
    if kind == "JavaScript":
        code, trouble = _code(get(action, "/JS"))
        return Act(kind, trigger, "", code, trouble, page, area)
    if kind == "Rendition":  # may carry a script of its own
        code, trouble = _code(get(action, "/JS"))
        return Act(kind, trigger, "", code, trouble, page, area)
    return Act(kind, trigger, _target(kind, action), page=page, area=area)


def _code(value: Any) -> tuple[bytes, str]:
    try:
        raw = pdffile.content(value)
    except Unreadable as problem:
        return b"", str(problem)
    if raw.startswith((b"\xfe\xff", b"\xff\xfe")):
        raw = raw.decode("utf-16", "replace").encode()
    return raw.removeprefix(b"\xef\xbb\xbf"), ""


def _target(kind: str, action: Any) -> str:
    if kind == "URI":
        return words(get(action, "/URI")).strip()
    if kind == "Launch":
        windows = get(action, "/Win")
        parts = [file_name(get(windows, "/F")), words(get(windows, "/P"))]
        return " ".join(filter(None, parts)) or file_name(get(action, "/F"))
    return file_name(get(action, "/F"))


def file_name(value: Any) -> str:
    """The name or address in a file specification (ISO 32000-1, 7.11.3)."""
    plain = words(value)
    if plain:
        return plain
    names = [words(get(value, key)) for key in ("/UF", "/F", "/DOS", "/Unix", "/Mac")]
    return next(filter(None, names), "")
