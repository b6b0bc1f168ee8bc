"""Where parts begin and end, where programs see different delimiters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analyzers.lib.headers import raw_text, shown
from analyzers.lib.mime import Entity, NearMiss, Tree
from analyzers.lib.parameters import boundary_readings
from analyzers.lib.readings import (
    INFERRED,
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
from analyzers.model.observation import Finding, Severity

_PART_LIKE = re.compile(
    rb"(?:\A|\n)[ \t]{0,80}(content-(?:type|disposition|transfer-encoding)[ \t]*:[^\r\n]{0,200})",
    re.I,
)
_LINE_END = re.compile(rb"[ \t]{0,80}\r?\n")
_TRIES: Final = 1_000  # lines that begin like a delimiter
_ASIDE: Final = 64 << 10  # bytes in front of and behind the parts that are searched
_HOW: Final = {
    "indented": "A line is a delimiter but for the space in front of it",
    "cr": "A delimiter stands behind a lone carriage return",
    "closer": "Text stands behind the line that ends the parts; programs differ on where they end",
}
_LENIENT: Final = {
    "indented": "a new part begins",
    "cr": "a new part begins",
    "closer": "the parts end",
}


def structure_readings(tree: Tree) -> Iterator[Told]:
    """Of all multiparts of a message."""
    yield from _unversioned(tree.root)
    for finding in tree.findings:
        yield from _ended(finding)
    multiparts = [each for each in tree.root.walk() if each.children]
    for entity in multiparts:
        yield from _boundaries(tree.data, entity)
        yield from _asides(tree.data, entity)
    yield from _near(near(tree, multiparts))
    yield from _nested(multiparts)


def others(data: bytes, entity: Entity) -> list[bytes]:
    """Further readings of the stated boundaries that occur as delimiter lines."""
    found: list[bytes] = []
    for text in entity.block.all("content-type")[:4]:
        for each in boundary_readings(text):
            mark = each.encode("utf-8", "replace")
            if mark != entity.boundary and mark not in found and _occurs(data, entity, mark):
                found.append(mark)
    return found


def _occurs(data: bytes, entity: Entity, mark: bytes) -> bool:
    """Whether a line holds the delimiter and nothing else."""
    line, place = b"\n--" + mark, max(entity.start - 1, 0)
    for _ in range(_TRIES):
        place = data.find(line, place, entity.stop)
        if place < 0:
            return False
        place += len(line)
        if _LINE_END.match(data, place, entity.stop):
            return True
    return False


def _boundaries(data: bytes, entity: Entity) -> Iterator[Told]:
    found = others(data, entity)
    if not found:
        return
    used = raw_text(entity.boundary)
    title = "Two readings of the boundary both occur; programs see different parts"
    field = entity.block.fields_of("content-type")[0]
    where = at(f"part {entity.path}", field.offset)
    evidence = shown(" | ".join([used, *map(raw_text, found)]))
    yield from differ(
        Finding("ambiguity.boundary.several", Severity.MEDIUM, title, evidence, where),
        "boundary",
        (
            reading(OURS, f"{used}; the others are examined too"),
            *(reading(LENIENT, raw_text(each), RESEARCH) for each in found[:3]),
        ),
        field.offset,
        field.size,
        entity.path,
    )


def _ended(finding: Finding) -> Iterator[Told]:
    """The record for what the tree itself has met, and scores."""
    part, _, place = finding.where.partition(", byte ")
    path, offset = part.removeprefix("part "), int(place or -1)
    if finding.rule == "message.structure.after-close":
        readings = (
            reading(STRICT, "what follows is no part (RFC 2046, 5.1.1)", STANDARD),
            reading("goes on at the next delimiter", "further parts", RESEARCH),
            reading(OURS, "further parts"),
        )
        yield told(finding.rule, finding.title, "boundary", readings, offset, 1, path)
    elif finding.rule == "message.structure.boundary":
        readings = (
            reading(STRICT, "no parts", STANDARD),
            reading("guesses the boundary", finding.evidence, INFERRED),
            reading(OURS, finding.evidence),
        )
        yield told(finding.rule, finding.title, "boundary", readings, offset, 1, path)


def asides(data: bytes, entity: Entity) -> Iterator[tuple[int, bytes]]:
    """Headers of a part in front of the first delimiter or behind the last, and where."""
    spans = [(entity.start, min(entity.children[0].begin, entity.start + _ASIDE))]
    if entity.closed >= 0:
        spans.append((entity.closed, min(entity.stop, entity.closed + _ASIDE)))
    for start, stop in spans:
        text = data[start:stop]
        found = _PART_LIKE.search(text) if b":" in text else None
        if found:
            yield start + found.start(1), found[1]


def _asides(data: bytes, entity: Entity) -> Iterator[Told]:
    for place, line in asides(data, entity):
        title = "Text outside the parts has the headers of a part; some programs show it"
        where = at(f"part {entity.path}", place)
        yield from differ(
            Finding("ambiguity.aside", Severity.LOW, title, shown(raw_text(line)), where),
            "text outside the parts",
            (
                reading(STRICT, "not shown (RFC 2046, 5.1.1)", STANDARD),
                reading(LENIENT, "a part", RESEARCH),
                reading(OURS, "not a part; its content is examined"),
            ),
            place,
            len(line),
            entity.path,
        )


def near(tree: Tree, multiparts: list[Entity]) -> list[NearMiss]:
    """Lines that are nearly delimiters, and none of a longer boundary inside."""
    inner = tuple(b"--" + each.boundary for each in multiparts)
    return [
        miss for miss in tree.near if miss.how != "closer" or not miss.text.startswith(inner[1:])
    ]


def _near(misses: list[NearMiss]) -> Iterator[Told]:
    """One finding for each part and kind."""
    seen: set[tuple[str, str]] = set()
    for miss in misses:
        if (miss.path, miss.how) in seen:
            continue
        seen.add((miss.path, miss.how))
        where, text = at(f"part {miss.path}", miss.offset), raw_text(miss.text)
        yield from differ(
            Finding("ambiguity.boundary.line", Severity.LOW, _HOW[miss.how], shown(text), where),
            "boundary",
            (
                reading(STRICT, "text of the part", STANDARD),
                reading(LENIENT, _LENIENT[miss.how], RESEARCH),
                reading(OURS, "text of the part"),
            ),
            miss.offset,
            len(miss.text),
            miss.path,
        )


def _nested(multiparts: list[Entity]) -> Iterator[Told]:
    """A boundary inside that begins like the one around it: some compare only the beginning."""
    for outer in multiparts:
        for inner in multiparts:
            deeper = inner.path.startswith(outer.path + ".")
            if not deeper or not outer.boundary or not inner.boundary.startswith(outer.boundary):
                continue
            title = "A boundary inside begins like the one around it"
            if inner.boundary == outer.boundary:
                title = "A multipart inside another has the same boundary"
            where = at(f"part {inner.path}", inner.begin)
            evidence = shown(f"{raw_text(outer.boundary)} | {raw_text(inner.boundary)}")
            yield from differ(
                Finding("ambiguity.boundary.nested", Severity.INFO, title, evidence, where),
                "boundary",
                (
                    reading(STRICT, "the whole line counts", STANDARD),
                    reading("compares the beginning", "the outer part ends early", RESEARCH),
                    reading(OURS, "the whole line counts"),
                ),
                inner.begin,
                inner.start - inner.begin,
                inner.path,
            )
            return


def _unversioned(root: Entity) -> Iterator[Told]:
    """Parts or an encoding without MIME-Version: a strict reader sees plain text (RFC 2045, 4)."""
    encoded = root.encoding in ("base64", "quoted-printable")
    multipart = root.content_type.value.startswith("multipart/")
    if root.block.all("mime-version") or not (encoded or multipart):
        return
    title = "The message has no MIME-Version; a strict program shows it as plain text"
    yield from differ(
        Finding("ambiguity.mime-version", Severity.INFO, title, "", f"byte {root.begin}"),
        "MIME-Version",
        (
            reading(STRICT, "plain text", STANDARD),
            reading("reads MIME all the same", root.content_type.value, RESEARCH),
            reading(OURS, root.content_type.value),
        ),
        root.begin,
        root.start - root.begin,
        root.path,
    )
