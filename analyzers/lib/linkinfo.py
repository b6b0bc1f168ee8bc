"""Where a shortcut's target lay when it was made: volume, path, network share."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

PATH: Final = 4_096  # bytes of one path read; Windows' own limit is 260 characters
_DRIVES: Final = ("", "no root", "removable", "fixed", "remote", "CD-ROM", "RAM disk")


@dataclass(frozen=True, slots=True)
class Place:
    """``serial`` is the volume's, -1 for none; ``share`` the network name."""

    path: str = ""
    drive: str = ""
    serial: int = -1
    label: str = ""
    share: str = ""
    device: str = ""


def read(data: bytes) -> Place:
    """The LinkInfo structure ([MS-SHLLINK] 2.3); offsets outside of it give "".

    Raises ``struct.error`` where it is shorter than its own header.
    """
    header, flags, volume, base, network, suffix = struct.unpack_from("<IIIIII", data, 4)
    wide_base, wide_suffix = struct.unpack_from("<II", data, 28) if header >= 0x24 else (0, 0)
    tail = _either(data, suffix, wide_suffix)
    drive, serial, label, path, share, device = "", -1, "", "", "", ""
    if flags & 1:
        drive, serial, label = _volume(data[volume:])
        path = _either(data, base, wide_base) + tail
    if flags & 2:
        share, device = _network(data[network:])
        path = path or (share + "\\" + tail if tail else share)
    return Place(path, drive, serial, label, share, device)


def _volume(data: bytes) -> tuple[str, int, str]:
    if len(data) < 16:
        return "", -1, ""
    size, kind, serial, label = struct.unpack_from("<IIII", data)
    data = data[:size]
    wide = struct.unpack_from("<I", data, 16)[0] if label == 0x14 and len(data) >= 20 else 0
    drive = _DRIVES[kind] if kind < len(_DRIVES) else ""
    return drive, serial, _either(data, label if not wide else 0, wide)


def _network(data: bytes) -> tuple[str, str]:
    """CommonNetworkRelativeLink (2.3.2): the share and the letter it was mapped to."""
    if len(data) < 20:
        return "", ""
    size, flags, name, device = struct.unpack_from("<IIII", data)
    data = data[:size]
    wide = struct.unpack_from("<II", data, 20) if name > 0x14 and len(data) >= 28 else (0, 0)
    share = _either(data, name, wide[0])
    return share, _either(data, device, wide[1]) if flags & 1 else ""


def _either(data: bytes, narrow: int, wide: int) -> str:
    """The text at the UTF-16 offset, else that at the ANSI one."""
    if wide and wide < len(data):
        raw = data[wide : wide + PATH]
        return raw[: len(raw) & ~1].decode("utf-16-le", "replace").partition("\0")[0]
    if not narrow or narrow >= len(data):
        return ""
    return data[narrow : narrow + PATH].partition(b"\0")[0].decode("cp1252", "replace")
