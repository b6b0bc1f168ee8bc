"""Cabinets written byte by byte ([MS-CAB])."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

STORED, MSZIP, QUANTUM = 0, 1, 2
BLOCK = 0x8000


def cabinet(files: Mapping[str, bytes], method: int = MSZIP, flags: int = 0) -> bytes:
    """One folder with all files; MSZIP blocks share their history."""
    whole = b"".join(files.values())
    blocks = [whole[at : at + BLOCK] for at in range(0, len(whole), BLOCK)]
    packed = [_packed(block, whole[max(0, n * BLOCK - BLOCK) : n * BLOCK], method)
              for n, block in enumerate(blocks)]  # fmt: skip
    listed, offset = b"", 0
    for name, data in files.items():
        listed += struct.pack("<IIHHHH", len(data), offset, 0, 0, 0, 0x80) + name.encode() + b"\0"
        offset += len(data)
    more = b"other.cab\0disk\0" if flags & 2 else b""
    start = 36 + len(more) + 8
    data_at = start + len(listed)
    data = b"".join(
        struct.pack("<IHH", 0, len(p), len(b)) + p for p, b in zip(packed, blocks, strict=True)
    )
    folder = struct.pack("<IHH", data_at, len(blocks), method)
    head = struct.pack(
        "<4sIIIIIBBHHHHH", b"MSCF", 0, data_at + len(data), 0, start, 0, 3, 1, 1, len(files),
        flags, 0, 0,
    )  # fmt: skip
    return head + more + folder + listed + data


def _packed(block: bytes, before: bytes, method: int) -> bytes:
    if method != MSZIP:
        return block
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=before)
    return b"CK" + packer.compress(block) + packer.flush()
