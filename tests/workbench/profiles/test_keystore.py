"""The key store of the system: what counts as one, and what is said when it does not answer."""

from __future__ import annotations

from collections.abc import Callable

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.backends.fail import Keyring as Failing
from keyring.backends.null import Keyring as Forgetting

from tests.workbench.profiles.stores import MemoryStore
from workbench.errors import StoreError
from workbench.profiles.keystore import SERVICE, KeyStore, is_real, key_store

CANARY = "c4n4ry-s3cret"


class PlaintextKeyring(MemoryStore):
    """As packages name theirs that write a file for all to read."""


def test_a_secret_is_kept_read_and_forgotten() -> None:
    backend = MemoryStore()
    store = KeyStore(backend)
    assert store.get("Contoso") == ""
    store.put("Contoso", CANARY)
    assert store.get("Contoso") == CANARY
    assert list(backend.held) == [(SERVICE, "Contoso")]
    store.forget("Contoso")
    store.forget("Contoso")
    assert backend.held == {}
    assert "MemoryStore" in store.told


@pytest.mark.parametrize("made", [Failing, Forgetting, PlaintextKeyring, ChainerBackend])
def test_what_keeps_no_secret_is_no_key_store(made: Callable[[], KeyringBackend]) -> None:
    assert not is_real(made())


def test_a_chain_is_judged_by_its_links(monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = MemoryStore(), PlaintextKeyring()
    monkeypatch.setattr(ChainerBackend, "backends", [bad, good])
    monkeypatch.setattr(keyring, "get_keyring", ChainerBackend)
    store = key_store()
    assert store is not None
    store.put("Contoso", CANARY)
    assert good.held
    assert not bad.held


def test_without_a_real_one_there_is_none() -> None:
    assert key_store() is None


def test_a_locked_store_is_said_without_the_secret() -> None:
    store = KeyStore(MemoryStore(locked=True))
    with pytest.raises(StoreError, match="did not read: RuntimeError"):
        store.get("Contoso")
    with pytest.raises(StoreError) as caught:
        store.put("Contoso", CANARY)
    assert CANARY not in str(caught.value)
    assert caught.value.__cause__ is None
