"""What an X.509 certificate says (RFC 5280), as text; nothing of it is believed here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

# What asn1crypto raises on malformed structures.
BROKEN: Final = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
    NotImplementedError,
)
ADDRESSES: Final = 20  # e-mail addresses of one certificate
_TEXT: Final = 300  # characters of a name


@dataclass(frozen=True, slots=True)
class Certificate:
    """Times are ISO 8601, the serial number hexadecimal; "" where a field cannot be read."""

    subject: str
    addresses: tuple[str, ...]
    issuer: str
    serial: str
    not_before: str
    not_after: str


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate of an envelope, with what it is found by, computed once."""

    source: Any  # asn1crypto's object
    shown: Certificate
    subject: str
    issuer: str

    @classmethod
    def of(cls, source: Any) -> Held:
        subject = _text(lambda: source.subject.hashable)
        return cls(source, read_certificate(source), subject, _text(lambda: source.issuer.hashable))


def read_certificate(held: Any) -> Certificate:
    """From asn1crypto's object; each field on its own, so that one broken one hides no other."""
    return Certificate(
        subject=_text(lambda: held.subject.human_friendly),
        addresses=_addresses(held),
        issuer=_text(lambda: held.issuer.human_friendly),
        serial=_text(lambda: f"{held.serial_number:x}"),
        not_before=_text(lambda: held.not_valid_before.isoformat()),
        not_after=_text(lambda: held.not_valid_after.isoformat()),
    )


def chain(start: Held, held: list[Held]) -> tuple[str, ...]:
    """Subjects from a certificate upwards, as far as its issuers are at hand; who signed whom is
    not checked."""
    found = [start]
    while len(found) < len(held):
        issuer = found[-1].issuer
        above = next((each for each in held if each.subject == issuer and each not in found), None)
        if above is None:
            break
        found.append(above)
    return tuple(each.shown.subject for each in found)


def _text(read: Callable[[], object]) -> str:
    try:
        return str(read())[:_TEXT]
    except BROKEN:
        return ""


def _addresses(held: Any) -> tuple[str, ...]:
    found = dict.fromkeys([*_subject_addresses(held), *_alternative_addresses(held)])
    return tuple(address[:_TEXT] for address in found if "@" in address)[:ADDRESSES]


def _subject_addresses(held: Any) -> Iterator[str]:
    try:
        value = held.subject.native.get("email_address", "")
    except BROKEN:
        return
    yield from ([value] if isinstance(value, str) else map(str, value))


def _alternative_addresses(held: Any) -> Iterator[str]:
    """RFC 8550, 3: the address in the alternative name is the one that counts."""
    try:
        names = held.subject_alt_name_value
        yield from (str(name.native) for name in names or () if name.name == "rfc822_name")
    except BROKEN:
        return
