"""Whether a mailbox has an online archive, which no search reaches, and how that is said."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


class Archive(enum.StrEnum):
    HAS = "has one"
    NONE = "has none"
    UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Archived:
    """``note`` says why it is not known; ``told`` is the day of the provider's report, None where
    that names none."""

    state: Archive = Archive.UNKNOWN
    note: str = ""
    told: date | None = None


@dataclass(frozen=True, slots=True)
class Archives:
    """What a search says of the archives of its mailboxes: a place that it leaves out, or a note
    where there is none to leave out."""

    gap: str = ""
    note: str = ""


NOT_TOLD = Archived()
BADGE = "online archive"
PLACES = "online archives"  # as a connector names them of which nothing more is known
NAMED = 10  # mailboxes of one sentence; the list of mailboxes shows more


def described(told: Sequence[tuple[str, Archived]]) -> Archives:
    """Of mailboxes by their addresses."""
    having = [address for address, one in told if one.state is Archive.HAS]
    unknown = [one for _, one in told if one.state is Archive.UNKNOWN]
    if not having and not unknown and told:
        return Archives(note=_none(told))
    if not having:
        return Archives(f"{PLACES} ({_which(len(unknown), len(told))} {_why(unknown)})")
    more = f"whether {_mailboxes(len(unknown), 'more ')} {_has(len(unknown))} {_why(unknown)}"
    rest = f"; {more}" if unknown else ""
    return Archives(f"{PLACES} of {_mailboxes(len(having))}: {named(having)}{rest}")


def named(addresses: Sequence[str], most: int = NAMED) -> str:
    more = len(addresses) - most
    return ", ".join(addresses[:most]) + (f" and {more:,} more" if more > 0 else "")


def day_of(told: Sequence[Archived]) -> str:
    """The oldest, since that is how far all of it holds."""
    days = [one.told for one in told if one.told is not None]
    return f"{min(days)}" if days else "a day that the report does not name"


def common_note(unknown: Sequence[Archived]) -> str:
    """The reason that most of them have."""
    counts = Counter(one.note for one in unknown if one.note)
    return counts.most_common(1)[0][0] if counts else "nobody told"


def _none(told: Sequence[tuple[str, Archived]]) -> str:
    day = day_of([one for _, one in told])
    return f"none of {_mailboxes(len(told))} had an online archive on {day}: the report lags"


def _which(unknown: int, told: int) -> str:
    if unknown == told:
        return "which mailboxes have one"
    return f"whether {unknown:,} of {_mailboxes(told)} {_has(unknown)}"


def _why(unknown: Sequence[Archived]) -> str:
    return f"is not known: {common_note(unknown)}"


def _has(count: int) -> str:
    return "has one" if count == 1 else "have one"


def _mailboxes(count: int, more: str = "") -> str:
    return f"{count:,} {more}{'mailbox' if count == 1 else 'mailboxes'}"
