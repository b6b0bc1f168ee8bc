"""The audit log and what its verification notices."""

from __future__ import annotations

import asyncio
import json
import random
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import StaticPool

from tests.workbench.remediation.bench import Bench
from workbench.errors import StoreError
from workbench.remediation import anchors, audit
from workbench.remediation.verification import Verification, verify
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


Rows = list[tuple[int, str, str, str]]  # number, body, hash before, hash
Sql = list[tuple[str, tuple[object, ...]]]
COLUMNS = ("body", "prev", "hash")


def _flip(chance: random.Random, rows: Rows) -> Sql:
    """One character of what is hashed, or of the chain."""
    seq, *texts = chance.choice(rows)
    column = chance.randrange(3)
    text = texts[column]
    place = chance.randrange(len(text))
    other = chr((ord(text[place]) + chance.randrange(1, 127)) % 128)
    changed = text[:place] + other + text[place + 1 :]
    return [(f"UPDATE audit SET {COLUMNS[column]} = ? WHERE seq = ?", (changed, seq))]


def _remove(chance: random.Random, rows: Rows) -> Sql:
    return [("DELETE FROM audit WHERE seq = ?", (chance.choice(rows)[0],))]


def _cut(chance: random.Random, rows: Rows) -> Sql:
    return [("DELETE FROM audit WHERE seq > ?", (chance.randrange(len(rows)),))]


def _exchange(chance: random.Random, rows: Rows) -> Sql:
    one, other = chance.sample([row[0] for row in rows], 2)
    move = "UPDATE audit SET seq = ? WHERE seq = ?"
    return [(move, (-1, one)), (move, (one, other)), (move, (other, -1))]


def _rewrite(chance: random.Random, rows: Rows) -> Sql:
    """One row retold and the whole chain behind it, with the anchors inside, made to fit again."""
    first = chance.randrange(len(rows))
    prev = rows[first][2]
    found: Sql = []
    for number, body, _, _ in rows[first:]:
        values = {**json.loads(body), "prev": prev}
        values["host"] = "elsewhere" if number == rows[first][0] else values["host"]
        text = audit.canonical(values)
        own = audit.digest(number, prev, text)
        change = "UPDATE audit SET body = ?, prev = ?, hash = ? WHERE seq = ?"
        found += [(change, (text, prev, own, number))]
        found += [("UPDATE anchor SET hash = ? WHERE seq = ?", (own, number))]
        prev = own
    return found


def _rename(chance: random.Random, rows: Rows) -> Sql:
    """What was done, by whom and why, told otherwise at the action."""
    changes = ("state = 'cancelled'", "kind = 'junk'", "reason = reason || 'x'", "cancelling = 1",
               "created_by = 'bob'", "tool_version = '0'", "internet_id = 'x'", "subject = 'x'",
               "confirmed = 9", "unreached = unreached + 1", "message = 99",
               "tenant_mailboxes = 7")  # fmt: skip
    where = "WHERE id = (SELECT id FROM action ORDER BY id LIMIT 1 OFFSET ?)"
    return [(f"UPDATE action SET {chance.choice(changes)} {where}", (chance.randrange(2),))]


def _reask(chance: random.Random, rows: Rows) -> Sql:
    """Another request than the one that left, none, or one that never was."""
    one = "WHERE request = (SELECT request FROM request ORDER BY request LIMIT 1 OFFSET ?)"
    which = (chance.randrange(2),)
    return [
        chance.choice(
            (
                (f"UPDATE request SET items = items + 1 {one}", which),
                (f"UPDATE request SET batch_hash = 'x' {one}", which),
                (f"UPDATE request SET request = 'x' {one}", which),
                (f"DELETE FROM request {one}", which),
                ("INSERT INTO request SELECT 'x', id, '', 0, 0, '' FROM action LIMIT 1", ()),
            )
        )
    ]


def _unanchor(chance: random.Random, rows: Rows) -> Sql:
    """The anchors inside no longer fit those outside."""
    return [(f"UPDATE anchor SET {chance.choice(('seq = seq + 1', 'hash = kind'))}", ())]


def _retell(chance: random.Random, rows: Rows) -> Sql:
    """What became of a copy, told otherwise in the journal."""
    changes = ("moved = 1 - moved", "src_folder = src_folder || 'x'", "dst = dst || 'x'",
               "state = 'gone'", "fingerprint = fingerprint || 'x'", "request = 'x'",
               "src_path = src_path || 'x'", "superseded = '[]'", "was_read = 1 - was_read",
               "mailbox_address = 'eve@x.example'", "tier = 'weak'", "target = 'x'",
               "state = 'pending'", "key = key || 'x'")  # fmt: skip
    one = "SELECT action, mailbox, key FROM item ORDER BY action, mailbox, key LIMIT 1 OFFSET ?"
    where = f"WHERE (action, mailbox, key) IN ({one})"
    return [(f"UPDATE item SET {chance.choice(changes)} {where}", (chance.randrange(2),))]


def _forget(chance: random.Random, rows: Rows) -> Sql:
    """An action is taken out of the journal with its copies."""
    return [("DELETE FROM item", ()), ("DELETE FROM request", ()), ("DELETE FROM action", ())]


