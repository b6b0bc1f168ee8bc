"""What people did with a message, from Gmail's log in the Reports API.

https://developers.google.com/workspace/admin/reports/v1/appendix/activity/gmail
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from workbench.connectors.ahead import in_order
from workbench.connectors.deeds import Deeds
from workbench.connectors.google.calls import GoogleCalls
from workbench.connectors.google.shapes import text
from workbench.connectors.traffic.limits import GOOGLE_ADMIN
from workbench.errors import PermissionMissing
from workbench.model.deeds import Deed, DeedKind

REPORTS = "admin.reports.audit.readonly"
PATH = "/admin/reports/v1/activity/users/all/applications/gmail"
WINDOW = timedelta(days=30)  # of one question, by the page above
KEPT = timedelta(days=180)  # six months: https://support.google.com/a/answer/7061566
AT_ONCE = GOOGLE_ADMIN.at_once  # messages asked about at a time
ROWS = 5_000  # records of one message; a campaign's copies make fewer
KINDS = {
    "7": DeedKind.OPENED, "9": DeedKind.ANSWERED, "10": DeedKind.PASSED_ON,
    "15": DeedKind.CLICKED,
}  # fmt: skip
_SEPARATORS = frozenset(",<>= \t\r\n")  # of the language of filters


class GmailActivity:
    def __init__(
        self, directory: GoogleCalls, admin: str, rights: Callable[[], frozenset[str]]
    ) -> None:
        self._directory = directory
        self._admin = admin
        self._rights = rights

    async def deeds(self, internet_ids: Sequence[str], since: datetime) -> Deeds:
        if REPORTS not in self._rights():
            raise PermissionMissing(REPORTS, "Gmail's log is not shown")
        now = datetime.now(UTC)
        begin = max(since, now - KEPT)
        gaps = [] if begin == since else [f"the log before {begin:%Y-%m-%d} is not kept"]
        names = {name: name.strip().strip("<>") for name in dict.fromkeys(internet_ids)}
        fit = [bare for bare in names.values() if bare and not _SEPARATORS & set(bare)]
        gaps += [
            f"the log cannot be asked for the Message-ID {name!r}"
            for name, bare in names.items()
            if bare not in fit
        ]
        found: list[Deed] = []
        questions = (partial(self._of, bare, begin, now) for bare in dict.fromkeys(fit))
        async with aclosing(in_order(questions, AT_ONCE)) as answers:
            async for deeds in answers:
                found += deeds[:ROWS]
                gaps += [f"the log was cut at {ROWS:,} records"] if len(deeds) > ROWS else []
        return Deeds(tuple(found), "; ".join(dict.fromkeys(gaps)))

    async def _of(self, bare: str, begin: datetime, end: datetime) -> list[Deed]:
        """With the brackets of the header, as customers see ids in the log; as no page says so,
        also without where that finds nothing."""
        for name in (f"<{bare}>", bare):
            seen, found = 0, []
            async for rows in self._pages(name, begin, end):
                seen += len(rows)
                found += [deed for row in rows for deed in deeds_in(row, bare)]
                if seen > ROWS:
                    break
            if seen:
                return found
        return []

    async def _pages(
        self, name: str, begin: datetime, end: datetime
    ) -> AsyncIterator[list[dict[str, Any]]]:
        while begin < end:
            until = min(begin + WINDOW, end)
            query = [
                ("startTime", _stamp(begin)), ("endTime", _stamp(until)), ("maxResults", "1000"),
                ("filters", f"message_info.rfc2822_message_id=={name}"),
            ]  # fmt: skip
            async for rows in self._directory.pages(PATH, query, "items", self._admin, REPORTS):
                yield rows
            begin = until


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def deeds_in(row: Mapping[str, Any], wanted: str) -> Iterator[Deed]:
    """Only what names the message itself and says who and when."""
    head, actor, events = (row.get(name) for name in ("id", "actor", "events"))
    if not isinstance(head, dict) or not isinstance(actor, dict) or not isinstance(events, list):
        return
    who, moment = text(actor, "email"), _moment(text(head, "time"))
    for event in events:
        told = dict(_values(event.get("parameters"), "")) if isinstance(event, dict) else {}
        kind = KINDS.get(told.get("event_info.mail_event_type", ""))
        named = told.get("message_info.rfc2822_message_id", "").strip("<>")
        if kind is not None and moment is not None and who and named == wanted:
            yield Deed(kind, who, f"<{wanted}>", moment)


def _values(parameters: Any, within: str) -> Iterator[tuple[str, str]]:
    """By full name, whether the service nests them or names them in full."""
    for one in parameters if isinstance(parameters, list) else ():
        if not isinstance(one, dict):
            continue
        name = f"{within}{text(one, 'name')}"
        inner = one.get("messageValue")
        if isinstance(inner, dict) and not within:
            yield from _values(inner.get("parameter"), f"{name}.")
        yield name, text(one, "intValue") or text(one, "value")


def _moment(stamp: str) -> datetime | None:
    try:
        value = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)
