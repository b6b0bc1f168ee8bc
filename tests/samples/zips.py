"""ZIP archives that lie: about sizes, places, names and encryption."""

from __future__ import annotations

import hashlib
import hmac
import struct
import zlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from workbench.simulation.samples.archive import Entry, zip_archive

DIRECTORY, END = b"PK\x01\x02", b"PK\x05\x06"


def zeros(mebibytes: int, members: int = 1) -> bytes:
    """Members of zeros: about 1 KiB of archive a MiB."""
    entries = (Entry(f"{n}.bin", bytes(mebibytes << 20)) for n in range(members))
    return zip_archive(entries)


def lying(data: bytes, size: int = 10) -> bytes:
    """The last directory entry claims ``size`` bytes."""
    at = data.rfind(DIRECTORY) + 24
    return data[:at] + struct.pack("<I", size) + data[at + 4 :]


def overlapping(times: int) -> bytes:
    """One member of 8 MiB of zeros, listed ``times`` times under as many names."""
    one = zeros(8)
    start, end = one.rfind(DIRECTORY), one.rfind(END)
    entry = one[start:end]
    entries = b"".join(entry[:46] + b"%05d" % n + entry[51:] for n in range(times))
    tail = struct.pack("<4s4H2LH", END, 0, 0, times, times, len(entries), start, 0)
    return one[:start] + entries + tail


def renamed(shown: bytes, real: bytes) -> bytes:
    """The directory says ``shown``, the member's own header ``real`` (of the same length)."""
    data = zip_archive([Entry(real.decode(), b"content")])
    at = data.rfind(real)
    return data[:at] + shown + data[at + len(shown) :]


def aes_archive(name: str, content: bytes, password: bytes) -> bytes:
    """One deflated member under WinZip AES-256 (AE-2)."""
    salt = bytes(range(16))
    keys = hashlib.pbkdf2_hmac("sha1", password, salt, 1000, 66)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = _counter_mode(keys[:32], packer.compress(content) + packer.flush())
    seal = hmac.new(keys[32:64], body, hashlib.sha1).digest()[:10]
    packed = salt + keys[64:] + body + seal
    extra = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, 8)
    raw = name.encode()
    fields = struct.pack(
        "<5H3I2H", 51, 1, 99, 0, 0x21, 0, len(packed), len(content), len(raw), len(extra)
    )
    local = b"PK\x03\x04" + fields + raw + extra + packed
    entry = DIRECTORY + b"\x33\0" + fields + struct.pack("<3H2I", 0, 0, 0, 0, 0) + raw + extra
    end = struct.pack("<4s4H2LH", END, 0, 0, 1, 1, len(entry), len(local), 0)
    return local + entry + end


def _counter_mode(key: bytes, plain: bytes) -> bytes:
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    blocks = -(-len(plain) // 16)
    stream = encryptor.update(b"".join(n.to_bytes(16, "little") for n in range(1, blocks + 1)))
    return bytes(a ^ b for a, b in zip(plain, stream, strict=False))


def long_deflated(name: str, data: bytes) -> bytes:
    """One member packed by Deflate64."""
    import inflate64

    packer = inflate64.Deflater()
    packed = bytes(packer.deflate(data) + packer.flush())
    sizes = (zlib.crc32(data), len(packed), len(data), len(name), 0)
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 21, 0, 9, 0, 0x21, *sizes)
    entry = struct.pack("<4s6H3I5H2I", DIRECTORY, 21, 21, 0, 9, 0, 0x21, *sizes, 0, 0, 0, 0, 0)
    raw = name.encode()
    body, listed = local + raw + packed, entry + raw
    return body + listed + struct.pack("<4s4H2IH", END, 0, 0, 1, 1, len(listed), len(body), 0)