CHANGES = (
    *(_flip, _flip, _flip, _remove, _cut, _exchange, _rewrite, _retell, _retell, _rename),
    *(_reask, _unanchor, _forget),
)


def _copied(bench: Bench, folder: Path) -> Path:
    """A copy of the workspace that nobody else writes to."""
    path = folder / "copy.workspace"
    with closing(connect(bench.workspace.path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path.write_bytes(bench.workspace.path.read_bytes())
    return path


@pytest.mark.parametrize(
    "times", [260, pytest.param(5_000, marks=pytest.mark.long)], ids=["some", "all"]
)
def test_every_change_of_log_or_journal_is_found(told: Bench, tmp_path: Path, times: int) -> None:
    """And once it is taken back the log holds again."""
    outside = anchors.load(anchors.path_beside(told.workspace.path))
    chance = random.Random(3)
    with closing(connect(_copied(told, tmp_path))) as raw:
        for statement in UNLOCK:
            raw.execute(statement)
        rows = raw.execute("SELECT seq, body, prev, hash FROM audit ORDER BY seq").fetchall()
        raw.execute("PRAGMA foreign_keys=OFF")
        engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
        connection = engine.connect()
        for number in range(times):
            change = CHANGES[number % len(CHANGES)]
            raw.execute("BEGIN")
            statements = change(chance, rows)
            for sql, values in statements:
                raw.execute(sql, values)
            found = verify(connection, outside)
            raw.execute("ROLLBACK")
            assert not found.holds, statements
        assert verify(connection, outside).holds
        connection.close()
        engine.dispose()


AUDITED = (
    "SELECT * FROM audit ORDER BY seq",
    "SELECT seq, hash FROM anchor ORDER BY seq",
    "SELECT id, tenant, kind, message, internet_id, subject, reason, state, manifest_hash, "
    "reverses, created_by, tool_version, confirmed, tenant_mailboxes, unreached, cancelling "
    "FROM action",
    "SELECT action, mailbox, key, mailbox_address, fingerprint, tier, target, src_folder, "
    "src_path, was_read, dst, state, request, moved, superseded FROM item",
    "SELECT request, action, batch_hash, items FROM request",
)


@pytest.mark.parametrize(
    "times", [60, pytest.param(5_000, marks=pytest.mark.long)], ids=["some", "all"]
)
def test_every_flipped_byte_that_changes_what_is_told_is_found(
    told: Bench, tmp_path: Path, times: int
) -> None:
    """Whatever a flip makes of the file: it cannot be read, or the log does not hold, or nothing
    that the log vouches for has changed."""
    with closing(connect(told.workspace.path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        honest = [raw.execute(query).fetchall() for query in AUDITED]
    data = told.workspace.path.read_bytes()
    used = [place for place in range(100, len(data)) if data[place]]
    outside = anchors.load(anchors.path_beside(told.workspace.path))
    chance, found = random.Random(11), 0
    for number in range(times):
        place = chance.choice(used)
        flipped = bytearray(data)
        flipped[place] ^= 1 << chance.randrange(8)
        copy = tmp_path / f"flipped {number}"
        copy.write_bytes(flipped)
        found += _is_found(copy, honest, outside)
        copy.unlink()
    assert found > times // 4


def _last_cell(data: bytes | bytearray, page: int) -> int:
    """Where the last cell of a table's last leaf begins (sqlite.org/fileformat2.html, 1.6)."""
    size = int.from_bytes(data[16:18], "big")
    begin = (page - 1) * size
    if data[begin] == 5:  # an interior page: go down to the right
        return _last_cell(data, int.from_bytes(data[begin + 8 : begin + 12], "big"))
    assert data[begin] == 13  # a leaf
    number = int.from_bytes(data[begin + 3 : begin + 5], "big")
    pointer = begin + 8 + 2 * (number - 1)
    return begin + int.from_bytes(data[pointer : pointer + 2], "big")


def test_rows_that_lead_back_do_not_keep_the_reader_for_ever(told: Bench, tmp_path: Path) -> None:
    with closing(connect(told.workspace.path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (last, root) = raw.execute(
            "SELECT max(seq), (SELECT rootpage FROM sqlite_schema WHERE name = 'audit') FROM audit"
        ).fetchone()
    data = bytearray(told.workspace.path.read_bytes())
    cell = _last_cell(data, root)
    while data[cell] & 0x80:  # over the length of the row, a number of several bytes
        cell += 1
    assert data[cell + 1] == last < 0x80
    data[cell + 1] = 1
    path = tmp_path / "leads back"
    path.write_bytes(data)
    with closing(connect(path, read_only=True)) as raw:
        engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
        with engine.connect() as connection, pytest.raises(StoreError, match="another order"):
            verify(connection)
        engine.dispose()


def _is_found(path: Path, honest: list[Rows], outside: Sequence[anchors.Anchor]) -> bool:
    try:
        with closing(connect(path, read_only=True)) as raw:
            engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
            with engine.connect() as connection:
                holds = verify(connection, outside).holds
            present = [raw.execute(query).fetchall() for query in AUDITED]
            engine.dispose()
    except (StoreError, SQLAlchemyError, sqlite3.Error):
        return True
    assert not holds or present == honest, path
    return not holds
