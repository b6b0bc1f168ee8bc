"""What people did with a copy, as a provider's own log tells it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime


class DeedKind(enum.StrEnum):
    OPENED = "opened"  # for the first time
    ANSWERED = "answered"
    PASSED_ON = "passed on"
    CLICKED = "clicked a link"


@dataclass(frozen=True, slots=True)
class Deed:
    """No deed is no proof that nothing was done: logs lag, and lose what is old."""

    kind: DeedKind
    address: str  # of the mailbox
    internet_id: str
    moment: datetime
