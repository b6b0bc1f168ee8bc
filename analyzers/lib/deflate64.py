"""Unpacks Deflate64 (APPNOTE.TXT 4.4.5, method 9), which the standard library does not know."""

from __future__ import annotations

from typing import Final

METHOD: Final = 9
_STEP: Final = 4096  # packed bytes at a time: at most some 4 MB come out of them
IMPORTS: Final = ("inflate64",)


class Inflating64:
    """The content in steps; each holds what one step of packed bytes gives."""

    def __init__(self, packed: bytes) -> None:
        import inflate64

        self._inflate, self._packed, self._at = inflate64.Inflater(), packed, 0

    def read(self, _size: int) -> bytes:
        """The next bytes, b"" at the end; ``ValueError`` for what is damaged or ends too early."""
        while not self._inflate.eof:
            piece = self._packed[self._at : self._at + _STEP]
            if not piece:
                raise ValueError("the packed bytes end too early")
            self._at += len(piece)
            if data := bytes(self._inflate.inflate(piece)):
                return data
        return b""
