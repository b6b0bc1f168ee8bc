"""OneNote sections: the files in them, words and pictures that ask to open these, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from analyzers.lib import linkset, names, notebook, urls
from analyzers.lib.linkfindings import judge
from analyzers.lib.notebook import File, Notebook
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.content import PlainView
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit

FILES: Final = 300  # taken out of one section
_SHOWN: Final = 200_000  # characters of its text
_LINKS: Final = 500
_CALL = re.compile(
    r"(?i)double[\s-]{0,3}clic|doppelkli|doble\s{1,3}clic|duplo\s{1,3}clique|doppio\s{1,3}clic"
    r"|dubbelkli|двойной\s{1,3}(?:щелчок|клик)|click\s{1,3}(?:here\s{1,3})?to\s{1,3}(?:view|open|see)"
    r"|klicken\s{1,3}(?:sie\s{1,3})?(?:hier|um)"
)
_RISKY: Final = names.MACRO_DOCUMENTS | names.IMAGES_OF_DISKS | {"html", "htm", "svg", "one"}


def examine(artifact: Artifact, _context: Context) -> Iterator[Observation]:
    book = notebook.read(artifact.data)
    for label, values in (("Pages", book.titles), ("Authors", book.authors)):
        if values:
            yield Fact(label, printable("; ".join(values), 300))
    files = [file for file in book.files if not file.picture]
    pictures = len(book.files) - len(files)
    yield Fact("Holds", f"{len(files)} files, {pictures} pictures")
    text = "\n".join(notebook.texts(book))
    yield PlainView(text[:_SHOWN], len(text) > _SHOWN)
    for number, file in enumerate(book.files[:FILES], 1):
        yield from _file(file, number)
    yield from _lure(book, files, text)
    links = [linkset.make(u, shown, "a") for u, shown in islice(book.links, _LINKS)]
    yield from links
    yield from judge(links)
    if book.full or len(book.files) > FILES or len(book.links) > _LINKS:
        title = "The section holds more than was read of it"
        yield Finding("limit.onenote", Severity.MEDIUM, title)


def _file(file: File, number: int) -> Iterator[Observation]:
    ending, where = names.extension(file.name), f"offset {file.offset:#x}"
    if ending in names.DANGEROUS:
        title = f"A file that can run (.{ending}) is packed into the notebook"
        yield Finding(
            "onenote.file.executable", Severity.HIGH, title, names.spelled(file.name), where
        )
    elif not file.picture and ending not in ("png", "jpg", "jpeg", "emf", "gif"):
        severity = Severity.MEDIUM if ending in _RISKY else Severity.LOW
        title = "A file is packed into the notebook"
        yield Finding("onenote.file.embedded", severity, title, names.spelled(file.name), where)
    if file.named and names.double_extension(file.name):
        title = "A file in the notebook hides what it is behind a second ending"
        yield Finding("onenote.file.poses", Severity.HIGH, title, names.spelled(file.name), where)
    if file.source:
        yield Fact(f"File {number} came from", printable(file.source, 300))
    if not file.whole:
        title = "The section ends before a file in it does"
        yield Finding("onenote.file.damaged", Severity.LOW, title, "", where, incomplete=True)
    if file.data:
        yield Child(file.name, file.data, "", Relation.EMBEDDED)


def _lure(book: Notebook, files: list[File], text: str) -> Iterator[Finding]:
    """What talks readers into opening the file: words for it, or a picture of a button over it."""
    if not files:
        return
    runs = any(names.extension(file.name) in names.DANGEROUS for file in files)
    if call := _CALL.search(text):
        start = max(call.start() - 40, 0)
        title = "The page asks for a double click, and a file lies on it"
        severity = Severity.HIGH if runs else Severity.MEDIUM
        evidence = printable(text[start : call.end() + 60], 200)
        yield Finding("onenote.lure.click", severity, title, evidence)
    if book.covered():
        title = "A picture is laid over the icon of a file, so that a click on it opens the file"
        severity = Severity.HIGH if runs else Severity.LOW
        yield Finding("onenote.lure.overlay", severity, title, names.spelled(files[0].name))


UNIT = Unit("onenote", 1, frozenset({"one", "onetoc"}), examine, (*urls.IMPORTS,))
