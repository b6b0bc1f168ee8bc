"""The audit log and what its verification notices."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from contextlib import closing

import pytest

from tests.workbench.remediation.bench import Bench
from workbench.remediation import anchors
from workbench.remediation.verification import Verification
from workbench.store.database import connect

UNLOCK = ("DROP TRIGGER audit_kept", "DROP TRIGGER audit_stays")


@pytest.fixture
def told(bench: Bench) -> Bench:
    """A bench with a quarantine and its undo in the log."""

    async def act() -> None:
        await bench.undo(await bench.quarantine())

    asyncio.run(act())
    return bench


def _verify(bench: Bench) -> Verification:
    return asyncio.run(bench.engine.verify())


def _tamper(bench: Bench, *statements: str) -> Verification:
    with closing(connect(bench.workspace.path)) as connection:
        for statement in (*UNLOCK, *statements):
            connection.execute(statement)
    return _verify(bench)


def test_an_honest_log_holds_and_is_anchored(told: Bench) -> None:
    found = _verify(told)
    assert found.holds, found.problems
    assert found.rows == found.anchored > 20


def test_every_row_says_who_when_where_and_what(told: Bench) -> None:
    rows = asyncio.run(told.engine.audit_rows())
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    for row in rows:
        body = row.parsed()
        assert body["actor"] == "ann@contoso.example"
        assert {"wall", "mono", "boot_id", "host", "tool", "event", "action"} <= body.keys()
    assert len(asyncio.run(told.engine.audit_rows(after=5, limit=3))) == 3


def test_the_log_holds_no_text_of_mail(told: Bench) -> None:
    rows = asyncio.run(told.engine.audit_rows())
    assert not any("Invoice" in row.body or "payroll" in row.body for row in rows)


@pytest.mark.parametrize("sql", ["UPDATE audit SET body = ''", "DELETE FROM audit"])
def test_the_log_cannot_be_changed_by_a_plain_statement(told: Bench, sql: str) -> None:
    with (
        closing(connect(told.workspace.path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        connection.execute(sql)


@pytest.mark.parametrize(
    ("statement", "first_bad"),
    [
        ("UPDATE audit SET body = replace(body, 'ann@', 'bob@') WHERE seq = 7", 7),
        ("UPDATE audit SET hash = prev WHERE seq = 7", 7),
        ("DELETE FROM audit WHERE seq = 7", 8),
        ("UPDATE audit SET seq = -seq WHERE seq = 7", 8),
        ("INSERT INTO audit SELECT 999, prev, body, hash FROM audit WHERE seq = 7", 999),
    ],
)
def test_a_changed_row_is_found(told: Bench, statement: str, first_bad: int) -> None:
    found = _tamper(told, statement)
    assert not found.holds
    assert found.first_bad == first_bad


def test_a_cut_log_is_found_by_its_anchor(told: Bench) -> None:
    last = _verify(told).rows
    found = _tamper(told, f"DELETE FROM audit WHERE seq > {last - 4}")
    assert found.first_bad == 0
    assert any("anchor" in problem for problem in found.problems)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE item SET moved = 0 WHERE mailbox = 'ann'",
        "UPDATE item SET state = 'skipped' WHERE mailbox = 'ann'",
        "UPDATE item SET src_folder = 'ann-deleted' WHERE mailbox = 'ann'",
        "UPDATE item SET request = 'forged' WHERE mailbox = 'ann'",
        "DELETE FROM item WHERE mailbox = 'ann'",
        "UPDATE action SET manifest_hash = 'x'",
    ],
)
def test_a_journal_that_disagrees_with_the_log_is_found(told: Bench, statement: str) -> None:
    assert _verify(told).holds
    found = _tamper(told, statement)
    assert found.first_bad == 0
    assert not found.holds


def test_a_removed_anchor_file_is_found(told: Bench) -> None:
    anchors.path_beside(told.workspace.path).unlink()
    found = _verify(told)
    assert found.anchored == 0
    assert any("missing outside" in problem for problem in found.problems)


def test_random_changes_to_the_log_are_all_found(told: Bench) -> None:
    with closing(connect(told.workspace.path)) as connection:
        for statement in UNLOCK:
            connection.execute(statement)
        rows = connection.execute("SELECT seq, body FROM audit").fetchall()
    chance = random.Random(3)
    for _ in range(60):
        seq, body = chance.choice(rows)
        place = chance.randrange(len(body))
        changed = body[:place] + chr((ord(body[place]) + 1) % 128) + body[place + 1 :]
        with closing(connect(told.workspace.path)) as connection:
            connection.execute("UPDATE audit SET body = ? WHERE seq = ?", (changed, seq))
            assert _verify(told).first_bad == seq
            connection.execute("UPDATE audit SET body = ? WHERE seq = ?", (body, seq))
    assert _verify(told).holds
