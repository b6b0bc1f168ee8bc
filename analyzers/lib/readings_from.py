"""Who a message is from, where programs read the From field differently.

After J. Chen, V. Paxson, J. Jiang: "Composition Kills" (USENIX Security 2020), section 5 and
figures 6 and 8, and K. Shen et al.: "Weak Links in Authentication Chains" (USENIX Security 2021).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analyzers.lib.addresses import parse_addresses
from analyzers.lib.encoded_words import decode_words
from analyzers.lib.headers import Block, Field, raw_text, shown
from analyzers.lib.parameters import without_comments
from analyzers.lib.readings import (
    FIRST,
    GMAIL,
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

READ: Final = 2048  # characters of a From field of which readings are made; real ones have 1,000
_COMPARED: Final = 20  # From fields that are compared
_ADDRESS = re.compile(r"[^\s<>()\",;:\\@]{1,128}@[^\s<>()\",;:\\@]{1,256}")
_NAME = re.compile(r'"(?:[^"\\]|\\.)*"(?!@)')
_QUOTED_LOCAL = re.compile(r'"[^"]*@[^"]*"@')
_ROUTE = re.compile(r"<\s*@[^<>:]{0,1000}:")
_COMMENT = re.compile(r"\([^()]{0,1000}@[^()]{0,1000}\)")
_GROUP = re.compile(r"^[^<>@\":]{0,200}:[^;]*;?\s*$")
# Spelled out: the search for a line break is quick only where case counts.
_HIDDEN = re.compile(
    rb"\n[ \t]+([Ff][Rr][Oo][Mm]|[Ss][Ee][Nn][Dd][Ee][Rr])[ \t]*:[ \t]*"
    rb"([^\r\n]{0,500}@[^\r\n]{0,500})"
)
_IN_NAME: Final = "an address in the name"
_ODD: Final = {
    "spaced": "space before its colon",
    "folded": "its colon on the next line",
    "lone": "a lone carriage return in front",
    "control": "control characters in its name",
}


def from_readings(data: bytes, block: Block) -> Iterator[Told]:
    """All that is ambiguous about who the message is from."""
    fields = block.fields_of("from")
    yield from _hidden(data, block, fields)
    if not fields:
        yield from _absent(block)
        return
    yield from _several(fields)
    for field in fields[:5]:
        yield from _name(field, fields, block)
        yield from _address(field)


def _several(fields: list[Field]) -> Iterator[Told]:
    texts = [field.text[:READ] for field in fields[:_COMPARED]]
    addresses = [a.address for text in texts for a in parse_addresses(text) if a.address]
    if len(fields) < 2 and len(addresses) < 2:
        return
    first, last = (addresses[0], addresses[-1]) if addresses else ("", "")
    strict = "one From field is allowed" if len(fields) > 1 else f"all of {', '.join(addresses)}"
    readings = (
        reading(STRICT, strict, STANDARD),
        reading(FIRST, first, RESEARCH),
        reading(LAST, last, RESEARCH),
        reading(GMAIL, REFUSES, OBSERVED),
    )
    title = "From names several senders; clients differ in which they show"
    where = fields[1] if len(fields) > 1 else fields[0]
    yield told("sender.several", title, "From", readings, where.offset, where.size)


def _name(field: Field, fields: list[Field], block: Block) -> Iterator[Told]:
    """A field whose name not every reader takes for From."""
    if field.odd not in _ODD:
        return
    others = [each.text for each in fields if each is not field]
    others += block.all("sender") + block.all("resent-from")
    title = f"A From field is written with {_ODD[field.odd]}; some programs skip it"
    grave = Severity.MEDIUM if others else Severity.LOW
    evidence = " | ".join(shown(text) for text in [field.text, *others[:4]])
    yield from differ(
        Finding("ambiguity.from.name", grave, title, evidence, at("From", field.offset)),
        "From",
        (
            reading("reads the field", field.text, RESEARCH),
            reading("skips the field", others[0] if others else "no sender", RESEARCH),
            reading(OURS, field.text),
        ),
        field.offset,
        field.size,
    )


def _hidden(data: bytes, block: Block, fields: list[Field]) -> Iterator[Told]:
    """A line that begins with space: it continues the header before, or is one itself."""
    start = block.fields[0].offset if block.fields else 0
    leading = block.notes.first("leading")
    begin = max(0, (start if leading < 0 else min(leading, start)) - 1)
    found = _HIDDEN.search(b"\n" + data[begin : block.end])
    if found is None:
        return
    value, place = raw_text(found[2]).strip(), begin + found.start()
    shown_now = fields[0].text if fields else "no sender"
    title = "A line that continues another header reads like a From field"
    yield from differ(
        Finding("ambiguity.from.hidden", Severity.MEDIUM, title, shown(value), f"byte {place}"),
        "From",
        (
            reading(STRICT, shown_now, STANDARD),
            reading("drops the space in front", value, RESEARCH),
            reading(OURS, shown_now),
        ),
        place,
        len(found[0]),
    )


def _absent(block: Block) -> Iterator[Told]:
    for name in ("sender", "resent-from"):
        for field in block.fields_of(name)[:1]:
            readings = (
                reading(STRICT, "From is missing; the message is not valid", STANDARD),
                reading(f"shows {field.name} instead", field.text, RESEARCH),
                reading(GMAIL, REFUSES, OBSERVED),
            )
            title = "The message has no From header, and another field names a sender"
            place = field.offset
            yield told("message.header.no-from", title, "From", readings, place, field.size)


def _address(field: Field) -> Iterator[Told]:
    text = field.text[:READ]
    if len(field.text) > READ:
        title = "From is longer than is compared for different readings"
        place = at("From", field.offset)
        yield Finding("limit.mail.from", Severity.MEDIUM, title, f"{READ} characters", place)
    plain = text.isascii() and "=?" not in text
    if plain and text.count("@") == 1 and "(" not in text and "\0" not in field.raw:
        return
    yield from _cut(field)
    if "=?" in text:
        yield from _encoded(field, text)
    yield from _forms(field, text)


def _cut(field: Field) -> Iterator[Told]:
    if "\0" not in field.raw:
        return
    before = field.raw.partition(":")[2].partition("\0")[0].strip()
    title = "The header block holds zero bytes, at which some programs stop reading"
    readings = (
        reading("stops at the zero byte", before, RESEARCH),
        reading(OURS, field.text),
    )
    yield told("message.header.nul", title, "From", readings, field.offset, field.size)


def _encoded(field: Field, text: str) -> Iterator[Told]:
    """An address inside an encoded word is none (RFC 2047, 5), unless one decodes first."""
    strict, decoded = _set(text), _set(decode_words(text))
    if strict == decoded or not decoded - strict:
        return
    title = "From has an address inside an encoded word; only some programs take it for one"
    yield from differ(
        Finding("ambiguity.from.encoded", Severity.MEDIUM, title, shown(text), _place(field)),
        "From",
        (
            reading(STRICT, ", ".join(sorted(strict)) or "no address", STANDARD),
            reading("decodes before it reads", ", ".join(sorted(decoded)), RESEARCH),
        ),
        field.offset,
        field.size,
    )


def _forms(field: Field, text: str) -> Iterator[Told]:
    """Rare forms of addresses that readers which search for the first "@" get wrong."""
    bare = _NAME.sub(" ", text)
    found = [match[0].strip("'.").lower() for match in _ADDRESS.finditer(bare)]
    form = _form(text, bare)
    strict = sorted(_set(without_comments(text)))
    if not form or not (form == "a route" or set(found) - set(strict)):
        return
    grave = Severity.INFO if form == _IN_NAME else Severity.LOW  # the name has rules of its own
    title = f"From has {form}; programs differ in which address they take"
    readings: tuple[Reading, ...] = (reading(STRICT, ", ".join(strict) or "no address", STANDARD),)
    if found:
        readings += (reading(FIRST, found[0], RESEARCH), reading(LAST, found[-1], RESEARCH))
    else:
        readings += (reading(LENIENT, bare.strip(), RESEARCH),)
    yield from differ(
        Finding("ambiguity.from.address", grave, title, shown(text), _place(field)),
        "From",
        readings,
        field.offset,
        field.size,
    )


def _form(text: str, bare: str) -> str:
    """What is rare about a From field, "" for nothing."""
    if _ROUTE.search(bare):
        return "a route"
    if _QUOTED_LOCAL.search(text):
        return "an @ inside quotes of an address"
    if "\\" in bare:
        return "a backslash between addresses"
    if "@" in bare.rpartition(">")[2] and ">" in bare:
        return "an address behind the angle brackets"
    if bare.count("<") > 1:
        return "several angle brackets"
    if _COMMENT.search(bare):
        return "an address in a comment"
    return "a group of addresses" if _GROUP.match(bare) else _unquoted(bare)


def _unquoted(bare: str) -> str:
    return _IN_NAME if "@" in bare.partition("<")[0] and "<" in bare else ""


def _set(text: str) -> set[str]:
    return {a.address.lower() for a in parse_addresses(text) if a.address}


def _place(field: Field) -> str:
    return at("From", field.offset)
