"""Where a secret goes: the key store, the file under a passphrase, never in clear."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbench.profiles.stores import MemoryStore
from workbench.errors import BadInput
from workbench.profiles.keystore import KeyStore
from workbench.profiles.vault import Vault

PASSPHRASE = "correct horse"


def test_the_key_store_is_used_without_a_passphrase(tmp_path: Path) -> None:
    backend = MemoryStore()
    vault = Vault(tmp_path / "secrets.json", lambda: KeyStore(backend))
    assert vault.told in vault.put("Contoso", "s3cret")
    assert vault.get("Contoso") == "s3cret"
    assert not vault.file.exists
    vault.forget("Contoso")
    assert vault.get("Contoso") == ""


def test_without_a_key_store_a_passphrase_is_asked_for(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "secrets.json", lambda: None)
    assert vault.told == ""
    with pytest.raises(BadInput, match="no key store"):
        vault.put("Contoso", "s3cret")
    assert list(tmp_path.iterdir()) == []
    assert "passphrase" in vault.put("Contoso", "s3cret", PASSPHRASE)
    assert vault.get("Contoso", PASSPHRASE) == "s3cret"
    assert vault.get("Contoso") == ""
    vault.forget("Contoso")
    assert vault.get("Contoso", PASSPHRASE) == "s3cret"


def test_a_passphrase_chooses_the_file(tmp_path: Path) -> None:
    backend = MemoryStore()
    vault = Vault(tmp_path / "secrets.json", lambda: KeyStore(backend))
    vault.put("Contoso", "s3cret", PASSPHRASE)
    assert backend.held == {}
    assert vault.get("Contoso", PASSPHRASE) == "s3cret"
