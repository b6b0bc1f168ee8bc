"""Takes data: addresses (RFC 2397) apart."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote_to_bytes

_HEAD = re.compile(r"\s{0,9}data:([\w.+/-]{0,100})((?:;[^;,]{0,100}){0,10}),", re.I)
_BASE64: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NOT_BASE64: Final = bytes(sorted(set(range(256)) - set(_BASE64)))

_EXTENSIONS: Final = {
    "text/html": "html", "image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg",
    "image/gif": "gif", "image/webp": "webp", "application/pdf": "pdf", "application/zip": "zip",
    "text/plain": "txt", "application/javascript": "js", "text/javascript": "js",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Data:
    """The content of a data: address and the type it claims."""

    type: str
    content: bytes = field(repr=False)

    @property
    def extension(self) -> str:
        return _EXTENSIONS.get(self.type, "bin")


def read(url: str) -> Data | None:
    """The content; None where the address is no data: address."""
    head = _HEAD.match(url)
    if head is None:
        return None
    kind = head.group(1).lower() or "text/plain"
    body = unquote_to_bytes(url[head.end() :])
    if "base64" in head.group(2).lower():
        return Data(kind, from_base64(body.decode("latin-1")))
    return Data(kind, body)


def from_base64(text: str) -> bytes:
    """What base64 text holds, as leniently as a browser reads it; b"" where it holds nothing."""
    clean = text.replace("-", "+").replace("_", "/").encode("ascii", "ignore")
    clean = clean.translate(None, _NOT_BASE64)
    clean = clean[: len(clean) - (len(clean) % 4 == 1)]
    try:
        return base64.b64decode(clean + b"=" * (-len(clean) % 4))
    except (binascii.Error, ValueError):
        return b""
