"""What paths on a command line mean: files as they are, folders with all files below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path


def files_of(paths: Sequence[Path]) -> Iterator[Path]:
    """Every input in a stable order.  A missing path is passed on, so that it can be reported."""
    for path in paths:
        if not path.is_dir():
            yield path
        else:
            yield from (found for found in sorted(path.rglob("*")) if _regular(found))


def _regular(path: Path) -> bool:
    """Links are not followed out of a folder that somebody else may have filled."""
    return path.is_file() and not path.is_symlink()
