"""Requests and approvals as files that people hand to each other."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from workbench.errors import BadInput, StoreError
from workbench.profiles.book import written_whole

LARGEST: Final = 64 << 20  # bytes, of a request with 20,000 rows


def read_file(path: Path) -> bytes:
    """``BadInput`` where it is absent, unreadable or too large to be one."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"{path.name} is too large to be one of these")
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error}") from error


def write_file(path: Path, data: bytes) -> None:
    """Whole or not at all; ``StoreError`` where it cannot be."""
    try:
        written_whole(path, data)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error}") from error
