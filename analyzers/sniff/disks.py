"""Tells images of disks and of their file systems apart."""

from __future__ import annotations

import struct
from typing import Final

_SECTOR: Final = 512
_DESCRIPTORS: Final = 0x8001  # byte behind the type of the first volume descriptor, sector 16
_JUMPS: Final = (b"\xeb", b"\xe9")  # how the code of a boot sector begins
_PARTITIONS: Final = 446  # where the table of partitions begins
_UDF: Final = (b"BEA01", b"NSR02", b"NSR03")  # ECMA-167 2/9


def kind(data: bytes) -> str:
    """The kind of image, "" for none."""
    if data[:8] in (b"conectix", b"vhdxfile"):
        return "vhd" if data[0] == 0x63 else "vhdx"
    if data[:4] in (b"KDMV", b"COWD") or data.startswith(b"# Disk DescriptorFile"):
        return "vmdk"
    if data[:4] == b"QFI\xfb":
        return "qcow"
    found = _optical(data) or _boot(data)
    return by_footer(data) or found if found in ("disk", "fat", "ntfs") else found


def by_footer(data: bytes) -> str:
    """By the last sector; to be asked only where the beginning is nothing that is opened alone."""
    footer = data[-_SECTOR:]
    if footer[:8] == b"conectix":  # a disk of fixed size
        return "vhd"
    return "dmg" if footer[:4] == b"koly" and footer[8:12] == b"\0\0\2\0" else ""


def _optical(data: bytes) -> str:
    """A bridge disc begins with ISO 9660 and goes on with UDF: its kind is that of the first."""
    mark = data[_DESCRIPTORS : _DESCRIPTORS + 5]
    if mark == b"CD001":
        return "iso"
    return "udf" if mark in _UDF else ""


def _boot(data: bytes) -> str:
    """By the first sector: a file system's parameters, or a table of partitions."""
    if data[510:512] != b"\x55\xaa":
        return ""
    if data[:1] in _JUMPS:
        if data[3:11] == b"NTFS    ":
            return "ntfs"
        if data[3:11] == b"EXFAT   " or data[54:57] == b"FAT" or data[82:87] == b"FAT32":
            return "fat"
        if _parameters(data):
            return "fat"
    return "disk" if data[512:520] == b"EFI PART" or _partitions(data) else ""


def _parameters(data: bytes) -> bool:
    """Parameters of FAT that hold together, where no name of it is written."""
    sector, cluster, reserved, copies = struct.unpack_from("<HBHB", data, 11)
    sizes = sector in (512, 1024, 2048, 4096) and cluster and not cluster & (cluster - 1)
    return bool(sizes and reserved and copies in (1, 2) and data[21] >= 0xF0)


def _partitions(data: bytes) -> bool:
    entries = [data[at : at + 16] for at in range(_PARTITIONS, _PARTITIONS + 64, 16)]
    used = [entry for entry in entries if entry[4]]
    states = all(entry[0] in (0, 0x80) for entry in entries)
    return bool(used) and states and all(any(entry[12:16]) for entry in used)
