"""Frames on a pipe: one JSON value and raw blobs, length-prefixed, within a byte budget."""

from __future__ import annotations

import os
import struct
from collections import deque
from collections.abc import Generator, Iterable
from dataclasses import dataclass

from analyzers.model.codec import Malformed

_HEAD = struct.Struct(">II")  # bytes of JSON, number of blobs
_LENGTH = struct.Struct(">Q")
BLOBS = 4_096  # blobs one frame may carry; a unit yields at most 500 children
CHUNK = 1 << 18  # bytes read at once; Linux pipes hold 64 KiB unless widened
WRITE = 1 << 20  # bytes offered to a pipe at once


@dataclass(frozen=True, slots=True)
class Frame:
    text: bytes
    blobs: tuple[bytes, ...] = ()


def pack(text: bytes, blobs: Iterable[bytes] = ()) -> list[bytes]:
    """The pieces of one frame, in the order they go over the pipe."""
    blobs = list(blobs)
    lengths = b"".join(_LENGTH.pack(len(blob)) for blob in blobs)
    return [_HEAD.pack(len(text), len(blobs)) + lengths + text, *blobs]


def write_all(descriptor: int, pieces: Iterable[bytes]) -> None:
    """Write to a blocking pipe until everything has gone."""
    for piece in pieces:
        view = memoryview(piece)
        while view:
            view = view[os.write(descriptor, view) :]


class FrameReader:
    """Cuts a stream into frames; one beyond the budget is Malformed before it is read."""

    def __init__(self, text_budget: int, blob_budget: int) -> None:
        self._budgets = (text_budget, blob_budget)
        self._text_left, self._blobs_left = self._budgets
        self._parts: list[bytes] = []
        self._have = 0
        self._ready: list[Frame] = []
        self._cutter = self._cut()
        self._wanted = next(self._cutter)

    def renew(self) -> None:
        """Give the sender its full budget again."""
        self._text_left, self._blobs_left = self._budgets

    def feed(self, chunk: bytes) -> list[Frame]:
        """Take what was read and return the frames it completes."""
        while len(chunk) >= self._wanted - self._have:
            cut = self._wanted - self._have
            self._parts.append(chunk[:cut])
            chunk, piece = chunk[cut:], b"".join(self._parts)
            self._parts, self._have = [], 0
            self._wanted = self._cutter.send(piece)
        self._parts.append(chunk)
        self._have += len(chunk)
        ready, self._ready = self._ready, []
        return ready

    def _cut(self) -> Generator[int, bytes, None]:
        """Yield how many bytes are wanted next and be sent exactly those."""
        while True:
            text_length, count = _HEAD.unpack((yield _HEAD.size))
            self._text_left -= text_length
            if self._text_left < 0 or count > BLOBS:
                raise Malformed("more text than agreed")
            lengths = [size for (size,) in _LENGTH.iter_unpack((yield count * _LENGTH.size))]
            self._blobs_left -= sum(lengths)
            if self._blobs_left < 0:
                raise Malformed("more bytes than agreed")
            text = yield text_length
            blobs = []
            for length in lengths:
                blobs.append((yield length))
            self._ready.append(Frame(text, tuple(blobs)))


class Outbox:
    """What still has to go over a pipe that does not block."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self._waiting: deque[memoryview] = deque()

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def put(self, text: bytes, blobs: Iterable[bytes] = ()) -> None:
        self._waiting.extend(memoryview(piece) for piece in pack(text, blobs) if piece)

    def clear(self) -> None:
        self._waiting.clear()

    def flush(self) -> None:
        """Write what the pipe takes now; raises BrokenPipeError where nobody reads any more."""
        try:
            while self._waiting:
                written = os.write(self.descriptor, self._waiting[0][:WRITE])
                rest = self._waiting[0][written:]
                if rest:
                    self._waiting[0] = rest
                else:
                    self._waiting.popleft()
        except BlockingIOError:
            return
