"""Names for widgets: one for tests and style, one for people who do not see the screen."""

from __future__ import annotations

from typing import Protocol, TypeVar

from ui import plain


class Nameable(Protocol):
    def setObjectName(self, name: str, /) -> None: ...

    def setAccessibleName(self, name: str, /) -> None: ...


W = TypeVar("W", bound=Nameable)


def named(widget: W, name: str, spoken: str = "") -> W:
    """Set the object name ``name`` and what a screen reader says, and hand the widget back."""
    widget.setObjectName(name)
    if spoken:
        widget.setAccessibleName(plain.line(spoken))
    return widget
