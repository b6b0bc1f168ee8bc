"""Where the analyst has been, to go back and forth in as in a browser."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 200  # places; more is no history but a log


@dataclass(frozen=True, slots=True)
class Place:
    page: str  # key of the navigation entry
    message: int  # -1 for none


class History:
    def __init__(self) -> None:
        self._places: list[Place] = []
        self._here = -1

    def visit(self, place: Place) -> None:
        """What lay ahead is forgotten; the same place twice is once."""
        if self._here >= 0 and self._places[self._here] == place:
            return
        self._places = [*self._places[: self._here + 1], place][-LONGEST:]
        self._here = len(self._places) - 1

    def back(self) -> Place | None:
        return self._step(-1)

    def forward(self) -> Place | None:
        return self._step(1)

    def _step(self, by: int) -> Place | None:
        if not 0 <= self._here + by < len(self._places):
            return None
        self._here += by
        return self._places[self._here]
