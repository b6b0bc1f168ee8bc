"""Contact cards (.vcf): names, addresses, links, pictures and keys."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from analyzers.lib import charset, datauri, linkset, reached, urls
from analyzers.lib.linkfindings import judge
from analyzers.lib.parsed import Letter
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.content import PlainView
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

CARDS: Final = 200  # told of one file; address books have thousands
FACTS: Final = 100  # shown of one file
_FOLD = re.compile(r"\r?\n[ \t]")
# Property: label of the fact (RFC 6350, 6).
_LABELS: Final = {
    "fn": "Name",
    "org": "Organisation",
    "title": "Title",
    "email": "Address",
    "tel": "Telephone",
    "adr": "Post",
    "url": "Link",
    "note": "Note",
    "impp": "Messenger",
    "source": "Source",
}
_LINKED: Final = frozenset({"url", "source", "fburl", "caladruri", "caluri"})
_HELD: Final = frozenset({"photo", "logo", "sound", "key"})


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    parameters: str
    value: str


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    letter = context.memo.once(Letter, artifact)
    yield PlainView(letter.text, letter.truncated)
    lines = list(_lines(letter.text))
    cards = letter.text.lower().count("begin:vcard")
    if not cards:
        raise Unreadable("The file holds no contact card")
    yield Fact("Cards", f"{cards}")
    if cards > CARDS or letter.truncated:
        title = "Not all of the contact cards were read"
        yield Finding("limit.contact.cards", Severity.LOW, title, incomplete=True)
    yield from _told(lines)
    found = [line.value for line in lines if line.name in _LINKED]
    links = [linkset.make(url, "", "contact") for url in dict.fromkeys(found)][: linkset.LINKS]
    inside = [link for line in lines if line.name == "note" for link in linkset.in_text(line.value)]
    yield from (*links, *inside)
    yield from judge((*links, *inside))
    yield from _held(lines, context)


def _lines(text: str) -> Iterator[Line]:
    """Content lines, unfolded, without their group (RFC 6350, 3.3)."""
    cards = 0
    for raw in _FOLD.sub("", text).splitlines():
        head, colon, value = raw.partition(":")
        name, _, parameters = head.partition(";")
        cards += name.lower() == "begin"
        if cards > CARDS:
            return
        if colon:
            yield Line(name.rpartition(".")[2].strip().lower(), parameters, value.strip())


def _told(lines: list[Line]) -> Iterator[Fact]:
    shown = 0
    for line in lines:
        if line.name in _LABELS and line.value.strip("; ") and shown < FACTS:
            shown += 1
            value = (
                re.sub(r";+", ", ", line.value.strip("; ")) if line.name == "adr" else line.value
            )
            yield Fact(_LABELS[line.name], reached.shown(value.replace("\\,", ","), 300))


def _held(lines: list[Line], context: Context) -> Iterator[Observation]:
    """Pictures and keys written into the card; those that lie elsewhere are only named."""
    count = 0
    for line in (line for line in lines if line.name in _HELD):
        data = _data(line)
        if data and count < context.limits.children:
            count += 1
            yield Child(f"{line.name} {count}", data, "", Relation.EMBEDDED)
        elif line.value.lower().startswith(("http:", "https:")):
            title = "Showing the card fetches a picture"
            yield Finding("contact.remote", Severity.INFO, title, reached.shown(line.value))
        elif not data:
            yield Fact(line.name.capitalize(), printable(line.value, 100))


def _data(line: Line) -> bytes:
    if line.value[:5].lower() == "data:":
        found = datauri.read(line.value)
        return found.content if found else b""
    if not re.search(r"encoding=b|base64", line.parameters, re.I):
        return b""
    try:
        return base64.b64decode(re.sub(r"\s", "", line.value))
    except (binascii.Error, ValueError):
        return b""


UNIT = Unit("contact card", 1, frozenset({"vcf"}), examine, (*urls.IMPORTS, *charset.IMPORTS))
