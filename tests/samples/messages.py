"""Internet messages, written byte by byte."""

from __future__ import annotations

FROM = ("From", "Ann Example <ann@example.com>")
DATE = ("Date", "Mon, 1 Jun 2020 10:00:00 +0200")
PLAIN = "text/plain; charset=utf-8"

Header = tuple[str, str | bytes]


def message(*headers: Header, body: bytes = b"Hello\r\n", complete: bool = True) -> bytes:
    """A message; the fields every message has come first unless ``complete`` is False."""
    fields = (FROM, DATE, *headers) if complete else headers
    return block(*fields) + body


def block(*headers: Header) -> bytes:
    """A header block with the empty line that ends it."""
    return b"".join(_field(name, value) for name, value in headers) + b"\r\n"


def part(content_type: str, body: bytes, *headers: Header) -> bytes:
    """A part as it stands between two boundaries."""
    return block(("Content-Type", content_type), *headers) + body


def multipart(
    *parts: bytes, boundary: str = "b1", subtype: str = "mixed", end: bool = True
) -> bytes:
    """A multipart as a part of its own; ``end`` False leaves the closing line out."""
    mark = f"--{boundary}".encode()
    inner = b"".join(mark + b"\r\n" + each + b"\r\n" for each in parts)
    closing = mark + b"--\r\n" if end else b""
    return part(f'multipart/{subtype}; boundary="{boundary}"', inner + closing)


def whole(content: bytes, *headers: Header) -> bytes:
    """A message around a part that brings its own Content-Type."""
    return block(FROM, DATE, ("MIME-Version", "1.0"), *headers)[:-2] + content


def _field(name: str, value: str | bytes) -> bytes:
    raw = value if isinstance(value, bytes) else value.encode()
    return name.encode() + b": " + raw + b"\r\n"
