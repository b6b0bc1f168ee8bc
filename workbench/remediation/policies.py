"""Armed policies and what each has done, kept beside the journal.

All functions run in the data thread, each inside one transaction.
"""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from workbench.errors import BadInput
from workbench.model.policies import WORDS, Policy
from workbench.model.remediation import ActionKind, Choice
from workbench.remediation.audit import Author, Event
from workbench.remediation.choices import target_of
from workbench.store.moments import from_stored, to_stored
from workbench.store.tables import MESSAGE, POLICY, POLICY_RUN

LONGEST = timedelta(days=90)  # a permission nobody has looked at for a quarter is none
MOST = 500  # copies; more never goes without a second person (the guard's own bound)
DAY = timedelta(hours=24)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}")


def arm(connection: Connection, author: Author, policy: Policy) -> None:
    """``BadInput`` says what is missing; a name is used once, so that the journal stays clear."""
    _require(policy, author.now())
    if connection.execute(select(POLICY).where(POLICY.c.name == policy.name)).first():
        raise BadInput(f"There was a policy {policy.name} already: take another name")
    values = {
        "name": policy.name, "tenant": policy.tenant, "origins": json.dumps(policy.origins),
        "minimum": policy.minimum, "fence": json.dumps(policy.fence),
        "action": json.dumps([policy.choice.kind.value, policy.choice.folder]),
        "per_run": policy.per_run, "per_day": policy.per_day,
        "expires": to_stored(policy.expires), "armed": to_stored(policy.armed),
        "armed_by": policy.armed_by,
    }  # fmt: skip
    connection.execute(insert(POLICY).values(**values))
    author.append(connection, [Event("policy armed", "", payload=values)])


def disarm(connection: Connection, author: Author, name: str = "") -> int:
    """One, or all; gives how many were armed until now."""
    armed = POLICY.c.disarmed.is_(None)
    which = armed & (POLICY.c.name == name) if name else armed
    values = {"disarmed": to_stored(author.now()), "disarmed_by": author.actor}
    count = connection.execute(update(POLICY).where(which).values(**values)).rowcount
    if count:
        author.append(connection, [Event("policy disarmed", "", payload={"policy": name or "all"})])
    return int(count)


def listed(connection: Connection) -> tuple[Policy, ...]:
    """Newest first, those that ended too."""
    rows = connection.execute(select(POLICY).order_by(POLICY.c.armed.desc(), POLICY.c.name))
    return tuple(_policy(row) for row in rows)


def armed(connection: Connection, tenant: str, now: datetime) -> tuple[Policy, ...]:
    """In the order in which they were armed."""
    every = reversed(listed(connection))
    return tuple(one for one in every if one.tenant == tenant and one.is_armed(now))


def lowest(connection: Connection, messages: list[int]) -> int:
    """The lowest score among the messages; 0 where one is not analysed."""
    rows = select(func.min(MESSAGE.c.score)).where(MESSAGE.c.id.in_(messages))
    return int(connection.execute(rows).scalar_one() or 0)


def has_run(connection: Connection, proposal: str) -> bool:
    """Whether any policy took it up: none does twice, whatever came of it."""
    rows = select(POLICY_RUN).where(POLICY_RUN.c.proposal == proposal)
    return connection.execute(rows).first() is not None


def begin(
    connection: Connection, author: Author, policy: Policy, proposal: str, copies: int
) -> bool:
    """Counts the copies against the ceiling of the day before anything is sent; False where
    they are too many, or where the policy was disarmed meanwhile."""
    now = author.now()
    held = connection.execute(select(POLICY).where(POLICY.c.name == policy.name)).one()
    since = (POLICY_RUN.c.policy == policy.name) & (POLICY_RUN.c.began > to_stored(now - DAY))
    rows = select(func.coalesce(func.sum(POLICY_RUN.c.copies), 0)).where(since)
    today = int(connection.execute(rows).scalar_one())
    if not _policy(held).is_armed(now) or today + copies > policy.per_day:
        return False
    values = {"policy": policy.name, "proposal": proposal, "copies": copies}
    connection.execute(insert(POLICY_RUN).values(began=to_stored(now), **values))
    author.append(connection, [Event("policy run", "", payload=values)])
    return True


def end(connection: Connection, policy: str, proposal: str, action: str, note: str) -> None:
    mine = (POLICY_RUN.c.policy == policy) & (POLICY_RUN.c.proposal == proposal)
    connection.execute(update(POLICY_RUN).where(mine).values(action=action, note=note))


def _require(policy: Policy, now: datetime) -> None:
    if not _NAME.fullmatch(policy.name):
        raise BadInput("A policy's name has up to 40 letters, digits, blanks, dots and dashes")
    if not policy.origins or not set(policy.origins) <= set(WORDS):
        raise BadInput(f"A policy is for some of: {', '.join(WORDS)}")
    if not now < policy.expires <= now + LONGEST:
        raise BadInput(f"A policy ends within {LONGEST.days} days from now")
    if not 1 <= policy.per_run <= policy.per_day or policy.per_run > MOST:
        raise BadInput(f"Ceilings: 1 to {MOST} copies in a run, and a day holds at least one run")
    if not 0 <= policy.minimum <= 100:
        raise BadInput("A score is from 0 to 100")
    if policy.choice.kind is ActionKind.UNDO or not target_of(policy.choice):
        raise BadInput("A policy moves copies")


def _policy(row: Row[Any]) -> Policy:
    kind, folder = json.loads(row.action)
    return Policy(
        name=row.name,
        tenant=row.tenant,
        origins=tuple(json.loads(row.origins)),
        minimum=row.minimum,
        choice=Choice(ActionKind(kind), folder),
        fence=tuple(json.loads(row.fence)),
        per_run=row.per_run,
        per_day=row.per_day,
        expires=from_stored(row.expires),
        armed=from_stored(row.armed),
        armed_by=row.armed_by,
        disarmed=from_stored(row.disarmed) if row.disarmed is not None else None,
        disarmed_by=row.disarmed_by,
    )
