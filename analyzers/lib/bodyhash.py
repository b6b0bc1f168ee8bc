"""Body hashes of signatures, which need no key: whether the body is still what was signed."""

from __future__ import annotations

import hashlib
import re

from analyzers.lib import canonical
from analyzers.lib.dkim_signature import Signed
from analyzers.lib.wire import Wire
from analyzers.model.authentication import BodyHash

# Lines that lists put above what they append: at least this many of one character, or "-- ".
_RULE = re.compile(rb"\r\n(?:([_=*-])\1{7,200}|-- ?)[ \t]*(?=\r\n)")
LARGEST = 64 << 20  # bytes of a body that is hashed: runs of blanks cost up to 70 ms a MiB
FOOTERS = 4  # places tried as the beginning of a footer, last first: each costs a hash
_WINDOW = 16 << 10  # bytes at the end in which a footer is looked for


class Bodies:
    """The body in its two canonical forms and its hashes, each made once for all signatures."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._forms: dict[bool, bytes] = {}
        self._hashes: dict[tuple[bool, str, int], bytes] = {}

    def check(self, signed: Signed) -> BodyHash:
        if self._wire.body is None or self.too_large or signed.problem:
            return BodyHash.UNCHECKED
        if signed.length > self.size(signed):
            return BodyHash.DIFFERS  # it signed more than there is (RFC 6376, 3.5)
        same = self._hash(signed) == signed.body_hash
        return BodyHash.MATCHES if same else BodyHash.DIFFERS

    @property
    def too_large(self) -> bool:
        return len(self._wire.body or b"") > LARGEST

    def size(self, signed: Signed) -> int:
        """Bytes of the body in the signature's form."""
        return len(self._form(signed.relaxed_body))

    def tail(self, signed: Signed) -> bytes:
        """What stands behind the bytes that l= covers: anybody may have put it there."""
        if signed.length < 0 or self.too_large:
            return b""
        return self._form(signed.relaxed_body)[signed.length :]

    def without_footer(self, signed: Signed) -> bool:
        """Whether the body is what was signed once a list's footer is taken off its end."""
        body = self._wire.body
        if body is None or signed.problem or signed.length >= 0:
            return False
        start = max(0, len(body) - _WINDOW)
        places = [start + match.start() for match in _RULE.finditer(body[start:])]
        return any(self._cut(signed, body[:place]) for place in reversed(places[-FOOTERS:]))

    def _cut(self, signed: Signed, body: bytes) -> bool:
        form = canonical.body(body + b"\r\n", signed.relaxed_body)
        return hashlib.new(signed.digest, form, usedforsecurity=False).digest() == signed.body_hash

    def _form(self, relaxed: bool) -> bytes:
        if relaxed not in self._forms:
            self._forms[relaxed] = canonical.body(self._wire.body or b"", relaxed)
        return self._forms[relaxed]

    def _hash(self, signed: Signed) -> bytes:
        key = (signed.relaxed_body, signed.digest, signed.length)
        if key not in self._hashes:
            form = self._form(signed.relaxed_body)
            part = memoryview(form)[: signed.length] if signed.length >= 0 else form
            self._hashes[key] = hashlib.new(signed.digest, part, usedforsecurity=False).digest()
        return self._hashes[key]
