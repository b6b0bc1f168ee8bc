"""Takes apart the MIME this simulation wrote itself into what Graph shows of it.

It trusts its input and is no parser for mail that came from elsewhere.
"""

from __future__ import annotations

import base64
import itertools
import quopri
import re
from dataclasses import dataclass

BLANK = re.compile(rb"\r?\n\r?\n")  # the line between headers and body


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf of the MIME tree with its content decoded."""

    headers: tuple[tuple[str, str], ...]
    content: bytes

    def header(self, name: str) -> str:
        wanted = name.casefold()
        return next((v for n, v in self.headers if n.casefold() == wanted), "")

    @property
    def content_type(self) -> str:
        return self.header("Content-Type").partition(";")[0].strip().casefold() or "text/plain"

    @property
    def name(self) -> str:
        return _parameter(self.header("Content-Disposition"), "filename") or _parameter(
            self.header("Content-Type"), "name"
        )

    @property
    def is_inline(self) -> bool:
        return self.header("Content-Disposition").casefold().startswith("inline")

    @property
    def is_attachment(self) -> bool:
        disposition = self.header("Content-Disposition").casefold()
        return disposition.startswith("attachment") or bool(self.name)

    def text(self) -> str:
        charset = _parameter(self.header("Content-Type"), "charset") or "utf-8"
        return self.content.decode(charset, "replace")


def headers_of(data: bytes) -> tuple[tuple[str, str], ...]:
    """Names and unfolded values, top first."""
    block = BLANK.split(data, maxsplit=1)[0].decode("utf-8", "replace")
    unfolded = re.sub(r"\r?\n([ \t])", r"\1", block)
    pairs = (line.partition(":") for line in unfolded.splitlines() if ":" in line)
    return tuple((name.strip(), value.strip()) for name, _, value in pairs)


def parts_of(data: bytes) -> list[Part]:
    """The leaves in their order; a message inside is one leaf."""
    pieces = pieces_of(data)
    if pieces:
        return [leaf for piece in pieces for leaf in parts_of(piece)]
    headers = headers_of(data)
    body = BLANK.split(data, maxsplit=1)[-1] if BLANK.search(data) else b""
    encoding = Part(headers, b"").header("Content-Transfer-Encoding")
    return [Part(headers, _decoded(body, encoding))]


def pieces_of(data: bytes) -> list[bytes]:
    """The parts of a multipart message, headers included; none of any other."""
    part = Part(headers_of(data), b"")
    boundary = _parameter(part.header("Content-Type"), "boundary")
    if not part.content_type.startswith("multipart/") or not boundary:
        return []
    return _pieces(BLANK.split(data, maxsplit=1)[-1] if BLANK.search(data) else b"", boundary)


def body_of(data: bytes, kind: str) -> tuple[str, str]:
    """Kind and text of the body: the wanted kind ("html", "text") when there is one."""
    bodies = {
        part.content_type: part.text()
        for part in reversed(parts_of(data))
        if part.content_type in {"text/html", "text/plain"} and not part.is_attachment
    }
    html, plain = bodies.get("text/html"), bodies.get("text/plain")
    if html is not None and (kind == "html" or plain is None):
        return "html", html
    return "text", plain or ""


def attachments_of(data: bytes) -> list[Part]:
    return [part for part in parts_of(data) if part.is_attachment]


def _pieces(body: bytes, boundary: str) -> list[bytes]:
    """What lies between the boundaries; the writer ends lines with CRLF and nests by names."""
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:]
    inner = itertools.takewhile(lambda piece: not piece.startswith(b"--"), pieces)
    return [piece.partition(b"\r\n")[2] for piece in inner]


def _decoded(body: bytes, encoding: str) -> bytes:
    match encoding.strip().casefold():
        case "base64":
            return base64.b64decode(body)
        case "quoted-printable":
            return quopri.decodestring(body)
    return body


def _parameter(value: str, name: str) -> str:
    match = re.search(rf';\s*{name}\*?\d*\*?="?([^";]+)"?', value, re.IGNORECASE)
    return match[1].strip() if match else ""
