"""Blocks of labelled fields by which mail programs introduce a quoted or forwarded message."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from analyzers.lib.phrases import folded, plain, sections
from analyzers.lib.quotes import Line

LINES: Final = 200  # of one block; long lists of recipients are folded into many
CONTINUED: Final = 150  # lines in a row without a label of their own
VALUE: Final = 4_000  # characters of one field that are kept

# "From:", "*From:*" (bold text made plain), "De :", "| From: |"
_LABEL = re.compile(
    r"[\s*|_]{0,4}([^\W\d_][^:：*|]{0,30}?)[\s*]{0,3}[:：][*_]{0,2}[ \t|]{0,9}(.*)", re.S
)


def _labels() -> dict[str, frozenset[str]]:
    """Label to the fields it may name: "de" is from, "data" date, "kopia" cc."""
    found: dict[str, set[str]] = {}
    for name, lines in sections("reply-labels").items():
        for line in lines:
            for label in line.split("|"):
                found.setdefault(folded(label.strip()), set()).add(name)
    return {label: frozenset(names) for label, names in found.items()}


LABELS: Final = _labels()


@dataclass(slots=True)
class Fields:
    """A block of labelled fields; ``stop`` is the index of the line behind it."""

    stop: int
    values: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.values.get(name, "").strip()


def label(text: str) -> tuple[frozenset[str], str]:
    """The fields that the label of a line may name, none where it has no known label; its value."""
    head = text[:48]
    if ":" not in head and "：" not in head:
        return frozenset(), ""
    match = _LABEL.match(plain(text[:VALUE]))
    if match is None:
        return frozenset(), ""
    return LABELS.get(folded(match[1].strip()), frozenset()), match[2]


def block(lines: Sequence[Line], start: int, *, announced: bool) -> Fields | None:
    """The fields from line ``start`` on, None where no message is introduced there.

    ``announced`` says that a separator stands above, so that fewer fields are proof enough.
    """
    first, _ = label(lines[start].text)
    if not first or first == {"other"}:
        return None
    fields = _collect(lines, start)
    known = fields.values.keys() - {"other"}
    if announced:
        return fields if len(known) >= 2 else None
    return fields if _proven(fields, len(known)) else None


def _proven(fields: Fields, known: int) -> bool:
    """Three fields with who and what; a timetable has From, To and Date as well."""
    sender = fields.get("from")
    if known < 3 or not sender:
        return False
    return bool(fields.get("subject")) or "subject" in fields.values or "@" in sender


def _collect(lines: Sequence[Line], start: int) -> Fields:
    depth, mark = lines[start].depth, lines[start].mark
    fields, name, bare = Fields(start), "", 0
    for place in range(start, min(start + LINES, len(lines))):
        line = lines[place]
        if line.depth != depth or (mark and line.mark != mark):
            break
        names, value = label(line.text)
        fresh = sorted(names - fields.values.keys()) or (["other"] if "other" in names else [])
        if fresh:
            name, bare = _best(fresh, fields), 0
            fields.values[name] = value
        elif names or not line.text.strip():
            if names or not _goes_on(lines, place, fields):
                break
        elif not _continues(line.text, name, bare):
            break
        else:
            bare += 1
            fields.values[name] = f"{fields.values[name]} {line.text.strip()}"[:VALUE]
        fields.stop = place + 1
    return fields


def _best(names: list[str], fields: Fields) -> str:
    """Which of several fields a label means here: "De" opens a block, so it is the sender."""
    if "from" in names and not fields.values:
        return "from"
    return next(
        (name for name in ("date", "to", "cc", "subject", "from") if name in names), names[0]
    )


def _goes_on(lines: Sequence[Line], place: int, fields: Fields) -> bool:
    """Whether one empty line only parts two fields of the block."""
    if place + 1 >= len(lines) or lines[place + 1].depth != lines[place].depth:
        return False
    names, _ = label(lines[place + 1].text)
    return bool(names - fields.values.keys() - {"other"})


def _continues(text: str, name: str, bare: int) -> bool:
    """Whether a line without label belongs to the field above: a folded list or subject."""
    if not name or bare >= CONTINUED:
        return False
    if name in {"to", "cc", "from"}:
        return "@" in text or text[:1] in " \t" or text.rstrip().endswith((";", ",", ">", "]"))
    return text[:1] in " \t" and bare < 2
