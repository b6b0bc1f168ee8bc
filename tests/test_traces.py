"""The searcher finds what was planted, in every form and place."""

from __future__ import annotations

import base64
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.traces import Searcher

CANARY = b"c4n4ry/secret+that=must_not~lie anywhere"
TEXT = CANARY.decode()
PLANTED: dict[str, Callable[[bytes], bytes]] = {
    "clear": lambda data: data,
    "hex": lambda data: data.hex().encode(),
    "HEX": lambda data: data.hex().upper().encode(),
    "base64": base64.b64encode,
    "base64url": base64.urlsafe_b64encode,
    "UTF-16": lambda data: data.decode().encode("utf-16"),
    "UTF-16, big": lambda data: data.decode().encode("utf-16-be"),
    "address": lambda data: quote(data.decode(), safe="").encode(),
}


@pytest.mark.parametrize("form", PLANTED)
@pytest.mark.parametrize("before", range(4))
def test_a_planted_canary_is_found(tmp_path: Path, form: str, before: int) -> None:
    """Whatever stands before and behind it in what was coded."""
    hidden = PLANTED[form](b"x" * before + CANARY + b"yz")
    inner = tmp_path / "deep" / "er"
    inner.mkdir(parents=True)
    (inner / "file.bin").write_bytes(os.urandom(3_000) + hidden + os.urandom(3_000))
    searcher = Searcher({"canary": CANARY})
    (found, *_) = searcher.below(tmp_path)
    assert (found.secret, found.where) == ("canary", str(inner / "file.bin"))
    assert list(searcher.within(hidden, "standard error"))


def test_bytes_that_are_no_text_are_found(tmp_path: Path) -> None:
    secret = bytes(range(128, 170))
    (tmp_path / "key").write_bytes(b"0" + base64.b64encode(b"ab" + secret))
    assert {found.secret for found in Searcher({"key": secret}).below(tmp_path)} == {"key"}


def test_a_database_and_its_journal_are_looked_through(tmp_path: Path) -> None:
    path = tmp_path / "case.workspace"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE note (text TEXT)")
        connection.execute("INSERT INTO note VALUES (?)", (TEXT,))
        connection.commit()
        found = Searcher({"canary": CANARY}).below(tmp_path)
    assert {Path(one.where).name for one in found} == {"case.workspace-wal"}


def test_names_of_files_are_looked_at_too(tmp_path: Path) -> None:
    (tmp_path / "c4n4ry-in-the-name").mkdir()
    assert Searcher({"canary": b"c4n4ry-in-the-name"}).below(tmp_path)


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "noise").write_bytes(os.urandom(100_000) + CANARY[:-1])
    assert Searcher({"canary": CANARY}).below(tmp_path) == []
