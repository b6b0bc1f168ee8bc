"""Above which numbers an action needs more than a click; a profile may only lower each."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

from workbench.errors import BadInput

WORDS: Final = {
    "count_items": "copies above which their number is typed",
    "count_mailboxes": "mailboxes above which the number of copies is typed",
    "approval_items": "copies above which a second person approves",
    "approval_percent": "percent of a tenant's mailboxes above which a second person approves",
    "wave_items": "copies above which an action goes in waves",
}
MOST: Final = {
    "count_items": 25,
    "count_mailboxes": 10,
    "approval_items": 500,
    "approval_percent": 5,
    "wave_items": 2_000,
}
LEAST: Final = {"approval_percent": 1}  # the others may be 0: then it holds for every action


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The defaults are the loosest that there is."""

    count_items: int = MOST["count_items"]
    count_mailboxes: int = MOST["count_mailboxes"]
    approval_items: int = MOST["approval_items"]
    approval_percent: int = MOST["approval_percent"]
    wave_items: int = MOST["wave_items"]

    def __post_init__(self) -> None:
        """``BadInput`` where one is looser than the default."""
        for field in fields(self):
            _require(field.name, getattr(self, field.name), MOST[field.name])


def _require(name: str, given: int, most: int) -> None:
    least = LEAST.get(name, 0)
    if type(given) is not int or not least <= given <= most:
        raise BadInput(
            f"The number of {WORDS[name]} is from {least} to {most:,}, and can only be lowered: "
            f"{given!r} is not"
        )


CUSTOMARY: Final = Thresholds()
