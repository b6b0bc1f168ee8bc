"""Reads files that somebody handed over, with errors that name them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analyzers.model.fidelity import Fidelity
from workbench.errors import BadInput, Gone, Unreachable
from workbench.model.mail import RawMessage

FILE_BYTES = 1 << 30  # the largest artifact the analysis host takes


@dataclass(frozen=True, slots=True)
class Listed:
    """A file somebody meant; ``problem`` says why it, or the folder, cannot be looked into."""

    path: Path
    problem: str = ""


def is_folder(path: Path) -> bool:
    """False too where nobody can tell: whoever reads the path will learn why."""
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises where access is denied


def files_below(folder: Path) -> Iterator[Listed]:
    """Every regular file in a stable order, and every folder that cannot be read; never silent
    about an empty one.  Links are not followed out of what somebody else may have filled."""
    troubles: list[OSError] = []
    empty = True
    for here, folders, names in os.walk(folder, onerror=troubles.append):
        folders.sort()
        for path in (Path(here, name) for name in sorted(names)):
            if _is_regular(path):
                empty = False
                yield Listed(path)
    for trouble in troubles:
        yield Listed(Path(trouble.filename), f"{trouble.filename} cannot be read: {_why(trouble)}")
    if empty and not troubles:
        yield Listed(folder, f"{folder} holds no file")


def _is_regular(path: Path) -> bool:
    """True too where nobody can tell, so that reading it says why."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return True


def read_file(path: Path) -> RawMessage:
    """Raises ``Gone``, ``BadInput`` or ``Unreachable`` with the file named."""
    try:
        if path.is_dir():
            raise BadInput(f"{path} is a folder, not a file")
        if not path.is_file() and path.exists():
            raise BadInput(f"{path} is not a regular file")
        if path.stat().st_size > FILE_BYTES:
            raise BadInput(f"{path} is larger than {FILE_BYTES >> 30} GB and was not read")
        return RawMessage(path.read_bytes(), Fidelity.UNKNOWN)
    except FileNotFoundError as error:
        raise Gone(f"{path} does not exist") from error
    except (OSError, ValueError) as error:
        raise Unreachable(f"{path} cannot be read: {_why(error)}") from error


def _why(error: Exception) -> str:
    """Without the path, which the caller names."""
    return getattr(error, "strerror", None) or str(error)


def message_files(root: Path) -> Iterator[Path]:
    """Regular files below ``root`` that claim to be messages; links are not followed."""
    for path in sorted(root.rglob("*")):
        if path.suffix.casefold() in {".eml", ".msg"} and path.is_file() and not path.is_symlink():
            yield path
