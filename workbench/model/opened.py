"""What is known of one message while it lies on the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analyzers.model.analysis import Analysis
from workbench.model.mail import Alert, Copy, RawMessage, UserReport
from workbench.model.reexamination import Reexamination
from workbench.model.review import Review
from workbench.model.rows import Source
from workbench.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class OpenMessage:
    """``problem`` says why ``analysis`` is missing; ``raw`` may be there all the same.
    ``reexaminations`` are the objects that were examined again on request, oldest first."""

    id: int
    source: Source
    subject: str
    raw: RawMessage | None
    analysis: Analysis | None
    verdict: Verdict | None
    copies: tuple[Copy, ...]
    reports: tuple[UserReport, ...]
    alerts: tuple[Alert, ...]
    path: Path | None = None  # where an offline file lies
    problem: str = ""
    reexaminations: tuple[Reexamination, ...] = ()
    reviews: tuple[Review, ...] = ()  # what the provider was told, or is to be told


@dataclass(frozen=True, slots=True)
class Reexamined:
    """The message with the object examined again, or why all is as it was."""

    message: OpenMessage | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FilesOpened:
    """Messages made of the files, and a text for each file that could not be used."""

    ids: tuple[int, ...]
    problems: Sequence[str]


@dataclass(frozen=True, slots=True)
class Synchronised:
    """What one round with the tenant brought."""

    mailboxes: int
    copies: int
    reports: int
    alerts: int
    unreached: tuple[tuple[str, str], ...]  # mailbox address, reason
