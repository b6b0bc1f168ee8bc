"""Texts of a document that its macros can read: where payloads lie that no macro source shows."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from analyzers.lib.compound import SIGNATURE, Compound
from analyzers.lib.opc import Package, decoded
from analyzers.lib.strings import printable, strings
from analyzers.model.document import MacroModule

TEXTS = 400
LONGEST = 64 << 10  # characters of one text
PARTS = 20
_VARIABLE = re.compile(r"<(?:\w{1,10}:)?docVar\s([^<>]{1,70000})>")
_PROPERTY = re.compile(
    r"<(?:\w{1,10}:)?property\s[^<>]{0,300}?name=\"([^\"]{1,255})\"[^<>]{0,300}>"
    r"\s{0,20}<[^<>]{1,60}>([^<]{1,65536})<"
)
_ALTERNATIVE = re.compile(r"\s(?:descr|tag|alt|gfxdata)=\"([^\"]{12,65536})\"")
# A cell or run of so many letters without a space holds no words.
_CELL = re.compile(r">([^<\s]{120,65536})<")
_NAMED = re.compile(r"name=\"([^\"]{1,255})\"")
_VALUED = re.compile(r"val=\"([^\"]{1,65536})\"")
# Names of fonts that every form stores beside its captions.
_FONTS = frozenset(("Tahoma", "Arial", "Calibri", "MS Sans Serif", "Segoe UI", "Verdana"))


def of_project(name: str, data: bytes) -> Iterator[MacroModule]:
    """Captions, tags and values of the controls on each form of one project ([MS-OFORMS] 2.1.2)."""
    if not data.startswith(SIGNATURE):
        return
    with Compound(data) as compound:
        forms: dict[str, list[str]] = {}
        for path, stream in compound.named("f", "o"):
            forms.setdefault(path.rpartition("/")[0], []).extend(_captions(stream))
        for form, found in forms.items():
            if found:
                yield _texts(f"{form.rpartition('/')[2]} (form)", f"{name}/{form}", found)


def of_package(package: Package) -> Iterator[MacroModule]:
    """Variables, own properties, alternative texts and cells that hold more than words."""
    found: list[str] = []
    for part in package.names(r"word/settings\.xml")[:1]:
        for match in _VARIABLE.finditer(decoded(package.read(part))):
            named, valued = _NAMED.search(match.group(1)), _VALUED.search(match.group(1))
            if named and valued:
                found.append(f"variable {named.group(1)}: {valued.group(1)}")
    for part in package.names(r"docProps/custom\.xml")[:1]:
        markup = decoded(package.read(part))
        found += [f"property {key}: {value}" for key, value in _PROPERTY.findall(markup)]
    for part in package.names(r"word/document\.xml|(?:xl/drawings|ppt/slides)/[^/]*\.xml")[:PARTS]:
        for text in _ALTERNATIVE.findall(decoded(package.read(part))):
            found.append(f"alternative text: {text}")
    for part in package.names(r"xl/sharedStrings\.xml|word/document\.xml")[:PARTS]:
        found += [f"text: {text}" for text in _CELL.findall(decoded(package.read(part)))]
    if found:
        yield _texts("document texts", "document", list(map(html.unescape, found)))


def _captions(stream: bytes) -> list[str]:
    texts = (text.strip() for _, text in strings(stream))
    return [text for text in texts if text and text not in _FONTS]


def _texts(name: str, place: str, found: list[str]) -> MacroModule:
    lines = [printable(text, LONGEST) for text in dict.fromkeys(found)]
    code = "\n".join(lines[:TEXTS])
    return MacroModule(printable(name), printable(place), "texts", code, len(lines) > TEXTS)
