"""The passwords worth trying on one locked artifact, in the order to try them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from analyzers.model.artifact import Artifact
from analyzers.model.unit import Context

ASKS: Final = frozenset({"password"})  # for ``Unit.asks``


@dataclass(frozen=True, slots=True)
class Candidate:
    """``told`` is the sentence that gave it and where that stands, "" for one of a list."""

    password: str
    told: str = ""

    @property
    def evidence(self) -> str:
        return f"password: {self.password}" + (f"\n{self.told}" if self.told else "")


def candidates(artifact: Artifact, context: Context, most: int) -> tuple[Candidate, ...]:
    """The one given for this very object, what the mail around it says, then the known ones."""
    found: dict[str, Candidate] = {}
    if answer := context.answers.get(("password", artifact.sha256)):
        found[answer] = Candidate(answer)
    for hint in context.hints:
        told = f"{hint.where}: {hint.told}"
        found.setdefault(hint.password, Candidate(hint.password, told))
    for password in context.passwords:
        found.setdefault(password, Candidate(password))
    return tuple(found.values())[:most]
