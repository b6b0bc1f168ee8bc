"""What paths on a command line mean: files as they are, folders with all files below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from workbench.files import Listed, files_below, is_folder


def files_of(paths: Sequence[Path]) -> Iterator[Listed]:
    """Every input in a stable order.  A missing path is passed on, so that it can be reported."""
    for path in paths:
        if is_folder(path):
            yield from files_below(path)
        else:
            yield Listed(path)
