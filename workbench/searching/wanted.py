"""What an analyst looks for in a tenant, as it was said, and the query that is put to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from analyzers.lib.refang import COLON, refang
from workbench.connectors.asked import phrase
from workbench.connectors.port import Query
from workbench.errors import BadInput
from workbench.indicators import refanged

if TYPE_CHECKING:
    from workbench.searching.pasted import Pasted

AROUND = timedelta(days=2)  # of the Date of pasted headers, which the sender's clock wrote
APPROXIMATE = "words and links are looked for by the provider's index: a copy may be missing"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Empty fields do not restrict; ``mailboxes`` are addresses."""

    sender: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""
    url: str = ""
    internet_id: str = ""
    network_id: str = ""
    mailboxes: tuple[str, ...] = ()

    @property
    def is_approximate(self) -> bool:
        return bool((self.text or self.url) and not self.internet_id)

    def with_pasted(self, pasted: Pasted) -> Wanted:
        """Identifiers alone are enough; else what the headers say of sender, subject and time.
        What was said beside the headers goes before them."""
        if pasted.is_empty:
            raise BadInput("No Message-ID, sender or subject was found in what was pasted")
        if pasted.internet_id or pasted.network_id:
            return replace(
                self,
                internet_id=self.internet_id or pasted.internet_id,
                network_id=self.network_id or pasted.network_id,
            )
        sent = pasted.sent
        return replace(
            self,
            sender=self.sender or pasted.sender,
            subject=self.subject or pasted.subject,
            since=self.since or (sent - AROUND if sent else None),
            until=self.until or (sent + AROUND if sent else None),
        )

    def checked(self) -> Wanted:
        """Itself; ``BadInput`` where it would list everything, or nothing by mistake."""
        said = (self.sender, self.subject, self.text, self.url, self.internet_id, self.network_id)
        if not (any(said) or self.since or self.until):
            raise BadInput("Say what to look for: a sender, subject, time, text, link or id")
        if self.since and self.until and self.since > self.until:
            raise BadInput("The search would end before it begins")
        if self.text and self.url:
            raise BadInput("Look for a text or for a link: providers take one at a time")
        for what in (self.subject, self.text, self.url):
            if what and not phrase(what):
                raise BadInput(f"There is no word to look for in {what!r}")
        return self

    def query(self, keys: tuple[str, ...]) -> Query:
        """``keys`` are those of the mailboxes.  A Message-ID is asked for alone,
        exactly, and also among what can be recovered."""
        return Query(
            internet_id=bracketed(self.internet_id),
            since=self.since,
            until=self.until,
            mailboxes=keys,
            sender=refanged(self.sender),
            subject=self.subject.strip(),
            text=self.text.strip() or _live(self.url.strip()),
            recoverable=bool(self.internet_id.strip()),
        )


def bracketed(internet_id: str) -> str:
    bare = internet_id.strip()
    return f"<{bare}>" if bare and not bare.startswith("<") else bare


def _live(url: str) -> str:
    """A piece of an address stays one, without a scheme that nobody gave."""
    live = refang(url) if url else ""
    return live if re.search(COLON, url) else live.removeprefix("http://")
