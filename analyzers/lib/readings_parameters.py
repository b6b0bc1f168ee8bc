"""Parameters of Content-Type and Content-Disposition that programs read differently.

The forms are those of "Inbox Invasion: Exploiting MIME Ambiguities to Evade Email
Attachment Detectors" (CCS 2024) and of the notice on CVE-2024-28054 (boundaries stated twice).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from analyzers.lib.encoded_words import decode_words
from analyzers.lib.headers import Field, shown
from analyzers.lib.mime import Entity
from analyzers.lib.parameters import boundary_readings, parse_structured, without_comments
from analyzers.lib.readings import (
    FIRST,
    INFERRED,
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
)
from analyzers.model.observation import Finding, Severity

READ: Final = 8192  # characters of a field that are compared; file names in sections take 1,000
_CLAIM = re.compile(
    r"""[;\s]([a-z][a-z0-9-]{1,40})(\*\d{0,4}\*?|\*)?\s{0,9}=\s{0,9}("(?:[^"\\]|\\.)*"?|[^;]*)""",
    re.I | re.S,
)
_LONGEST: Final = 70  # characters of a boundary (RFC 2046, 5.1.1)
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]*[0-9A-Za-z'()+_,./:=?-]")
_JUNK = re.compile(r"\s*[^\s;(][^;]*")
_WATCHED: Final = ("boundary", "filename", "name", "charset")


@dataclass(frozen=True, slots=True)
class _Claim:
    """One occurrence of a parameter, as it is written."""

    name: str
    section: str  # "", "*", "*0", "*0*" ...
    value: str
    raw: str


def parameter_readings(entity: Entity) -> Iterator[Told]:
    """Of the part's own first fields; fields that occur twice are another matter."""
    for name in ("content-type", "content-disposition"):
        for field in entity.block.fields_of(name)[:1]:
            if "=" in field.text:
                yield from _field(entity, field)
    yield from _file_names(entity)


def _field(entity: Entity, field: Field) -> Iterator[Told]:
    text = field.text[:READ]
    if len(field.text) > READ:
        title = "The field is longer than is compared for different readings"
        where = at(f"part {entity.path}", field.offset)
        yield Finding("limit.mail.parameters", Severity.MEDIUM, title, field.name, where)
    claims = [_claim(match) for match in _CLAIM.finditer(text)]
    yield from _repeated(entity, field, claims)
    yield from _quotes(entity, field, text, claims)
    for claim in claims:
        if claim.name == "boundary" and entity.content_type.value.startswith("multipart/"):
            yield from _boundary(entity, field, claim)
            break


def _claim(match: re.Match[str]) -> _Claim:
    raw = match[3].strip()
    value = raw[1:].removesuffix('"') if raw.startswith('"') else raw
    return _Claim(match[1].lower(), match[2] or "", value, raw)


def _repeated(entity: Entity, field: Field, claims: list[_Claim]) -> Iterator[Told]:
    for name in _WATCHED:
        plain = [each.value for each in claims if each.name == name and not each.section]
        extended = any(each.name == name and each.section for each in claims)
        joined = parse_structured(field.text).get(name) if extended else ""
        values = list(dict.fromkeys([*plain, *([joined] if joined else [])]))
        if len({decode_words(value) for value in values}) < 2:
            continue
        grave = Severity.MEDIUM if name == "boundary" else Severity.LOW
        title = f"A part states its {_WORDS[name]} twice, and differently"
        evidence, where = shown(" | ".join(values)), at(f"part {entity.path}", field.offset)
        yield from differ(
            Finding("ambiguity.parameter.repeated", grave, title, evidence, where),
            _WORDS[name],
            (
                reading(STRICT, "each may be stated once (RFC 2045, 5)", STANDARD),
                reading(FIRST, values[0], RESEARCH),
                reading(LAST, values[-1], RESEARCH),
                reading(OURS, parse_structured(field.text).get(name)),
            ),
            field.offset,
            field.size,
            entity.path,
        )


_WORDS: Final = {
    "boundary": "boundary",
    "filename": "file name",
    "name": "file name",
    "charset": "charset",
}


def _quotes(entity: Entity, field: Field, text: str, claims: list[_Claim]) -> Iterator[Told]:
    """A quoted value that does not end, or that text follows before the next semicolon."""
    if '"' not in text:
        return
    for claim in claims:
        if claim.name not in _WATCHED or not claim.raw.startswith('"'):
            continue
        open_end = len(claim.raw) < 2 or not claim.raw.endswith('"')
        place = text.find(claim.raw)
        junk = _JUNK.match(text, place + len(claim.raw)) if place >= 0 else None
        if not open_end and (junk is None or "=" in junk[0]):
            continue
        how = "does not end" if open_end else "ends before the value does"
        title = f"The quotation of a part's {_WORDS[claim.name]} {how}"
        rest = junk[0].strip() if junk else ""
        where = at(f"part {entity.path}", field.offset)
        evidence = shown(claim.raw + (junk[0] if junk else ""))
        yield from differ(
            Finding("ambiguity.parameter.quote", Severity.LOW, title, evidence, where),
            _WORDS[claim.name],
            (
                reading("takes what is quoted", claim.value, RESEARCH),
                reading("takes all", claim.raw.strip('"') + rest, RESEARCH),
                reading("stops at the quote", rest or "nothing", RESEARCH),
            ),
            field.offset,
            field.size,
            entity.path,
        )
        return


def _boundary(entity: Entity, field: Field, claim: _Claim) -> Iterator[Told]:
    """A boundary that the standard does not allow, which readers mend in different ways."""
    flaw = _flaw(claim)
    if not flaw:
        return
    title = f"The boundary {flaw}"
    where = at(f"part {entity.path}", field.offset)
    others = [each for each in boundary_readings(field.text) if each != claim.value]
    found = entity.boundary.decode("utf-8", "replace")
    yield from differ(
        Finding("ambiguity.boundary.invalid", Severity.INFO, title, shown(claim.raw), where),
        "boundary",
        (
            reading(STRICT, "not valid (RFC 2046, 5.1.1)", STANDARD),
            reading(LENIENT, others[0] if others else "none: the part is one text", RESEARCH),
            reading(OURS, found or "none"),
        ),
        field.offset,
        field.size,
        entity.path,
    )


def _flaw(claim: _Claim) -> str:
    value = claim.value if claim.raw.startswith('"') else without_comments(claim.value).strip()
    if not value:
        return "is empty"
    if value != claim.value:
        return "is written with a comment"
    if "=?" in value and decode_words(value) != value:
        return "is written in encoded words, which are not allowed there"
    if len(value) > _LONGEST:
        return f"is longer than {_LONGEST} characters"
    return "" if _BOUNDARY.fullmatch(value) else "holds characters that no boundary may have"


def _file_names(entity: Entity) -> Iterator[Told]:
    """Names in both fields that differ: a scanner may judge one, and a client save the other."""
    names = {
        "filename": decode_words(entity.disposition.get("filename")).strip(),
        "name": decode_words(entity.content_type.get("name")).strip(),
    }
    if not all(names.values()) or len({" ".join(n.lower().split()) for n in names.values()}) < 2:
        return
    endings = {name.lower().rpartition(".")[2] for name in names.values()}
    grave = Severity.LOW if len(endings) > 1 else Severity.INFO
    title = "An attachment has two names, and programs differ in which they use"
    evidence = shown(" | ".join(names.values()))
    where = at(f"part {entity.path}", entity.begin)
    yield from differ(
        Finding("ambiguity.file-name", grave, title, evidence, where),
        "file name",
        (
            reading("follows Content-Disposition (RFC 2183)", names["filename"], STANDARD),
            reading("follows Content-Type", names["name"], RESEARCH),
            reading(OURS, entity.filename, INFERRED),
        ),
        entity.begin,
        entity.start - entity.begin,
        entity.path,
    )
