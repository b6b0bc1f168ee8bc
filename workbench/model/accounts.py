"""What an account does and may do: rules, sign-ins, grants and more, each with its right."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime


class Part(enum.StrEnum):
    """A kind of evidence about an account."""

    ACCOUNT = "account"
    RULES = "message rules"
    FORWARDING = "forwarding"
    DELEGATES = "delegates"
    SEND_AS = "addresses it may send as"
    SIGN_INS = "sign-ins"
    RISK = "risk state"
    GRANTS = "applications with access"


class Standing(enum.StrEnum):
    READ = "read"
    MISSING_RIGHT = "not readable: missing right"
    FAILED = "could not be read"
    NOT_OFFERED = "not offered by the provider"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing found.  ``reasons`` say why somebody should look; none is no clean bill.

    ``key`` is what the provider calls it, "" where nothing can be done about the line alone.
    """

    what: str
    detail: str = ""
    key: str = ""
    moment: datetime | None = None
    reasons: tuple[str, ...] = ()
    active: bool = True


@dataclass(frozen=True, slots=True)
class Evidence:
    """One part of an account; ``why`` names the right or the trouble where it was not read."""

    part: Part
    standing: Standing
    lines: tuple[Line, ...] = ()
    right: str = ""
    why: str = ""
    cut: bool = False  # there is more than was asked for


@dataclass(frozen=True, slots=True)
class Account:
    """``enabled`` is None where it is not known."""

    tenant: str
    key: str
    address: str
    name: str
    enabled: bool | None
    evidence: tuple[Evidence, ...]
    since: datetime
    asked: datetime

    @property
    def suspicious(self) -> int:
        """Lines with a reason to look at them."""
        return sum(bool(line.reasons) for one in self.evidence for line in one.lines)

    @property
    def unread(self) -> tuple[Evidence, ...]:
        """Parts about which nothing is known."""
        return tuple(one for one in self.evidence if one.standing is not Standing.READ)
