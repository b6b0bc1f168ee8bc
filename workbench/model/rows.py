"""One line of the message list, and the words that say which lines are wanted in which order."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from workbench.model.verdict import Disposition, Label


class View(enum.StrEnum):
    """The queues of the window."""

    REPORTED = "reported"  # a user's report nobody has closed yet
    FLAGGED = "flagged"  # provider alert, a user's flag, or a bad verdict of ours; not closed
    ALL = "all"
    OFFLINE = "offline"  # files opened from disk


class SortKey(enum.StrEnum):
    RECEIVED = "received"
    SENDER = "sender"
    SUBJECT = "subject"
    SCORE = "score"
    REPORTS = "reports"
    PRIORITY = "priority"  # expected harm x certainty x mailboxes still exposed


@dataclass(frozen=True, slots=True)
class Sort:
    key: SortKey = SortKey.RECEIVED
    descending: bool = True


class Source(enum.StrEnum):
    TENANT = "tenant"
    FILE = "file"


class AnalysisState(enum.StrEnum):
    """How far the local analysis of a message is; only DONE lets its verdict speak."""

    NOT_ANALYSED = "not analysed"
    DONE = "analysed"
    FAILED = "analysis failed"
    OUTDATED = "analysed by older checks"


@dataclass(frozen=True, slots=True)
class MessageRow:
    """What the list shows of one message; ``mailboxes`` and ``reports`` are counts."""

    id: int
    label: Label
    score: int
    headline: str
    sender_name: str
    sender_address: str
    subject: str
    received: datetime
    mailboxes: int
    reports: int
    has_attachments: bool
    is_unread: bool
    source: Source
    disposition: Disposition | None
    analysis: AnalysisState
    alike: int = 1  # messages of its campaign, itself included
    incident: str = ""  # the provider's incident that one of its alerts belongs to
