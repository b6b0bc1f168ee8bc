"""What analyses saw in stored messages, kept where it can be asked for, and who shows what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, or_, select
from sqlalchemy.dialects.sqlite import insert

from workbench.model.indicators import Indicator, Kind, Matched, Observed
from workbench.model.rows import AnalysisState, Source
from workbench.store.chunks import chunks
from workbench.store.tables import ANALYSIS, INDICATOR, MESSAGE, OBSERVABLE


def keep(connection: Connection, message: int, seen: Sequence[Observed]) -> tuple[str, ...]:
    """Gives the rules that matched now and did not when the message was last analysed; none
    where it never was."""
    before = {
        (row.kind, row.value)
        for row in connection.execute(select(OBSERVABLE).where(OBSERVABLE.c.message == message))
    }
    now = {(one.kind.value, one.value) for one in seen}
    for kind, value in before - now:
        mine = (OBSERVABLE.c.message == message) & (OBSERVABLE.c.kind == kind)
        connection.execute(delete(OBSERVABLE).where(mine & (OBSERVABLE.c.value == value)))
    for part in chunks(sorted(now - before)):
        rows = [{"message": message, "kind": kind, "value": value} for kind, value in part]
        connection.execute(insert(OBSERVABLE).on_conflict_do_nothing(), rows)
    fresh = now - before if before else set()
    return tuple(sorted(value for kind, value in fresh if kind == Kind.RULE.value))


def unobserved(connection: Connection, limit: int) -> tuple[tuple[int, str], ...]:
    """Id and stored analysis of messages that were analysed before this was kept."""
    known = exists().where(OBSERVABLE.c.message == MESSAGE.c.id)
    rows = connection.execute(
        select(MESSAGE.c.id, ANALYSIS.c.body)
        .join(ANALYSIS, ANALYSIS.c.sha256 == MESSAGE.c.raw)
        .where((MESSAGE.c.raw != "") & ~known)
        .order_by(MESSAGE.c.arrival.desc())
        .limit(limit)
    )
    return tuple((row.id, row.body) for row in rows)


def matching(connection: Connection, indicator: Indicator, limit: int) -> tuple[Matched, ...]:
    """Messages of tenants that show it, the newest first."""
    sender, seen = _by_sender(indicator), _by_sight(indicator)
    wanted = or_(sender, MESSAGE.c.id.in_(select(OBSERVABLE.c.message).where(seen)))
    rows = connection.execute(
        select(MESSAGE.c.id, MESSAGE.c.tenant, MESSAGE.c.subject, MESSAGE.c.sender_address)
        .where(wanted & (MESSAGE.c.source == Source.TENANT.value) & (MESSAGE.c.exposed > 0))
        .order_by(MESSAGE.c.arrival.desc())
        .limit(limit)
    )
    return tuple(_matched(row, indicator) for row in rows)


def shown_by(connection: Connection, message: int) -> tuple[Indicator, ...]:
    """Listed indicators that one message shows."""
    row = connection.execute(select(MESSAGE).where(MESSAGE.c.id == message)).one()
    sender = str(row.sender_address).casefold()
    seen = connection.execute(select(OBSERVABLE).where(OBSERVABLE.c.message == message)).all()
    pairs = {(one.kind, one.value) for one in seen if one.kind != Kind.RULE.value}
    hosts = {one.value for one in seen if one.kind == Kind.HOST.value}
    pairs |= {(Kind.DOMAIN.value, name) for host in hosts for name in _parents(host)}
    pairs |= {(Kind.DOMAIN.value, name) for name in _parents(sender.rpartition("@")[2])}
    pairs.add((Kind.SENDER.value, sender))
    found: list[Indicator] = []
    for part in chunks({value for _, value in pairs}):
        listed = connection.execute(select(INDICATOR).where(INDICATOR.c.value.in_(part)))
        found += [
            Indicator(Kind(one.kind), one.value, one.note)
            for one in listed
            if (one.kind, one.value) in pairs
        ]
    return tuple(found)


def not_analysed(connection: Connection, limit: int) -> int:
    """How many messages of tenants could be compared by their sender alone, counted to a bound."""
    undone = MESSAGE.c.analysis == AnalysisState.NOT_ANALYSED.value
    rows = select(MESSAGE.c.id).where(undone & (MESSAGE.c.source == Source.TENANT.value))
    return len(connection.execute(rows.limit(limit)).all())


def _by_sender(indicator: Indicator) -> ColumnElement[bool]:
    address = MESSAGE.c.sender_address
    if indicator.kind is Kind.SENDER:
        return address.collate("NOCASE") == indicator.value
    if indicator.kind is Kind.DOMAIN:
        return or_(
            address.iendswith(f"@{indicator.value}", autoescape=True),
            address.iendswith(f".{indicator.value}", autoescape=True),
        )
    return MESSAGE.c.id < 0


def _by_sight(indicator: Indicator) -> ColumnElement[bool]:
    value, hosts = OBSERVABLE.c.value, OBSERVABLE.c.kind == Kind.HOST.value
    if indicator.kind is Kind.DOMAIN:
        below = value.endswith(f".{indicator.value}", autoescape=True)
        return and_(hosts, or_(value == indicator.value, below))
    return and_(OBSERVABLE.c.kind == indicator.kind.value, value == indicator.value)


def _matched(row: Any, indicator: Indicator) -> Matched:
    domain = row.sender_address.casefold().rpartition("@")[2]
    sent = indicator.kind is Kind.SENDER or (
        indicator.kind is Kind.DOMAIN and indicator.value in _parents(domain)
    )
    how = f"sent by {row.sender_address}" if sent else f"carries {indicator.value}"
    return Matched(row.tenant, row.id, row.subject, f"“{row.subject}” {how}")


def _parents(host: str) -> list[str]:
    """The host and every domain above it."""
    labels = host.split(".")
    return [".".join(labels[n:]) for n in range(len(labels) - 1)]
