"""What analysts list as bad, and what a message shows that can be compared with it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime


class Kind(enum.StrEnum):
    """A domain stands for its subdomains too, of senders and of links; a host for itself alone."""

    DOMAIN = "domain"
    HOST = "link host"
    SENDER = "sender"
    SHA256 = "sha256"
    RULE = "rule"  # a YARA rule that matched; never listed by hand


@dataclass(frozen=True, slots=True)
class Indicator:
    """``value`` is normalised: lower case, A-labels, as ``read_indicator`` gives it."""

    kind: Kind
    value: str
    note: str = ""
    actor: str = ""
    added: datetime | None = None


@dataclass(frozen=True, slots=True)
class Observed:
    """One thing an analysis saw in a message."""

    kind: Kind
    value: str


@dataclass(frozen=True, slots=True)
class Matched:
    """A stored message that shows an indicator, and how."""

    tenant: str
    message: int
    subject: str
    evidence: str
