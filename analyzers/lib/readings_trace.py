"""Addresses and domains in trace and signature fields that programs cut at different places.

The forms are those of "Composition Kills" (USENIX Security 2020), section 4: a domain or envelope
sender that one component reads to its end and another only up to a special character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzers.lib.headers import Block, Field, shown
from analyzers.lib.readings import LENIENT, RESEARCH, STANDARD, STRICT, Told, at, differ, reading
from analyzers.model.observation import Finding, Severity

_FIELDS = 20  # of one name that are looked at
_TAG = re.compile(r"(?:^|[;:])\s*([ds])\s*=\s*([^;]{0,1000})")
_DOMAIN = re.compile(r"[\w.\x80-\U0010ffff-]*")
_CUT = re.compile(r"""[^\w.@+=-]""")
_RESULT = re.compile(
    r"""\b(smtp\.mailfrom|header\.[di]|header\.from|smtp\.helo)\s*=\s*([^\s;"]{0,500})""", re.I
)


def trace_readings(block: Block) -> Iterator[Told]:
    """Return-Path, DKIM-Signature and Authentication-Results fields."""
    for field in block.fields_of("return-path")[:1]:
        yield from _return_path(field)
    for field in block.fields_of("dkim-signature")[:_FIELDS]:
        yield from _signature(field)
    for field in block.fields_of("authentication-results")[:_FIELDS]:
        yield from _results(field)


def _return_path(field: Field) -> Iterator[Told]:
    path = field.text.strip().removeprefix("<").removesuffix(">").strip()
    local, _, domain = path.rpartition("@")
    odd = any(each in path for each in "(),:;<>\\\0") or ("@" in local and local[:1] != '"')
    if not odd or path.startswith('"'):
        return
    title = "The envelope sender holds characters at which programs cut it"
    where = at(field.name, field.offset)
    yield from differ(
        Finding("ambiguity.return-path", Severity.INFO, title, shown(path), where),
        "Return-Path",
        (
            reading(STRICT, f"domain {domain or 'missing'}", STANDARD),
            reading("stops at the special character", _cut(path), RESEARCH),
        ),
        field.offset,
        field.size,
    )


def _signature(field: Field) -> Iterator[Told]:
    """d= and s= are domain names (RFC 6376, 3.5); a zero byte is seen in the raw field only."""
    for match in _TAG.finditer(field.raw):
        value = "".join(match[2].split())
        if _DOMAIN.fullmatch(value):
            continue
        title = "A signature names a domain with characters that no domain has"
        where = at(field.name, field.offset)
        yield from differ(
            Finding("ambiguity.signature.domain", Severity.MEDIUM, title, shown(value), where),
            "DKIM-Signature",
            (
                reading(STRICT, "the signature is not valid", STANDARD),
                reading("asks the DNS up to the character", _cut(value), RESEARCH),
                reading(LENIENT, value, RESEARCH),
            ),
            field.offset,
            field.size,
        )
        return


def _results(field: Field) -> Iterator[Told]:
    """A value that ends the comment or quotation the receiving server put it in."""
    for match in _RESULT.finditer(field.text):
        value = match[2]
        if "'" not in (value.partition("@")[2] or value) and value.count("(") == value.count(")"):
            continue
        title = "A result of authentication holds a value that is read differently from its end"
        where = at(field.name, field.offset)
        yield from differ(
            Finding("ambiguity.authentication", Severity.LOW, title, shown(match[0]), where),
            field.name,
            (
                reading("reads the whole value", value, RESEARCH),
                reading("stops at the special character", _cut(value), RESEARCH),
            ),
            field.offset,
            field.size,
        )
        return


def _cut(value: str) -> str:
    return _CUT.split(value, 1)[0]
