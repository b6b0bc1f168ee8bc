"""How far an action is that the analyst is looking at."""

from __future__ import annotations

import enum


class Stage(enum.Enum):
    IDLE = enum.auto()
    SCOPING = enum.auto()
    PREVIEW = enum.auto()
    HOLD = enum.auto()  # confirmed, and nothing is sent yet
    RUNNING = enum.auto()
    DONE = enum.auto()
    FAILED = enum.auto()
