"""What DNS answered, and when: keys of signatures change, and old mail stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from analyzers.lib.dns_answers import Answer, read, spell
from workbench.store.moments import to_stored
from workbench.store.tables import DNS_ANSWER


@dataclass(frozen=True, slots=True)
class Kept:
    """``key`` is the need's, "TYPE name"; ``seconds`` is how long DNS said it is good."""

    key: str
    answer: Answer
    seconds: int


def save(connection: Connection, rows: Sequence[Kept]) -> None:
    """An answer takes the place of the one before it."""
    for row in rows:
        kind, _, name = row.key.partition(" ")
        values = {
            "answer": spell(row.answer),
            "asked": to_stored(datetime.fromisoformat(row.answer.asked)),
            "ttl": row.seconds,
        }
        statement = insert(DNS_ANSWER).values(type=kind, name=name, **values)
        connection.execute(
            statement.on_conflict_do_update(index_elements=["name", "type"], set_=values)
        )


def load(connection: Connection, keys: Sequence[str]) -> tuple[Kept, ...]:
    """Those that are kept; one that cannot be read counts as not kept."""
    found: list[Kept] = []
    for key in keys:
        kind, _, name = key.partition(" ")
        row = connection.execute(
            select(DNS_ANSWER.c.answer, DNS_ANSWER.c.ttl).where(
                (DNS_ANSWER.c.name == name) & (DNS_ANSWER.c.type == kind)
            )
        ).one_or_none()
        answer = read(row.answer) if row is not None else None
        if row is not None and answer is not None:
            found.append(Kept(key, answer, int(row.ttl)))
    return tuple(found)
