"""Microsoft's report of mailbox usage, read from CSV for the one thing that is asked of it.

https://learn.microsoft.com/graph/api/reportroot-getmailboxusagedetail
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from workbench.errors import Unexpected
from workbench.model.archives import Archive, Archived

DAY, PRINCIPAL = "report refresh date", "user principal name"
DELETED, ARCHIVE = "is deleted", "has archive"
YES, NO = frozenset({"true", "yes"}), frozenset({"false", "no"})
# On by default; without the names nobody can be told from anybody else.
CONCEALED: Final = (
    "names are concealed by a setting of the tenant: Microsoft 365 admin center > Settings > Org "
    "settings > Services > Reports"
)
ABSENT: Final = "the usage report does not list the mailbox"
SILENT: Final = "the usage report does not say"
NO_COLUMN: Final = "the usage report has no column that tells of archives"
_SURENESS: Final = (Archive.HAS, Archive.UNKNOWN, Archive.NONE)  # of two lines about one mailbox


@dataclass(frozen=True, slots=True)
class UsageReport:
    """``told`` goes by folded user principal names; ``otherwise`` is the reason for all else."""

    told: Mapping[str, Archived]
    otherwise: str = ABSENT

    def archive(self, principal: str) -> Archived:
        return self.told.get(principal.casefold(), Archived(note=self.otherwise))


def parsed(data: bytes, cut: str = "") -> UsageReport:
    """``cut`` says why this is not the whole report, whose last line is then left out.
    ``Unexpected`` where the column that matters is missing."""
    whole = data[: data.rfind(b"\n") + 1] if cut else data
    told: dict[str, Archived] = {}
    otherwise = cut or ABSENT
    try:
        for principal, archived in _rows(whole):
            if "@" not in principal:
                otherwise = CONCEALED if not told else otherwise
                continue
            known = told.setdefault(principal.casefold(), archived)
            told[principal.casefold()] = min(known, archived, key=_sureness)
    except csv.Error as error:
        otherwise = f"the usage report cannot be read to its end: {error}"
    return UsageReport(told, otherwise)


def _rows(data: bytes) -> Iterator[tuple[str, Archived]]:
    """Of mailboxes that are there; a byte order mark comes and goes."""
    text = io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", "replace", newline="")
    rows = csv.reader(text, strict=True)  # else a cell that never ends swallows the rest unsaid
    names = [name.strip().casefold() for name in next(rows, [])]
    if PRINCIPAL not in names or ARCHIVE not in names:
        raise Unexpected(NO_COLUMN)
    for row in rows:
        cells = dict(zip(names, map(str.strip, row), strict=False))
        principal = cells.get(PRINCIPAL, "")
        if principal and cells.get(DELETED, "").casefold() not in YES:
            yield principal, _archived(cells)


def _archived(cells: Mapping[str, str]) -> Archived:
    day, word = _day(cells.get(DAY, "")), cells.get(ARCHIVE, "").casefold()
    if word in YES:
        return Archived(Archive.HAS, told=day)
    if word in NO:
        return Archived(Archive.NONE, told=day)
    return Archived(note=SILENT, told=day)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _sureness(one: Archived) -> int:
    return _SURENESS.index(one.state)
