"""Real files out of the shared corpora, read where they lie; without these a test skips."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest


def members(shared: Path, corpus: str, ending: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file whose name ends so."""
    archive = shared / "corpus" / f"{corpus}.tar.xz"
    if not archive.is_file():
        pytest.skip(f"{archive.name} is not among the shared corpora")
    with tarfile.open(archive, "r|xz") as packed:
        for member in packed:
            if member.isfile() and member.name.endswith(ending):
                stream = packed.extractfile(member)
                if stream is not None:
                    yield PurePosixPath(member.name).name, stream.read()


def member(shared: Path, corpus: str, ending: str) -> bytes:
    """The content of the one file whose name ends so."""
    for _name, data in members(shared, corpus, ending):
        return data
    pytest.skip(f"no file of {corpus} is named {ending}")
