"""What an artifact would do, in a line, and the way from the outermost one to the worst."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Danger(enum.IntEnum):
    """What kind of act it is, the graver the higher; how sure one is says the severity."""

    NOTHING = 0  # nothing that acts on its own
    NOTED = 1  # tells of the artifact, and is no act
    LOCKED = 2  # keeps its content from being looked at
    POSES = 3  # passes for something or somebody else
    LEADS = 4  # takes its reader elsewhere
    FETCHES = 5  # loads something from elsewhere by itself
    CARRIES = 6  # brings something along that acts
    STEALS = 7  # asks for what is secret
    RUNS = 8  # runs something


@dataclass(frozen=True, slots=True)
class Purpose:
    """``told`` is what was found.  ``rules`` are those it rests upon, gravest first; ``gap`` says
    what was not looked at, so that what was found cannot be the whole truth."""

    node: int  # Analysis.nodes
    told: str
    danger: Danger
    rules: tuple[str, ...] = ()
    gap: str = ""

    @property
    def checked(self) -> bool:
        return not self.gap

    @property
    def sentence(self) -> str:
        """What was found, and that it is not all where that is so."""
        if self.checked or self.told.endswith(self.gap):
            return self.told
        return f"{self.told}. Not everything was checked: {self.gap}"


@dataclass(frozen=True, slots=True)
class Step:
    """One station from the outermost artifact to what it comes to; ``act`` says how it goes on."""

    node: int
    name: str
    act: str = ""
