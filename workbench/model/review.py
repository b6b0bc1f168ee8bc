"""What the provider is told of an analyst's decision, and how far that came."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from workbench.model.verdict import Disposition


class Subject(enum.StrEnum):
    """What a provider lets us answer."""

    SUBMISSION = "submission"
    ALERT = "alert"


class ReviewState(enum.StrEnum):
    WAITING = "waiting"
    SENT = "sent"  # nobody knows yet whether it arrived
    WRITTEN = "written"
    FAILED = "failed"  # tried again with the next look at the tenant
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Review:
    """``reason`` says why it is not written, or what was read back."""

    tenant: str
    subject: Subject
    key: str  # of the submission or alert
    message: int
    disposition: Disposition
    state: ReviewState = ReviewState.WAITING
    reason: str = ""
