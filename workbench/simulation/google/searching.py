"""Reads Gmail's search language (``q``) as far as this tenant knows it, and no further."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

from workbench.simulation.google.calls import GoogleRefusal
from workbench.simulation.google.mailstore import GmailMessage
from workbench.simulation.server.index import Index, is_indexed
from workbench.simulation.server.kql import holds

# https://support.google.com/mail/answer/7190
TERM = re.compile(r'(-?)(?:([a-z0-9_]+):)?(?:"([^"]*)"|([^\s"]+))', re.IGNORECASE)
WORD = re.compile(r"[^\W_]+")
WORDS = ("from", "to", "cc", "subject")
PLACES = {"inbox": "INBOX", "spam": "SPAM", "trash": "TRASH", "sent": "SENT", "drafts": "DRAFT"}
Test = Callable[[GmailMessage], bool]


def parsed(text: str, index: Index, lag: float) -> Test:
    """All terms must hold; one that is not known is refused rather than ignored."""
    tests: list[Test] = []
    rest = text.strip()
    while rest:
        match = TERM.match(rest)
        if match is None:
            raise _unknown(rest)
        tests.append(_test(match, index, lag))
        rest = rest[match.end() :].lstrip()
    return lambda message: all(test(message) for test in tests)


def _test(match: re.Match[str], index: Index, lag: float) -> Test:
    minus, name, phrase, bare = match.groups()
    value = phrase if phrase is not None else bare
    test = _named((name or "").casefold(), value, index, lag)
    return (lambda message: not test(message)) if minus else test


def _named(name: str, value: str, index: Index, lag: float) -> Test:
    if name == "rfc822msgid":
        return lambda m: m.source.internet_id.strip("<>") == value.strip("<>")
    if name in {"after", "before"}:
        moment = _moment(value)
        if name == "after":
            return lambda m: m.source.received >= moment
        return lambda m: m.source.received < moment
    if name == "in":
        return _place(value.casefold())
    if name and name not in WORDS:
        raise _unknown(f"{name}:{value}")
    return _indexed(name, WORD.findall(value.casefold()), index, lag)


def _indexed(name: str, wanted: list[str], index: Index, lag: float) -> Test:
    def test(message: GmailMessage) -> bool:
        if not is_indexed(message.source, lag):
            return False
        texts = index.of(message.source).texts
        return any(holds(texts[one], wanted) for one in ([name] if name else texts))

    return test


def _place(value: str) -> Test:
    if value == "anywhere":
        return lambda m: True
    if value not in PLACES:
        raise _unknown(f"in:{value}")
    return lambda m: PLACES[value] in m.labels


def _moment(value: str) -> datetime:
    """Seconds since 1970, or a day."""
    if value.isascii() and value.isdecimal() and len(value) < 12:
        return datetime.fromtimestamp(int(value), UTC)
    try:
        day = date(*(int(part) for part in re.split("[/-]", value)))
    except (TypeError, ValueError) as error:
        raise _unknown(value) from error
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _unknown(term: str) -> GoogleRefusal:
    return GoogleRefusal(400, f"The simulated tenant does not know the search '{term}'")
