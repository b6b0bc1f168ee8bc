"""Opens a PDF in memory with the passwords at hand and walks its pages; loads pikepdf lazily."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from analyzers.lib.candidates import Candidate, candidates
from analyzers.lib.failures import PARSER_FAILURES, reason
from analyzers.lib.quiet import quiet
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Need
from analyzers.model.unit import Context, Unreadable

if TYPE_CHECKING:
    import pikepdf

IMPORTS: Final = ("pikepdf", "pikepdf.settings", "analyzers.lib.pdfwarm")
DRAWING: Final = ("analyzers.lib.pdfpages", "pypdfium2", "zxingcpp")
PASSWORDS: Final = 20  # tried; one costs some ms under the newest encryption
STREAM: Final = 64 << 20  # bytes of one unpacked stream
WARNINGS: Final = 500  # of the parser, from which a file counts as beyond mending
PAGES: Final = 2_000  # pages walked
NODES: Final = 20_000  # nodes of the page tree walked
DEPTH: Final = 200  # levels of a page tree
# What honest writers get wrong and readers never mind, in the parser's words.
_USUAL: Final = ("Resources is missing", "is not one plus the highest object number")
CYCLE: Final = "the page tree leads in a circle or too deep"

Rectangle = tuple[float, float, float, float]  # left, bottom, right, top in units of 1/72 inch
LETTER: Final[Rectangle] = (0.0, 0.0, 612.0, 792.0)


@dataclass(frozen=True, slots=True)
class Page:
    """One page; ``box`` is what shows of it, ``turned`` in degrees clockwise."""

    number: int
    dictionary: Any
    box: Rectangle
    turned: int


@dataclass(slots=True)
class Opened:
    """The document, None where no password opens it."""

    document: pikepdf.Pdf | None
    candidate: Candidate
    locked: bool = False  # whether it is encrypted at all
    tried: int = 0  # passwords beside the empty one
    warnings: tuple[str, ...] = ()


class Opening:
    """Opens an artifact once for all units of a visit."""

    def __init__(self, artifact: Artifact) -> None:
        self._artifact = artifact
        self._opened: Opened | None = None
        self._trouble = ""

    def opened(self, context: Context) -> Opened:
        if self._trouble:
            raise Unreadable(self._trouble)
        if self._opened is None:
            try:
                self._opened = _open(
                    self._artifact.data, candidates(self._artifact, context, PASSWORDS)
                )
            except Unreadable as problem:
                self._trouble = str(problem)
                raise
        return self._opened


def opened(artifact: Artifact, context: Context) -> Opened:
    """The document, opened once a visit; raises ``Unreadable``."""
    return context.memo.once(Opening, artifact).opened(context)


def password_needed(artifact: Artifact) -> Need:
    """What a unit says of a document that stays locked to it."""
    why = "The PDF is encrypted and none of the known passwords opens it"
    return Need("password", artifact.sha256, why)


def _open(data: bytes, known: tuple[Candidate, ...]) -> Opened:
    import pikepdf

    bound()
    for candidate in (Candidate(""), *known):
        try:
            with quiet():
                document = pikepdf.open(
                    io.BytesIO(data), password=candidate.password, suppress_warnings=True
                )
        except pikepdf.PasswordError:
            continue
        except failures() as problem:
            text = _warning(reason(problem))
            raise Unreadable(f"The PDF cannot be opened ({text})") from problem
        said = [_warning(each) for each in document.get_warnings()[:50]]
        telling = tuple(each for each in said if not any(word in each for word in _USUAL))
        return Opened(document, candidate, document.is_encrypted, len(known), telling)
    return Opened(None, Candidate(""), True, len(known))


def failures() -> tuple[type[Exception], ...]:
    """What the parser raises on hostile bytes."""
    import pikepdf

    return (pikepdf.PdfError, *PARSER_FAILURES)


def bound() -> None:
    """Set how much the parser may unpack; it keeps these bounds for the process."""
    from pikepdf import settings

    settings.set_qpdf_limits(
        flate_max_memory=STREAM,
        png_max_memory=STREAM,
        tiff_max_memory=STREAM,
        run_length_max_memory=STREAM,
        dct_max_memory=STREAM,
        doc_max_warnings=WARNINGS,
        parser_max_container_size=1_000_000,
    )


def _warning(warning: object) -> str:
    text = " ".join(str(warning).split())
    start = text.find("<_io.BytesIO object at 0x")
    named = text[start : text.find(">", start) + 1]
    return text.replace(f"stream {named}", "").lstrip(" :,") if start >= 0 else text


def get(holder: Any, key: str) -> Any:
    """A dictionary's or a stream's entry, None where there is none or the file is broken there."""
    try:
        return holder.get(key)
    except PARSER_FAILURES:
        return None


def listed(value: Any, most: int) -> list[Any]:
    """The first members of an array; a single value counts as an array of one."""
    import pikepdf

    if not isinstance(value, pikepdf.Array):
        return [] if value is None else [value]
    return [value[index] for index in range(min(len(value), most))]


def words(value: Any, most: int = 16_000) -> str:
    """A string or name as text, "" for all else."""
    import pikepdf

    if isinstance(value, pikepdf.String | pikepdf.Name):
        try:
            return str(value)[:most]
        except PARSER_FAILURES:
            return bytes(value)[:most].decode("latin-1")
    return ""


def content(value: Any) -> bytes:
    """What a stream unpacks to, or the bytes of a string; raises ``Unreadable``."""
    import pikepdf

    try:
        if isinstance(value, pikepdf.Stream):
            return value.read_bytes()
        return bytes(value) if isinstance(value, pikepdf.String) else b""
    except failures() as problem:
        raise Unreadable(_warning(problem)[:200] or "it does not unpack") from problem


def numbers(value: Any, count: int) -> tuple[float, ...]:
    """An array of so many numbers, () for all else."""
    try:
        found = tuple(float(each) for each in listed(value, count + 1))
    except PARSER_FAILURES:
        return ()
    return found if len(found) == count and all(abs(n) < 1e7 for n in found) else ()


def rectangle(value: Any) -> Rectangle | None:
    found = numbers(value, 4)
    if not found:
        return None
    a, b, c, d = found
    return (min(a, c), min(b, d), max(a, c), max(b, d))


def identity(value: Any) -> tuple[int, int]:
    """Object and generation number, (0, 0) for what stands inside another object."""
    return (int(value.objgen[0]), int(value.objgen[1]))


def pages(document: pikepdf.Pdf) -> Iterator[Page | str]:
    """The pages in order, then a sentence for what was left out, if anything was."""
    number = met = 0
    seen: set[tuple[int, int]] = set()
    root = get(get(document.trailer, "/Root"), "/Pages")
    stack: list[tuple[Any, Any, Any, int]] = [(root, None, 0, 0)]
    trouble = ""
    while stack:
        node, box, turned, depth = stack.pop()
        key = identity(node) if node is not None and hasattr(node, "objgen") else (0, 0)
        met += 1
        if (key != (0, 0) and key in seen) or depth > DEPTH:
            trouble = CYCLE
            continue
        if number >= PAGES or met > NODES:
            trouble = f"more than {number} pages"
            break
        seen.add(key)
        box = get(node, "/CropBox") or get(node, "/MediaBox") or box
        turned = get(node, "/Rotate") or turned
        kids = get(node, "/Kids")
        if kids is not None:
            stack.extend((kid, box, turned, depth + 1) for kid in reversed(listed(kids, NODES)))
        elif node is not None:
            number += 1
            yield Page(number, node, rectangle(box) or LETTER, _turn(turned))
    if trouble:
        yield trouble


def _turn(value: Any) -> int:
    try:
        return int(value) // 90 * 90 % 360
    except PARSER_FAILURES:
        return 0
