"""Unpacks single compressed streams (gzip, bzip2, xz, zstd) step by step, under bounds."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable
from typing import Any, Final, Protocol

from analyzers.lib.failures import reason
from analyzers.lib.unpack import CHUNK, Allowance, Stop, Unpacked

MEMORY: Final = 256 << 20  # bytes an xz stream may ask for; xz -9 asks for 65 MiB
STREAMS: Final = 1_000  # one behind the other in a file, as log rotation writes them
BROKEN: Final = (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError)


class Decompressor(Protocol):
    """What bz2, lzma and zstd share; gzip is given the same face."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Gzip:
    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)  # with header and checksum
        self._rest = b""

    @property
    def eof(self) -> bool:
        return self._inflate.eof

    @property
    def unused_data(self) -> bytes:
        return self._inflate.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        out = self._inflate.decompress(self._rest + data, max(0, max_length))
        self._rest = self._inflate.unconsumed_tail
        return out


class _Zstandard:
    def __init__(self) -> None:
        from backports import zstd

        self._error: type[Exception] = zstd.ZstdError
        self._inner: Any = zstd.ZstdDecompressor()

    @property
    def eof(self) -> bool:
        return bool(self._inner.eof)

    @property
    def unused_data(self) -> bytes:
        return bytes(self._inner.unused_data)

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        try:
            return bytes(self._inner.decompress(data, max_length))
        except self._error as problem:
            raise ValueError(str(problem)) from problem


_MAKERS: Final[dict[str, Callable[[], Decompressor]]] = {
    "gz": _Gzip,
    "bz2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(memlimit=MEMORY),
    "zst": _Zstandard,
}
KINDS: Final = frozenset(_MAKERS)
IMPORTS: Final = ("backports.zstd",)


def unpacked(kind: str, data: bytes, allowance: Allowance) -> Unpacked:
    """All streams of a file one behind the other; what is no stream behind them is left alone."""
    out, rest = bytearray(), data
    stop, detail = Stop.NONE, ""
    for _ in range(STREAMS):
        stop, detail, rest = _stream(_MAKERS[kind](), rest, len(data), out, allowance)
        if stop or not rest or not rest.startswith(data[:2]):
            break
    allowance.left -= len(out)
    return Unpacked(bytes(out), stop, detail)


def _stream(
    stream: Decompressor, data: bytes, packed: int, out: bytearray, allowance: Allowance
) -> tuple[Stop, str, bytes]:
    """Why it ended early, in what way, and the bytes behind its end."""
    given = data
    while not stream.eof:
        try:
            chunk = stream.decompress(given, CHUNK)
        except BROKEN as problem:
            return Stop.DAMAGED, reason(problem), b""
        given = b""
        if not chunk and not stream.eof:
            return Stop.DAMAGED, "it ends in the middle", b""
        if stop := allowance.exceeded(len(out) + len(chunk), packed):
            return stop, "", b""
        out += chunk
    return Stop.NONE, "", stream.unused_data
