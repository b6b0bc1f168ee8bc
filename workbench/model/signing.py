"""What a user who signs in has to do, and how it ended."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass


class SignInStage(enum.Enum):
    WAITING = enum.auto()
    SIGNED_IN = enum.auto()
    EXPIRED = enum.auto()
    DECLINED = enum.auto()
    FAILED = enum.auto()


@dataclass(frozen=True, slots=True)
class SignInStep:
    """What the user does at ``address``; ``code`` is "" where opening it is all.  Once it has ended
    only ``stage`` and ``problem``, the words of what went wrong, are of use."""

    address: str = ""
    code: str = ""
    seconds: int = 0  # left
    stage: SignInStage = SignInStage.WAITING
    problem: str = ""

    @property
    def told(self) -> str:
        """On one line; "" once it has ended."""
        if self.stage is not SignInStage.WAITING:
            return ""
        left = f"{self.seconds // 60}:{self.seconds % 60:02} left, Esc stops"
        if not self.code:
            return f"go on in the browser ({left})"
        return f"open {self.address} and enter the code {self.code} ({left})"


ShowStep = Callable[[SignInStep], None]
