"""What executables and raw bytes show."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a PE image; entropy in bits per byte, offsets and sizes in bytes."""

    name: str
    virtual_address: int
    virtual_size: int
    offset: int
    size: int
    entropy: float
    flags: str  # "r-x" style


@dataclass(frozen=True, slots=True)
class ImportedLibrary:
    library: str
    functions: tuple[str, ...]
    delayed: bool = False  # loaded on the first call only


@dataclass(frozen=True, slots=True)
class ExportedFunctions:
    """What a library offers; ``count`` includes those without a name or not listed."""

    library: str
    count: int
    functions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgramResource:
    """What a program carries beside its code; ``kind`` is tasted from the bytes."""

    type: str
    name: str
    language: int  # Windows' number of the language, 0 for none
    offset: int  # -1 where the file does not hold it
    size: int
    kind: str
    entropy: float  # bits per byte


@dataclass(frozen=True, slots=True)
class Ability:
    """What a program could do; ``technique`` is its number in MITRE ATT&CK."""

    sentence: str
    technique: str
    evidence: str  # functions and texts it is read from


@dataclass(frozen=True, slots=True)
class EntropyProfile:
    """Entropy in bits per byte of equal blocks over the whole artifact, at most 256 of them."""

    block: int  # bytes a block
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class FoundString:
    """A run of readable text in the bytes; ``encoding`` is ASCII, UTF-16 (little-endian), UTF-16BE,
    or how it was hidden: base64, hex, "XOR 0x41"."""

    offset: int
    encoding: str
    text: str
