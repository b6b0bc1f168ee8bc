"""Which header fields a signature covers, as the text that was signed, and which it leaves out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from analyzers.lib import canonical
from analyzers.lib.dkim_signature import Signed
from analyzers.lib.wire import Wire, WireField

# What a reader sees, or what decides how the body is read, under the names that people know.
SHOWN = {
    "from": "From",
    "subject": "Subject",
    "reply-to": "Reply-To",
    "date": "Date",
    "to": "To",
    "content-type": "Content-Type",
}
# b= with its value, which is left out of what is signed (RFC 6376, 3.5); no two parts of the
# pattern can match the same character, so that it is linear.
_TAG = re.compile(rb"[ \t]*\[[^\]\r\n]{1,60}\][ \t]*")
_VALUE = re.compile(rb"((?:^|;)[ \t\r\n]*b[ \t\r\n]*=)[^;]*")


def signed_text(wire: Wire, signed: Signed) -> bytes:
    """What a DKIM-Signature or ARC-Message-Signature is made over (RFC 6376, 3.7)."""
    chosen = _chosen(wire, signed.headers)
    return joined(chosen, signed.field, signed.relaxed_header)


def joined(fields: Iterable[WireField], own: WireField, relaxed: bool) -> bytes:
    """The fields, then the signature's own with b= emptied and without its CRLF."""
    parts = [canonical.header(field, relaxed) for field in fields]
    emptied = WireField(own.key, own.name, _VALUE.sub(rb"\1", own.value, 1), own.offset)
    if not emptied.value.endswith(b"\r\n"):
        emptied = WireField(own.key, own.name, emptied.value + b"\r\n", own.offset)
    parts.append(canonical.header(emptied, relaxed)[:-2])
    return b"".join(parts)


def unsigned(wire: Wire, signed: Signed) -> tuple[str, ...]:
    """Fields a reader sees that are there and not signed, or there more often than signed."""
    covered = Counter(signed.headers)
    there = Counter(field.key for field in wire.fields)
    return tuple(shown for key, shown in SHOWN.items() if there[key] > covered[key])


def without_subject_tag(wire: Wire) -> Wire | None:
    """The same with the subject as it was before a list put its "[name] " there; None without."""
    fields = list(wire.fields)
    for index, field in enumerate(fields):
        if field.key == "subject" and (tag := _TAG.match(field.value)):
            plain = b" " + field.value[tag.end() :]
            fields[index] = WireField(field.key, field.name, plain, field.offset)
            return Wire(tuple(fields), wire.body)
    return None


def _chosen(wire: Wire, names: Sequence[str]) -> Iterator[WireField]:
    """From the bottom up where a name is listed several times (RFC 6376, 5.4.2)."""
    left: dict[str, list[WireField]] = {}
    for name in names:
        if name not in left:
            left[name] = wire.all(name)
        if left[name]:
            yield left[name].pop()
