"""Finds copies in many Gmail mailboxes at a time: ids by list, what they are by batch.

Mailboxes that failed for something that passes are asked once more when all others were.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import partial

from workbench.connectors.ahead import as_they_come
from workbench.connectors.asked import fits, phrase
from workbench.connectors.attempt import BACKOFF, OVERDONE
from workbench.connectors.google.calls import READ, GoogleCalls, mailbox_path
from workbench.connectors.google.copies import METADATA, GmailCopies
from workbench.connectors.google.errors import detail_of, reply_of
from workbench.connectors.google.shapes import copy_of, required
from workbench.connectors.port import Page, Query, Reply
from workbench.errors import ConnectorError, Throttled, Unexpected, Unreachable
from workbench.model.mail import Copy
from workbench.model.tenant import Mailbox

TOP = 500  # ids a page, the most there is
AHEAD = 64  # mailboxes begun, or answered and not yet taken
_WORD = re.compile(r"[^\s\"\\(){}\x00-\x1f]{1,400}")
TRIES = 4  # rounds for parts the service was too busy for
LATER = 100  # mailboxes asked once more at the end; where more fail, the tenant is down
PASSING = (Throttled, Unreachable, Unexpected)  # may be over by then


@dataclass(slots=True)
class _Found:
    """``problem`` is why it ended early, "" where it did not; ``passes`` where that may be over
    a little later."""

    mailbox: Mailbox
    copies: list[Copy] = field(default_factory=list)
    problem: str = ""
    passes: bool = False


def terms(query: Query) -> str:
    """The search as Gmail writes it (https://support.google.com/mail/answer/7190); seconds since
    1970 are taken for a moment (https://developers.google.com/workspace/gmail/api/guides/filtering).
    """
    words = []
    if query.internet_id:
        words.append(f"rfc822msgid:{_word(query.internet_id.strip('<>'))}")
    if query.since is not None:
        words.append(f"after:{int(query.since.timestamp()) - 1}")
    if query.until is not None:
        words.append(f"before:{int(query.until.timestamp()) + 1}")
    named = (("from:", query.sender.lstrip("@")), ("subject:", query.subject), ("", query.text))
    words += [f"{name}{said}" for name, value in named if (said := phrase(value))]
    return " ".join(["in:anywhere", *words] if words else [])


def _word(value: str) -> str:
    """A Message-ID as one word: one with spaces or quotation marks in it becomes a phrase."""
    return value if _WORD.fullmatch(value) else phrase(value)


class GmailSearch:
    def __init__(self, calls: GoogleCalls, copies: GmailCopies, tenant: str) -> None:
        self._calls = calls
        self._copies = copies
        self._tenant = tenant

    async def find(self, query: Query, mailboxes: Sequence[Mailbox]) -> AsyncGenerator[Page, None]:
        """Pages in the order they arrive; closing the iterator cancels the rest."""
        done, later = 0, list[Mailbox]()
        for boxes in (mailboxes, later):
            async with aclosing(self._round(query, boxes)) as answers:
                async for found in answers:
                    if found.passes and boxes is not later and len(later) < LATER:
                        later.append(found.mailbox)
                        continue
                    done += 1
                    yield _page(found, done, len(mailboxes))

    def _round(self, query: Query, mailboxes: Sequence[Mailbox]) -> AsyncGenerator[_Found, None]:
        return as_they_come((partial(self._mailbox, query, box) for box in mailboxes), AHEAD)

    async def _mailbox(self, query: Query, mailbox: Mailbox) -> _Found:
        found = _Found(mailbox)
        try:
            async for keys in self._ids(query, mailbox):
                described = await self.described(mailbox, keys)
                found.copies += [copy for copy in described if fits(query, copy)]
        except ConnectorError as error:
            found.problem, found.passes = str(error), isinstance(error, PASSING)
        return found

    async def _ids(self, query: Query, mailbox: Mailbox) -> AsyncIterator[list[str]]:
        """Spam and the bin are left out by the service unless asked for."""
        options = [("includeSpamTrash", "true"), ("maxResults", str(TOP))]
        if words := terms(query):
            options.append(("q", words))
        path = f"{mailbox_path(mailbox.key)}/messages"
        async for rows in self._calls.pages(path, options, "messages", mailbox.key, READ):
            yield [required(row, "id") for row in rows]

    async def described(self, mailbox: Mailbox, keys: Sequence[str]) -> list[Copy]:
        """A message that is gone by now is passed over; one that cannot be had ends the mailbox."""
        found: dict[str, Copy] = {}
        wanted, traffic = list(keys), self._calls.traffic
        for number in range(TRIES):
            wanted = await self._once(mailbox, wanted, found, first=not number)
            if not wanted:
                return [found[key] for key in keys if key in found]
            if not traffic.budget.again(traffic.ticker.now(), len(wanted)):
                raise Throttled(BACKOFF, OVERDONE)
            await self._calls.rest(traffic.pause(0.0, BACKOFF * 2**number))
        raise Throttled(60.0)

    async def _once(
        self, mailbox: Mailbox, keys: Sequence[str], found: dict[str, Copy], *, first: bool
    ) -> list[str]:
        """The keys to ask for again."""
        again: list[str] = []
        answers = await self._copies.rows(mailbox.key, keys, METADATA, first=first)
        for key, answer in zip(keys, answers, strict=True):
            match reply_of(answer.status, answer.body):
                case Reply.OK:
                    found[key] = copy_of(answer.body, self._tenant, mailbox)
                case Reply.BUSY | Reply.UNKNOWN:
                    again.append(key)
                case Reply.GONE:
                    pass
                case _:
                    raise ConnectorError(detail_of(answer.status, answer.body))
        return again


def _page(found: _Found, done: int, total: int) -> Page:
    unreached = ((found.mailbox.key, found.problem),) if found.problem else ()
    return Page(tuple(found.copies), unreached, done, total)
