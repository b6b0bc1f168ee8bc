"""What an analyst typed or pasted, field by field, and what is wanted by it."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import datetime, time

from workbench.errors import BadInput
from workbench.searching.moments import moment
from workbench.searching.wanted import Wanted

LONGEST = 2_000  # characters of one field; a Message-ID may have 998 (RFC 5322, 2.1.1)
_MESSAGE_ID = re.compile(r"<[^<>\s]+@[^<>\s]+>")
_NETWORK_ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_LINK = re.compile(r"(?:https?|hxxps?|ftp)(?::|\[:\])//\S+", re.IGNORECASE)
_BETWEEN = re.compile(r"[,;]+")


@dataclass(frozen=True, slots=True)
class Said:
    """Each field as it was typed; empty fields do not restrict."""

    sender: str = ""
    subject: str = ""
    since: str = ""
    until: str = ""
    internet_id: str = ""
    network_id: str = ""
    url: str = ""
    mailboxes: str = ""  # addresses, with commas, semicolons or blanks between them

    @property
    def words(self) -> str:
        """On one line, for a list of searches."""
        given = ((name, getattr(self, field)) for field, name in SHORT.items())
        return "  ".join(f"{name} {value}".strip() for name, value in given if value)

    def wanted(self) -> Wanted:
        """``BadInput`` where it cannot be looked for."""
        return Wanted(
            sender=self.sender.strip(),
            subject=self.subject.strip(),
            since=moment(self.since, time.min),
            until=moment(self.until, time.max),
            url=self.url.strip(),
            internet_id=self.internet_id.strip(),
            network_id=self.network_id.strip(),
            mailboxes=tuple(_BETWEEN.sub(" ", self.mailboxes).split()),
        ).checked()


SHORT = {
    "sender": "from",
    "subject": "subject",
    "since": "since",
    "until": "until",
    "internet_id": "",
    "network_id": "network id",
    "url": "link",
    "mailboxes": "in",
}
NAMES = tuple(field.name for field in fields(Said))


def recognised(text: str) -> Said | None:
    """What a pasted text says by its form: header lines, a Message-ID, a network message id or a
    link; None where it may be anything."""
    bare = text.strip()
    if _MESSAGE_ID.fullmatch(bare):
        return Said(internet_id=bare)
    if _NETWORK_ID.fullmatch(bare):
        return Said(network_id=bare.lower())
    if _LINK.fullmatch(bare):
        return Said(url=bare)
    return headers(text)


def headers(text: str) -> Said | None:
    """What pasted header lines say; None where there is nothing to search by."""
    from workbench.searching.pasted import (
        read_pasted,
    )  # brings `email`, which a window begins without

    try:
        found = Wanted().with_pasted(read_pasted(text))
    except BadInput:
        return None
    said = Said(
        sender=found.sender,
        subject=found.subject,
        since=_written(found.since),
        until=_written(found.until),
        internet_id=found.internet_id,
        network_id=found.network_id,
    )
    return replace(said, **{name: getattr(said, name)[:LONGEST] for name in NAMES})


def _written(found: datetime | None) -> str:
    return found.isoformat(timespec="minutes") if found else ""
