"""Unpacks LZX, the compression of compiled help ([MS-PATCH] 2, with the known errata on trees)."""

from __future__ import annotations

from typing import Final

FRAME: Final = 0x8000  # bytes; the bit stream is aligned after each
_SLOTS: Final = {15: 30, 16: 32, 17: 34, 18: 36, 19: 38, 20: 42, 21: 50}  # by bits of the window
_LENGTHS: Final = 249
_EXTRA: Final = [0, 0, 0, 0] + [min(n // 2 + 1, 17) for n in range(46)]
_BASE: Final = [sum(1 << bits for bits in _EXTRA[:slot]) for slot in range(50)]


class Damaged(ValueError):
    """The stream does not hold together."""


class _Bits:
    """Bits out of 16-bit little-endian words, the highest first; zeros behind the end."""

    __slots__ = ("at", "count", "data", "value")

    def __init__(self, data: bytes) -> None:
        self.data, self.at, self.value, self.count = data, 0, 0, 0

    def fill(self, wanted: int) -> None:
        while self.count < wanted:
            if self.at > len(self.data) + 4:
                raise Damaged("the stream ends too early")
            word = int.from_bytes(self.data[self.at : self.at + 2], "little")
            self.value = (self.value << 16 | word) & 0xFFFF_FFFF_FFFF
            self.count += 16
            self.at += 2

    def take(self, wanted: int) -> int:
        if self.count < wanted:
            self.fill(wanted)
        self.count -= wanted
        return (self.value >> self.count) & ((1 << wanted) - 1)

    def align(self) -> None:
        self.count -= self.count % 16

    def raw(self) -> None:
        """Go on in bytes: what is left of the current word is skipped, a whole word is not."""
        self.align()
        self.at -= self.count // 8
        self.count = self.value = 0


class _Tree:
    """A canonical code; ``table`` gives for so many bits the symbol and its length."""

    __slots__ = ("longest", "table")

    def __init__(self, lengths: list[int]) -> None:
        self.longest = max(lengths, default=0)
        self.table: list[int] = []
        for length in range(1, self.longest + 1):
            width = 1 << (self.longest - length)
            for symbol, bits in enumerate(lengths):
                if bits == length:
                    self.table += [symbol << 5 | length] * width
            if len(self.table) > 1 << self.longest:
                raise Damaged("a code has too many words")

    def read(self, bits: _Bits) -> int:
        longest = self.longest
        if bits.count < longest:
            bits.fill(longest)
        place = (bits.value >> (bits.count - longest)) & ((1 << longest) - 1)
        if place >= len(self.table):
            raise Damaged("a word that the code does not have")
        found = self.table[place]
        bits.count -= found & 31
        return found >> 5


class Lzx:
    """The state between two resets; ``unpack`` gives the bytes of one reset interval."""

    def __init__(self, window: int) -> None:
        if window not in _SLOTS:
            raise Damaged(f"a window of 2^{window} bytes is none")
        self._elements = 256 + 8 * _SLOTS[window]
        self.translation = 0  # size for which calls were translated, 0 where none were
        self._reset()

    def _reset(self) -> None:
        self._main_lengths, self._length_lengths = [0] * self._elements, [0] * _LENGTHS
        self._offsets = [1, 1, 1]
        self._kind = self._left = 0
        self._main = self._length = self._aligned = _Tree([])

    def unpack(self, data: bytes, size: int) -> bytes:
        """At most ``size`` bytes.  Raises ``Damaged``."""
        self._reset()
        bits, out = _Bits(data), bytearray()
        self.translation = bits.take(16) << 16 | bits.take(16) if bits.take(1) else 0
        while len(out) < size:
            self._frame(bits, out, min(size, len(out) + FRAME))
            bits.align()
        return bytes(out)

    def _frame(self, bits: _Bits, out: bytearray, end: int) -> None:
        while len(out) < end:
            if not self._left:
                self._block(bits)
            before, goal = len(out), min(end, len(out) + self._left)
            if self._kind == 3:
                self._copy(bits, out, goal - before)
            else:
                self._symbols(bits, out, goal)
            self._left -= len(out) - before
            if self._left < 0 or len(out) > end:
                raise Damaged("a match leaves its block")

    def _block(self, bits: _Bits) -> None:
        self._kind, self._left = bits.take(3), bits.take(16) << 8 | bits.take(8)
        if self._kind not in (1, 2, 3) or not self._left:
            raise Damaged("a block of no known kind")
        if self._kind == 3:
            bits.raw()
            raw = bits.data[bits.at : bits.at + 12]
            self._offsets = [int.from_bytes(raw[n : n + 4], "little") for n in (0, 4, 8)]
            bits.at += 12
            return
        if self._kind == 2:
            self._aligned = _Tree([bits.take(3) for _ in range(8)])
        _lengths(bits, self._main_lengths, 0, 256)
        _lengths(bits, self._main_lengths, 256, self._elements)
        _lengths(bits, self._length_lengths, 0, _LENGTHS)
        self._main, self._length = _Tree(self._main_lengths), _Tree(self._length_lengths)

    def _copy(self, bits: _Bits, out: bytearray, size: int) -> None:
        found = bits.data[bits.at : bits.at + size]
        if len(found) < size:
            raise Damaged("the stream ends too early")
        out += found
        bits.at += size
        if self._left == size and size % 2:
            bits.at += 1

    def _symbols(self, bits: _Bits, out: bytearray, goal: int) -> None:
        main, length = self._main.read, self._length.read
        while len(out) < goal:
            symbol = main(bits)
            if symbol < 256:
                out.append(symbol)
                continue
            size = symbol & 7
            size += (length(bits) if size == 7 else 0) + 2
            _repeat(out, self._offset(bits, (symbol - 256) >> 3), size)

    def _offset(self, bits: _Bits, slot: int) -> int:
        offsets = self._offsets
        if slot < 3:
            offsets[0], offsets[slot] = offsets[slot], offsets[0]
            return offsets[0]
        extra = _EXTRA[slot]
        if self._kind == 2 and extra >= 3:
            more = (bits.take(extra - 3) << 3) + self._aligned.read(bits)
        else:
            more = bits.take(extra)
        self._offsets = [_BASE[slot] + more - 2, offsets[0], offsets[1]]
        return self._offsets[0]


def _repeat(out: bytearray, offset: int, size: int) -> None:
    start = len(out) - offset
    if start < 0 or offset <= 0:
        raise Damaged("a match reaches before the beginning")
    if offset >= size:
        out += out[start : start + size]
    else:
        out += (out[start:] * (size // offset + 1))[:size]


def _lengths(bits: _Bits, lengths: list[int], start: int, end: int) -> None:
    """Code lengths as differences to those of the block before, themselves in a code."""
    tree = _Tree([bits.take(4) for _ in range(20)])
    at = start
    while at < end:
        code = tree.read(bits)
        if code < 17:
            lengths[at] = (lengths[at] - code) % 17
            at += 1
            continue
        run = 4 + bits.take(4) if code == 17 else 20 + bits.take(5) if code == 18 else 0
        value = 0
        if code == 19:
            run = 4 + bits.take(1)
            value = (lengths[at] - tree.read(bits)) % 17
        run = min(run, end - at)
        lengths[at : at + run] = [value] * run
        at += run
