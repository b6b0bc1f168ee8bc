"""All that a unit may say about an artifact."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from analyzers.model.record import Record


class Severity(enum.IntEnum):
    """How much a finding speaks against the artifact; ``GOOD`` speaks for it.

    The verdict turns these into points; INFO is shown and never scored.
    """

    GOOD = -1
    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4


class Relation(enum.StrEnum):
    """How a child came out of its parent."""

    BODY = "body"  # text or HTML that a mail client shows as the message itself
    ATTACHMENT = "attachment"
    EMBEDDED = "embedded"  # object inside a document, message inside a message
    MEMBER = "member"  # entry of an archive
    OVERLAY = "overlay"  # bytes after the end the format declares


@dataclass(frozen=True, slots=True)
class Fact:
    """A neutral property for the analyst's property panel."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that speaks for or against the artifact.

    ``rule`` is a stable id of the form kind.subject.what; ``title`` is for people, ``evidence``
    holds the raw values and ``where`` the place inside the artifact (header, offset, stream, line).
    ``incomplete`` says that something could not be read, so that the unit did not look at all.
    """

    rule: str
    severity: Severity
    title: str
    evidence: str = ""
    where: str = ""
    incomplete: bool = False


@dataclass(frozen=True, slots=True)
class Child:
    """Bytes found inside the artifact, to be examined in turn.

    ``in_place`` asks for examination in the same box: a message's own bodies, never attachments.
    """

    name: str
    data: bytes = field(repr=False)
    declared_type: str = ""
    relation: Relation = Relation.EMBEDDED
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """Something only the workbench can answer: ``password`` of an artifact, a DNS key, a history.

    The artifact is examined again with the answer; unanswered, it ends as "could not check" with
    ``why`` as its reason.
    """

    kind: str
    key: str
    why: str


Observation = Fact | Finding | Child | Record | Need
