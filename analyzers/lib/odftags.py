"""Elements of OpenDocument markup with their attributes, without an XML parser."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_TAG = re.compile(r"<(?:[\w.-]{1,40}:)?([\w.-]{1,60})\s([^<>]{1,16000})>")
_VALUE: Final = r'(?:^|[\s:]){}\s{{0,9}}=\s{{0,9}}(?:"([^"]{{0,8000}})"|\'([^\']{{0,8000}})\')'
_NAMES: Final = ("href", "event-name", "macro-name", "dde-application", "dde-topic", "dde-item",
                 "formula")  # fmt: skip
_PATTERNS: Final = {name: re.compile(_VALUE.format(name)) for name in _NAMES}
_WANTED = re.compile("|".join(_NAMES))
FOUND: Final = 100_000  # elements with one of the attributes


@dataclass(frozen=True, slots=True)
class Tag:
    """``name`` comes without its namespace, as the attributes do."""

    name: str
    attributes: str

    def value(self, name: str) -> str:
        match = _PATTERNS[name].search(self.attributes)
        return html.unescape(match.group(1) or match.group(2) or "") if match else ""


def tags(markup: str, names: tuple[str, ...] = ()) -> Iterator[Tag]:
    """Elements that carry an attribute of interest; only those of ``names`` where given."""
    found = 0
    for match in _TAG.finditer(markup):
        if not _WANTED.search(match.group(2)) or (names and match.group(1) not in names):
            continue
        found += 1
        if found > FOUND:
            return
        yield Tag(match.group(1), match.group(2))
