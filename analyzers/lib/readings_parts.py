"""Type, encoding and disposition of a part, where programs follow different statements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analyzers.lib.headers import shown
from analyzers.lib.mime import Entity
from analyzers.lib.parameters import without_comments
from analyzers.lib.readings import (
    FIRST,
    LAST,
    LENIENT,
    OURS,
    RESEARCH,
    STANDARD,
    STRICT,
    Told,
    at,
    differ,
    reading,
    told,
)
from analyzers.lib.transfer import AFTER_PADDING, base64_bytes
from analyzers.model.observation import Finding, Severity

ENCODINGS: Final = ("7bit", "8bit", "binary", "quoted-printable", "base64")
_KNOWN: Final = frozenset((*ENCODINGS, "uuencode", "x-uuencode", "uue", "x-uue"))
_BEGINNING: Final = 4  # letters by which an encoding that was cut short is recognised
_IDENTITY: Final = frozenset(("", "7bit", "8bit", "binary"))
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,127}/[a-z0-9!#$&^_.+-]{1,127}")  # RFC 6838, 4.2
_PADDED = re.compile(rb"=[=\s]*(?=[A-Za-z0-9+/])")


def part_readings(entity: Entity) -> Iterator[Told]:
    """What the fields of one part say of it."""
    yield from _types(entity)
    yield from _encodings(entity)
    yield from _spelling(entity)
    yield from _dispositions(entity)
    yield from _composite(entity)


def padding_readings(entity: Entity, problem: str, encoded: bytes) -> Iterator[Told]:
    """Base64 that goes on behind its padding: a decoder stops there, or goes on."""
    behind = padding_end(encoded) if problem == AFTER_PADDING else -1
    if behind < 0:
        return
    first, all_of_it = (base64_bytes(part)[0] for part in (encoded[:behind], encoded))
    title = "Base64 goes on behind its end; clients and scanners differ in what they read"
    readings = (
        reading(STRICT, "the padding ends the data (RFC 2045, 6.8)", STANDARD),
        reading("stops at the padding", f"{len(first)} bytes", RESEARCH),
        reading(OURS, f"{len(all_of_it)} bytes"),
    )
    place = entity.start + behind
    rule = "message.encoding.data-after-padding"
    yield told(rule, title, "base64", readings, place, 1, entity.path)


def meant_by(text: str) -> list[str]:
    """The encodings that a text names, or of which it is the beginning."""
    tight = "".join(text.lower().split())
    return [
        each
        for each in ENCODINGS
        if each in tight or (len(tight) >= _BEGINNING and each.startswith(tight))
    ]


def padding_end(encoded: bytes) -> int:
    """Where base64 goes on behind padding, -1 where it does not."""
    behind = _PADDED.search(encoded)
    return behind.end() if behind else -1


def _types(entity: Entity) -> Iterator[Told]:
    fields = entity.block.fields_of("content-type")
    values = [field.text for field in fields]
    if len(set(values)) > 1:
        title = "A part states two content types; clients differ in which they follow"
        readings = (
            reading(STRICT, "one is allowed", STANDARD),
            reading(FIRST, values[0], RESEARCH),
            reading(LAST, values[-1], RESEARCH),
            reading(OURS, entity.content_type.value),
        )
        place, size = fields[1].offset, fields[1].size
        rule = "message.structure.ambiguous-type"
        yield told(rule, title, "content type", readings, place, size, entity.path)
    elif values and not _TYPE.fullmatch(_stated(values[0]).lower()):
        yield from _unreadable(entity, values[0])


def _unreadable(entity: Entity, value: str) -> Iterator[Told]:
    field = entity.block.fields_of("content-type")[0]
    title = "The content type of a part is not written as one"
    where = at(f"part {entity.path}", field.offset)
    yield from differ(
        Finding("ambiguity.type", Severity.LOW, title, shown(value), where),
        "content type",
        (
            reading(STRICT, "text/plain (RFC 2045, 5.2)", STANDARD),
            reading("takes what it can use of it", entity.content_type.value, RESEARCH),
            reading(OURS, entity.content_type.value),
        ),
        field.offset,
        field.size,
        entity.path,
    )


def _stated(text: str) -> str:
    return "".join(text.partition(";")[0].split()) or "missing"


def _encodings(entity: Entity) -> Iterator[Told]:
    fields = entity.block.fields_of("content-transfer-encoding")
    values = [field.text.lower() for field in fields]
    if len(set(values)) < 2:
        return
    alike = {value in _IDENTITY or value for value in values}
    grave = Severity.LOW if len(alike) < 2 else Severity.MEDIUM
    title = "A part states two transfer encodings; programs differ in which they follow"
    where = at(f"part {entity.path}", fields[1].offset)
    yield from differ(
        Finding("ambiguity.encoding.repeated", grave, title, shown(" | ".join(values)), where),
        "transfer encoding",
        (
            reading(STRICT, "one is allowed", STANDARD),
            reading(FIRST, values[0], RESEARCH),
            reading(LAST, values[-1], RESEARCH),
            reading(OURS, f"{entity.encoding}; the others are examined too"),
        ),
        fields[1].offset,
        fields[1].size,
        entity.path,
    )


def _spelling(entity: Entity) -> Iterator[Told]:
    """An encoding that is written with comments or quotes, or with more or less than its name."""
    fields = entity.block.fields_of("content-transfer-encoding")
    raw = fields[0].text.lower() if fields else ""
    if not raw or raw in _KNOWN:
        return
    meant = next(iter(meant_by(raw)), "")
    bare = without_comments(raw).strip()
    field = fields[0]
    readings = (
        reading(STRICT, bare if bare in _KNOWN else "unknown: bytes as they are", STANDARD),
        reading(LENIENT, meant or "7bit", RESEARCH),
        reading(OURS, entity.encoding or "none"),
    )
    place, subject = (field.offset, field.size, entity.path), "transfer encoding"
    if entity.encoding and entity.encoding not in _KNOWN:
        title = "A part has a transfer encoding nobody knows"
        yield told("message.encoding.unknown", title, subject, readings, *place)
        return
    title = "The transfer encoding of a part is not written as the standard has it"
    where, evidence = at(f"part {entity.path}", field.offset), shown(field.text)
    kind = Finding("ambiguity.encoding.spelling", Severity.LOW, title, evidence, where)
    yield from differ(kind, subject, readings, *place)


def _dispositions(entity: Entity) -> Iterator[Told]:
    fields = entity.block.fields_of("content-disposition")
    values = [field.text for field in fields]
    if len(set(values)) < 2:
        return
    title = "A part states two dispositions; programs differ in the name and place they give it"
    where = at(f"part {entity.path}", fields[1].offset)
    evidence = shown(" | ".join(values))
    yield from differ(
        Finding("ambiguity.disposition.repeated", Severity.LOW, title, evidence, where),
        "disposition",
        (
            reading(STRICT, "one is allowed", STANDARD),
            reading(FIRST, values[0], RESEARCH),
            reading(LAST, values[-1], RESEARCH),
        ),
        fields[1].offset,
        fields[1].size,
        entity.path,
    )


def _composite(entity: Entity) -> Iterator[Told]:
    """A message or multipart in base64 or quoted-printable (forbidden by RFC 2045, 6.4)."""
    kind = entity.content_type.value
    if entity.encoding in _IDENTITY or entity.encoding not in _KNOWN:
        return
    if not kind.startswith("multipart/") and kind not in ("message/rfc822", "message/partial"):
        return
    title = "A part that holds further parts is itself encoded; not every program looks inside"
    where = at(f"part {entity.path}", entity.begin)
    evidence = f"{kind} in {entity.encoding}"
    yield from differ(
        Finding("ambiguity.composite.encoded", Severity.LOW, title, evidence, where),
        "transfer encoding",
        (
            reading(STRICT, "the encoding is not allowed and does not count", STANDARD),
            reading("decodes it first", "parts inside", RESEARCH),
            reading(OURS, "both readings are examined"),
        ),
        entity.begin,
        entity.start - entity.begin,
        entity.path,
    )
