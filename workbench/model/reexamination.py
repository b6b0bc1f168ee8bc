"""One object of a message examined once more, with what the analyst gave for it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime


class Came(enum.StrEnum):
    """What came of it."""

    EXAMINED = "examined again"
    OPENED = "opened"
    LOCKED = "does not open it"
    FAILED = "not reached"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted: an object by its SHA-256, with a password, or with raised limits."""

    sha256: str
    password: str = ""
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Reexamination:
    """A wish that was carried out, as the workspace keeps it; ``path`` leads to the object."""

    wish: Wish
    path: str
    came: Came
    actor: str
    made: datetime

    @property
    def holds(self) -> bool:
        """Whether every later analysis of the same message is made so."""
        return self.came in (Came.OPENED, Came.EXAMINED)
