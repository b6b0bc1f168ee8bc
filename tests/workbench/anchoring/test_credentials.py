"""Credentials of webhooks lie in the key store and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbench.profiles.stores import MemoryStore
from workbench.anchoring.addresses import SinkAddress
from workbench.anchoring.book import SinkBook
from workbench.anchoring.credentials import LONGEST, Credentials
from workbench.anchoring.webhook import WebhookSink
from workbench.errors import BadInput, StoreError
from workbench.profiles.keystore import KeyStore

HOOK = SinkAddress("https://hook.example/x")


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def credentials(store: MemoryStore) -> Credentials:
    return Credentials(lambda: KeyStore(store))


def test_a_book_keeps_no_credential_itself(
    tmp_path: Path, store: MemoryStore, credentials: Credentials
) -> None:
    path = tmp_path / "anchors.json"
    book = SinkBook(path, credentials)
    book.add(HOOK, "Bearer 5ecret\n")
    assert b"5ecret" not in path.read_bytes()
    (sink,) = SinkBook(path, credentials).sinks()
    assert isinstance(sink, WebhookSink)
    assert sink.credential is not None
    assert sink.credential() == "Bearer 5ecret"
    assert "5ecret" not in repr(sink)
    book.remove(HOOK.address)
    assert store.held == {}


@pytest.mark.parametrize("value", ["", " ", "a\r\nHost: b", "caf\u00e9", "x" * (LONGEST + 1)])
def test_what_no_header_can_hold(credentials: Credentials, value: str) -> None:
    with pytest.raises(BadInput, match="one line of plain text"):
        credentials.keep(HOOK.address, value)


def test_without_a_key_store_nothing_is_added(tmp_path: Path) -> None:
    book = SinkBook(tmp_path / "anchors.json", Credentials(lambda: None))
    with pytest.raises(StoreError, match="has no key store"):
        book.add(HOOK, "Bearer x")
    assert book.all() == ()


def test_a_locked_store_adds_nothing_and_tells_no_secret(tmp_path: Path) -> None:
    locked = MemoryStore(locked=True)
    book = SinkBook(tmp_path / "anchors.json", Credentials(lambda: KeyStore(locked)))
    with pytest.raises(StoreError) as told:
        book.add(HOOK, "Bearer 5ecret")
    assert "5ecret" not in str(told.value)
    assert book.all() == ()


def test_no_credential_is_left_of_a_sink_that_was_not_written(
    tmp_path: Path, store: MemoryStore, credentials: Credentials
) -> None:
    (tmp_path / "file").write_text("")
    book = SinkBook(tmp_path / "file" / "anchors.json", credentials)
    with pytest.raises(StoreError, match="cannot be written"):
        book.add(HOOK, "Bearer 5ecret")
    assert store.held == {}
