"""What one record of a tenant's audit export says, whichever provider wrote it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import UTC, datetime


class Kind(enum.Enum):
    READ = enum.auto()  # changes nothing; the journal does not tell of reads
    MOVE = enum.auto()  # something this program does to messages
    CALL = enum.auto()  # a change whose messages the record does not name
    FOLDER = enum.auto()
    FOREIGN = enum.auto()  # nothing this program ever does


@dataclass(frozen=True, slots=True)
class Named:
    """A message as the record names it; each "" where it does not."""

    request: str = ""
    key: str = ""  # the provider's immutable id
    internet_id: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """``apps`` are the applications named, lower case; ``mailbox`` an address, lower case."""

    place: str
    id: str
    moment: datetime | None
    apps: frozenset[str]
    operation: str
    kind: Kind
    mailbox: str
    messages: tuple[Named, ...]
    worked: bool = True


def plain_key(key: str) -> str:
    """Graph writes ids in the alphabet of addresses, Exchange's records in that of base64."""
    return key.replace("+", "-").replace("/", "_")


def bare_id(internet_id: str) -> str:
    return internet_id.strip().strip("<>").casefold()


def moment_of(value: object) -> datetime | None:
    """UTC where no zone is given, as in the records of Exchange."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip()[:40])
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def word(values: object, *names: str) -> str:
    """The first of the members that holds text, else ""."""
    if not isinstance(values, dict):
        return ""
    found = (values.get(name) for name in names)
    return next((f.strip() for f in found if isinstance(f, str) and f.strip()), "")


def rows(values: object, name: str) -> list[dict[str, object]]:
    found = values.get(name) if isinstance(values, dict) else None
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
