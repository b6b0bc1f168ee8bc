"""Looks for a secret in bytes, in each form in which a program could have left it there."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

LEAST = 16  # bytes of a secret: fewer are met by chance


@dataclass(frozen=True, slots=True)
class Trace:
    secret: str  # what it is called, never the secret itself
    form: str
    where: str


def forms(secret: bytes) -> Iterator[tuple[str, bytes]]:
    """Names of the forms, and what to look for."""
    assert len(secret) >= LEAST
    yield "clear", secret
    yield "hex", secret.hex().encode()
    yield "HEX", secret.hex().upper().encode()
    for start in range(3):
        inner = _base64(secret, start)
        yield f"base64 from {start}", inner
        yield f"base64url from {start}", inner.translate(bytes.maketrans(b"+/", b"-_"))
    if secret.isascii():
        text = secret.decode("ascii")
        yield "UTF-16, little end first", text.encode("utf-16-le")
        yield "UTF-16, big end first", text.encode("utf-16-be")
        yield "in an address", quote(text, safe="").encode()


def _base64(secret: bytes, start: int) -> bytes:
    """As it stands in the base64 of something longer that has ``start`` bytes before it: without
    the characters at both ends, which the neighbours have a share in."""
    coded = base64.b64encode(bytes(start) + secret)
    head = (start * 8 + 5) // 6
    tail = (start + len(secret)) * 8 // 6
    return coded[head:tail]


class Searcher:
    """Secrets by name."""

    def __init__(self, secrets: Mapping[str, bytes]) -> None:
        self._wanted = [
            (name, form, needle)
            for name, secret in secrets.items()
            for form, needle in dict(forms(secret)).items()
        ]

    def within(self, data: bytes, where: str) -> Iterator[Trace]:
        yield from (
            Trace(name, form, where) for name, form, needle in self._wanted if needle in data
        )

    def below(self, *folders: Path) -> list[Trace]:
        """In all files, in their names, and in those of folders."""
        return [found for path in _all(folders) for found in self._at(path)]

    def _at(self, path: Path) -> Iterator[Trace]:
        yield from self.within(str(path).encode(), f"the name of {path}")
        if path.is_file() and not path.is_symlink():
            yield from self.within(path.read_bytes(), str(path))


def _all(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(folder.rglob("*"))
