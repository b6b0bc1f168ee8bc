"""One member of a RAR archive of any version, as its header tells it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RarLock:
    """How a RAR 5 key is made: ``rounds`` is the logarithm of PBKDF2's count."""

    rounds: int
    salt: bytes
    vector: bytes = b""
    check: bytes = b""  # 8 bytes that tell a wrong password, b"" where there are none


@dataclass(frozen=True, slots=True)
class RarMember:
    """``block`` is the header with the content behind it, to be unpacked alone."""

    name: str
    size: int
    packed: int
    offset: int
    block: bytes = field(repr=False)
    directory: bool = False
    encrypted: bool = False
    split: bool = False
    solid: bool = False
    stored: bool = False
    link: bool = False
    foreign: bool = False  # packed in a way that libarchive does not know
    checksum: int | None = None
    target: str = ""
    lock: RarLock | None = None
    compression: int = 0  # RAR 5's own word for method and dictionary
