"""The MIME structure of a letter as its client makes it (RFC 2045 to 2047, 2183, 2387)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.simulation.dice import number, token, unique_id
from workbench.simulation.letters.content import Part
from workbench.simulation.letters.header import encoded

LINE = 76  # characters of base64 per line


@dataclass(frozen=True, slots=True)
class Entity:
    """Content headers and the body below them."""

    headers: tuple[str, ...]
    body: bytes

    def bytes(self) -> bytes:
        return "\r\n".join(self.headers).encode() + b"\r\n\r\n" + self.body


def text_entity(text: str, subtype: str, method: str = "") -> Entity:
    """UTF-8 text, quoted-printable, except calendars, which clients send in base64."""
    kind = f'text/{subtype}; charset="utf-8"' + (f"; method={method}" if method else "")
    data = text.encode()
    if method:
        return Entity(_content(kind, "base64"), base64_lines(data))
    unix = data.replace(b"\r\n", b"\n")
    coded = binascii.b2a_qp(unix, istext=True).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return Entity(_content(kind, "quoted-printable"), coded + b"\r\n")


def file_entity(part: Part) -> Entity:
    """An attachment, or a picture shown in the text when it has a Content-ID."""
    name = encoded(part.name)
    how = "inline" if part.content_id else "attachment"
    headers: tuple[str, ...] = (
        f'Content-Type: {part.mime_type};\r\n name="{name}"',
        f'Content-Disposition: {how};\r\n filename="{name}"; size={len(part.data)}',
        "Content-Transfer-Encoding: base64",
    )
    if part.content_id:
        headers = (*headers, f"Content-ID: <{part.content_id}>", f"X-Attachment-Id: {name}")
    return Entity(headers, base64_lines(part.data))


def multipart(kind: str, boundary: str, entities: Sequence[Entity]) -> Entity:
    delimiter = f"--{boundary}".encode()
    blocks = b"".join(delimiter + b"\r\n" + e.bytes() + b"\r\n" for e in entities)
    header = f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"'
    return Entity((header,), blocks + delimiter + b"--\r\n")


def base64_lines(data: bytes) -> bytes:
    coded = base64.b64encode(data)
    lines = [coded[at : at + LINE] for at in range(0, len(coded), LINE)]
    return b"\r\n".join([*lines, b""])


def boundary(client: str, key: str, level: int) -> str:
    """A delimiter in the habit of the client."""
    word = re.sub(r"[-_]", "", token(40, "boundary", key, level)).upper()
    if client == "gmail":
        return f"000000000000{number(16**16, 'boundary', key, level):016x}"
    if client == "phone":
        return f"Apple-Mail-{unique_id('boundary', key, level).upper()}"
    if client == "bulk":
        return f"----=_Part_{number(9_000_000, key)}_{number(10**9, key, level)}"
    return f"_{level:03}_{word[:30]}_"


def _content(kind: str, encoding: str) -> tuple[str, ...]:
    return (f"Content-Type: {kind}", f"Content-Transfer-Encoding: {encoding}")
