"""What can be done to an account in other hands, and what became of it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime


class ActKind(enum.StrEnum):
    SESSIONS = "end all sessions"
    DISABLE = "disable the account"
    ENABLE = "enable the account"
    RULE_OFF = "switch a rule off"
    RULE_ON = "switch a rule on"
    FORWARDING_OFF = "switch forwarding off"
    FORWARDING_ON = "switch forwarding on"
    DELEGATE_OFF = "take a delegate out"
    DELEGATE_ON = "let a delegate in again"
    GRANT = "take an application's access away"


REVERSES = {
    ActKind.DISABLE: ActKind.ENABLE,
    ActKind.ENABLE: ActKind.DISABLE,
    ActKind.RULE_OFF: ActKind.RULE_ON,
    ActKind.RULE_ON: ActKind.RULE_OFF,
    ActKind.FORWARDING_OFF: ActKind.FORWARDING_ON,
    ActKind.FORWARDING_ON: ActKind.FORWARDING_OFF,
    ActKind.DELEGATE_OFF: ActKind.DELEGATE_ON,
    ActKind.DELEGATE_ON: ActKind.DELEGATE_OFF,
}
"""Ended sessions are signed in anew, and access is granted anew, by the user alone."""


class ActState(enum.StrEnum):
    INTENT = "begun, end not known"
    DONE = "done, seen by reading back"
    ALREADY = "was so before"
    UNPROVEN = "accepted, not to be proven by reading"
    REVIEW = "not known whether it was done"
    REFUSED = "refused by the tenant"


@dataclass(frozen=True, slots=True)
class Act:
    """``key`` is the rule, delegate or grant; ``snapshot`` what an undo puts back, JSON of the
    provider."""

    kind: ActKind
    address: str
    key: str = ""
    what: str = ""  # the rule's or application's name, for people
    snapshot: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """How it stands now.  ``fulfilled`` is None where no call tells; ``snapshot`` is what the act
    would take away, or "" for nothing."""

    fulfilled: bool | None
    snapshot: str = ""


@dataclass(frozen=True, slots=True)
class ActView:
    """One act as the journal has it; ``reverses`` and ``reversed_by`` are ids of others."""

    id: str
    kind: ActKind
    address: str
    what: str
    state: ActState
    reason: str
    actor: str
    created: datetime
    detail: str = ""
    reverses: str = ""
    reversed_by: str = ""

    @property
    def undoable(self) -> bool:
        """Whether this program changed something that it can put back."""
        return self.kind in REVERSES and self.state is ActState.DONE and not self.reversed_by
