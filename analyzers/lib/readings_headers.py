"""Header blocks that programs read differently: repeats, odd names, and where the block ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analyzers.lib.headers import Block, raw_text, shown
from analyzers.lib.mime import Entity
from analyzers.lib.readings import (
    FIRST,
    GMAIL,
    INFERRED,
    LAST,
    LENIENT,
    OBSERVED,
    OURS,
    REFUSES,
    RESEARCH,
    STANDARD,
    STRICT,
    Told,
    at,
    differ,
    reading,
    told,
)
from analyzers.model.ambiguity import Reading
from analyzers.model.observation import Finding, Severity

_SINGLE: Final = (
    *("subject", "date", "to", "cc", "bcc", "reply-to", "message-id", "sender", "mime-version"),
    *("in-reply-to", "references"),
)
_REFUSED: Final = frozenset(("subject", "to", "cc"))  # repeats that Gmail's bounces name
_BEHIND = re.compile(
    rb"[ \t]{0,80}(content-(?:type|disposition|transfer-encoding))[ \t]*:([^\r\n]{0,500})", re.I
)
# For each note of a block: the rule that scores it, what it is about, and what readers do there.
_NOTED: Final[dict[str, tuple[str, str, tuple[Reading, ...]]]] = {
    "nul": (
        "message.header.nul",
        "The header block holds zero bytes, at which some programs stop reading",
        (
            reading(STRICT, "not allowed (RFC 5322, 4)", STANDARD),
            reading("stops there", "the rest of the field is lost", RESEARCH),
            reading(OURS, "the field without the zero bytes"),
        ),
    ),
    "cr": (
        "message.header.bare-cr",
        "A carriage return stands alone in the headers; only some programs end a line there",
        (
            reading(STRICT, "not allowed (RFC 5322, 2.2)", STANDARD),
            reading("ends a line there", "the rest is a field of its own", RESEARCH),
            reading(LENIENT, "white space in the same field", RESEARCH),
            reading(OURS, "a field of its own where a known name follows"),
        ),
    ),
    "control": (
        "message.header.control-name",
        "Control characters stand in the name of a header",
        (
            reading(STRICT, "no field", STANDARD),
            reading("drops them", "the field", RESEARCH),
            reading(OURS, "the field"),
        ),
    ),
    "folded": (
        "message.header.folded-name",
        "A header's name and its colon stand on different lines",
        (
            reading(STRICT, "no field", STANDARD),
            reading("joins the lines first", "the field", RESEARCH),
            reading(OURS, "the field"),
        ),
    ),
    "spaced": (
        "message.header.space-colon",
        "Space stands between a header's name and colon",
        (
            reading(STRICT, "the field, in obsolete form (RFC 5322, 4.5)", STANDARD),
            reading("wants the colon at once", "no field", RESEARCH),
            reading(OURS, "the field"),
        ),
    ),
    "unnamed": (
        "message.header.unnamed",
        "A line in the header block begins with a colon",
        (
            reading(STRICT, "no field", STANDARD),
            reading("ends the headers there", "the rest is text", INFERRED),
            reading(OURS, "a field without a name"),
        ),
    ),
    "leading": (
        "message.header.leading-space",
        "The header block begins with a line that continues nothing",
        (
            reading(STRICT, "no field", STANDARD),
            reading("drops the space in front", "a field", RESEARCH),
            reading(OURS, "no field"),
        ),
    ),
    "spaces": (
        "message.header.spaces-line",
        "A line of spaces stands in the headers; some programs end the headers there",
        (
            reading(STRICT, "the headers go on (RFC 5322, 4.2)", STANDARD),
            reading("takes it for the empty line", "what follows is text", RESEARCH),
            reading(OURS, "the headers go on where known ones follow"),
        ),
    ),
    "unended": (
        "message.header.malformed",
        "A line in the header block is no header",
        (
            reading(STRICT, "the headers go on to the empty line", STANDARD),
            reading("ends the headers there", "it is the first line of the text", RESEARCH),
            reading(OURS, "it is the first line of the text"),
        ),
    ),
}


def header_readings(block: Block, part: str) -> Iterator[Told]:
    """For any block; ``part`` is its path."""
    for what, (_, first) in block.notes.items():
        if noted := _NOTED.get(what):
            rule, title, readings = noted
            yield told(rule, title, "headers", readings, first, 1, part)


def repeat_readings(block: Block) -> Iterator[Told]:
    """Fields of which a message may have one, and has several (RFC 5322, 3.6)."""
    for name in _SINGLE:
        fields = block.fields_of(name)
        if len(fields) < 2 or len({field.text for field in fields}) < 2:
            continue
        readings = [
            reading(STRICT, "one is allowed", STANDARD),
            reading(FIRST, fields[0].text, RESEARCH),
            reading(LAST, fields[-1].text, RESEARCH),
        ]
        if name in _REFUSED:
            readings.append(reading(GMAIL, REFUSES, OBSERVED))
        title = "A header that may occur once occurs several times with different values"
        second = fields[1]
        subject, place = name.capitalize(), second.offset
        yield told("message.header.repeated", title, subject, tuple(readings), place, second.size)


def end_readings(data: bytes, entity: Entity) -> Iterator[Told]:
    """A body that begins with a field of a part: the empty line above may be one too many."""
    match = _BEHIND.match(data, entity.start, entity.stop)
    if match is None or entity.content_type.value.startswith("message/"):
        return
    name, value = raw_text(match[1]), raw_text(match[2]).strip()
    title = "The text of a part begins with a header; some programs count it among the headers"
    where = at(f"part {entity.path}", entity.start)
    yield from differ(
        Finding("ambiguity.body.headers", Severity.LOW, title, shown(f"{name}: {value}"), where),
        "end of the headers",
        (
            reading(STRICT, "it is text", STANDARD),
            reading("goes on reading headers", f"{name}: {value}", RESEARCH),
            reading(OURS, "it is text; the other reading is examined too"),
        ),
        entity.start,
        match.end() - match.start(),
        entity.path,
    )
