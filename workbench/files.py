"""Reads files that somebody handed over, with errors that name them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from workbench.errors import BadInput, Gone, Unreachable
from workbench.model.mail import Fidelity, RawMessage

FILE_BYTES = 1 << 30  # the largest artifact the analysis host takes


def read_file(path: Path) -> RawMessage:
    """Raises ``Gone``, ``BadInput`` or ``Unreachable`` with the file named."""
    try:
        if path.is_dir():
            raise BadInput(f"{path} is a folder, not a file")
        if not path.is_file() and path.exists():
            raise BadInput(f"{path} is not a regular file")
        if path.stat().st_size > FILE_BYTES:
            raise BadInput(f"{path} is larger than {FILE_BYTES >> 30} GB and was not read")
        return RawMessage(path.read_bytes(), Fidelity.ORIGINAL)
    except FileNotFoundError as error:
        raise Gone(f"{path} does not exist") from error
    except (OSError, ValueError) as error:
        raise Unreachable(f"{path} cannot be read: {error}") from error


def message_files(root: Path) -> Iterator[Path]:
    """Regular files below ``root`` that claim to be messages; links are not followed."""
    for path in sorted(root.rglob("*")):
        if path.suffix.casefold() in {".eml", ".msg"} and path.is_file() and not path.is_symlink():
            yield path
