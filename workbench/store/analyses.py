"""Stored results of local analysis and the verdicts they led to.

A result belongs to the bytes (SHA-256), the schema it is written in and a key over units and
rules: with any other of the three it is not the answer any more and the bytes are analysed again.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, case, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from workbench.model.rows import AnalysisState
from workbench.model.verdict import Label, Verdict
from workbench.store.moments import to_stored
from workbench.store.tables import ANALYSIS, MESSAGE


def save(
    connection: Connection, sha256: str, schema: int, key: str, body: str, made: datetime
) -> None:
    """Keeps a result as JSON text; older ones of the same bytes are dropped."""
    connection.execute(delete(ANALYSIS).where(ANALYSIS.c.sha256 == sha256))
    connection.execute(
        insert(ANALYSIS).values(
            sha256=sha256, schema=schema, key=key, body=body, made=to_stored(made)
        )
    )


def load(connection: Connection, sha256: str, schema: int, key: str) -> str | None:
    """The JSON text for exactly these bytes, schema and key; None asks for a new analysis."""
    found = connection.execute(
        select(ANALYSIS.c.body).where(
            (ANALYSIS.c.sha256 == sha256) & (ANALYSIS.c.schema == schema) & (ANALYSIS.c.key == key)
        )
    ).scalar_one_or_none()
    return None if found is None else str(found)


def conclude(connection: Connection, id: int, verdict: Verdict, key: str) -> None:
    """What the engine concludes of a message; the analyst's decision stays as it is."""
    connection.execute(
        update(MESSAGE)
        .where(MESSAGE.c.id == id)
        .values(
            label=verdict.label.value,
            score=verdict.score,
            headline=verdict.headline,
            analysis=AnalysisState.DONE.value,
            analysis_key=key,
            analysis_error="",
        )
    )


def fail(connection: Connection, id: int, reason: str) -> None:
    """The analysis did not come about; whatever was concluded before is no verdict now."""
    connection.execute(
        update(MESSAGE)
        .where(MESSAGE.c.id == id)
        .values(
            label=Label.NOT_ANALYSED.value,
            score=0,
            headline="",
            analysis=AnalysisState.FAILED.value,
            analysis_error=reason,
        )
    )


def outdate(connection: Connection, key: str) -> int:
    """Marks verdicts made by other units or rules than ``key``; gives how many."""
    changed = connection.execute(
        update(MESSAGE)
        .where((MESSAGE.c.analysis == AnalysisState.DONE.value) & (MESSAGE.c.analysis_key != key))
        .values(analysis=AnalysisState.OUTDATED.value)
    )
    return int(changed.rowcount)


def waiting(connection: Connection, limit: int, *, only_queued: bool = True) -> tuple[int, ...]:
    """Messages still to analyse, reported before flagged before the rest, newest first."""
    unfinished = (AnalysisState.NOT_ANALYSED.value, AnalysisState.OUTDATED.value)
    reported, flagged = MESSAGE.c.open_reports > 0, MESSAGE.c.flagged == 1
    rank = case((reported, 0), (flagged, 1), else_=2)
    statement = select(MESSAGE.c.id).where(MESSAGE.c.analysis.in_(unfinished))
    if only_queued:
        statement = statement.where(reported | flagged)
    statement = statement.order_by(rank, MESSAGE.c.arrival.desc()).limit(limit)
    return tuple(connection.execute(statement).scalars())


def outdated(connection: Connection, limit: int) -> tuple[int, ...]:
    """Messages whose bytes are kept and whose verdict was drawn from others, newest first."""
    old = (MESSAGE.c.analysis == AnalysisState.OUTDATED.value) & (MESSAGE.c.raw != "")
    statement = select(MESSAGE.c.id).where(old).order_by(MESSAGE.c.arrival.desc()).limit(limit)
    return tuple(connection.execute(statement).scalars())
