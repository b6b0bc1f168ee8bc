"""The file that remembers tenants: JSON without any secret, written whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Final

from workbench.errors import BadInput, StoreError
from workbench.model.thresholds import Thresholds
from workbench.profiles.saved import Saved, SavedGoogle, SavedMicrosoft, checked

SCHEMA: Final = 1
LARGEST: Final = 4 << 20  # bytes of the file
SWITCH: Final = "write_back"
NUMBER: Final = "daily_items"
THRESHOLDS: Final = "thresholds"
LISTS: Final = (  # of texts
    "fence", "report_mailboxes", "approvers", "protected", "excluded", "shared_mailboxes",
)  # fmt: skip
_KINDS: Final[dict[str, type[Saved]]] = {"microsoft": SavedMicrosoft, "google": SavedGoogle}


class ProfileBook:
    """Names are unique without regard to case; the order is that of being added."""

    def __init__(self, path: Path) -> None:
        self._path = self.path = path

    def all(self) -> tuple[Saved, ...]:
        """``StoreError`` where the file is there and cannot be used: nothing is overwritten."""
        if not self._path.exists():
            return ()
        try:
            if self._path.stat().st_size > LARGEST:
                raise ValueError("it is too large to be one")
            value = json.loads(self._path.read_text("utf-8"))
            if value["schema"] != SCHEMA:
                raise ValueError("a newer workbench wrote it")
            return tuple(_loaded(row) for row in value["profiles"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError, BadInput) as error:
            raise StoreError(f"The profiles in {self._path} cannot be read: {error}") from error

    def named(self, name: str) -> Saved:
        for saved in self.all():
            if saved.name.casefold() == name.casefold():
                return saved
        raise BadInput(f"There is no profile {name!r}")

    def add(self, saved: Saved) -> None:
        """``BadInput`` for one that is wrong or whose name is taken."""
        present = self.all()
        if any(one.name.casefold() == saved.name.casefold() for one in present):
            raise BadInput(f"There is a profile {saved.name!r} already")
        self._write((*present, checked(saved)))

    def change(self, saved: Saved) -> None:
        """Puts it in the place of the one of its name; ``BadInput`` for one that is wrong."""
        present = self.named(saved.name)
        self._write(tuple(checked(saved) if one == present else one for one in self.all()))

    def remove(self, name: str) -> None:
        gone = self.named(name)
        self._write(tuple(saved for saved in self.all() if saved.name != gone.name))

    def _write(self, profiles: tuple[Saved, ...]) -> None:
        rows = [{"provider": _kind(saved), **asdict(saved)} for saved in profiles]
        text = json.dumps({"schema": SCHEMA, "profiles": rows}, indent=1)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            written_whole(self._path, text.encode())
        except OSError as error:
            raise StoreError(f"The profiles cannot be written: {error}") from error


def written_whole(path: Path, data: bytes) -> None:
    """Replaces the file in one step, readable for its owner alone; raises ``OSError``."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _kind(saved: Saved) -> str:
    return next(kind for kind, made in _KINDS.items() if isinstance(saved, made))


def _loaded(row: dict[str, Any]) -> Saved:
    made = _KINDS[row["provider"]]
    known = {field.name for field in fields(made)}
    members = {name: value for name, value in row.items() if name != "provider"}
    if not members.keys() <= known:
        raise ValueError(f"unknown members {sorted(members.keys() - known)}")
    for name in members.keys() & LISTS:  # one that is not there is as in a new profile
        members[name] = tuple(str(one) for one in members[name])
    if THRESHOLDS in members:
        members[THRESHOLDS] = Thresholds(**members[THRESHOLDS])
    if not isinstance(members.get(SWITCH, False), bool):
        raise ValueError(f"{SWITCH} is neither true nor false")
    if type(members.get(NUMBER, 0)) is not int:
        raise ValueError(f"{NUMBER} is not a whole number")
    apart = (*LISTS, SWITCH, NUMBER, THRESHOLDS)
    others = {n: v for n, v in members.items() if n not in apart}
    if not all(isinstance(value, str) for value in others.values()):
        raise ValueError("a member is not text")
    return checked(made(**members))
