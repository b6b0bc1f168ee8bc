"""Remembered tenants as the window asks for them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.workbench.profiles.stores import MemoryStore
from workbench.errors import BadInput
from workbench.jobs import unheard
from workbench.model.tenant import GoogleProfile, TenantProfile
from workbench.profiles.keystore import KeyStore
from workbench.profiles.saved import SavedGoogle, SavedMicrosoft
from workbench.profiles.secrets import WrongPassphrase
from workbench.profiles.tenants import Tenants

GUID = "6b2a9d5e-1c3f-4a7b-8e9d-0f1a2b3c4d5e"
CONTOSO = SavedMicrosoft("Contoso", GUID, GUID)
FABRIKAM = SavedGoogle("Fabrikam", "fabrikam.example", "admin@fabrikam.example", "/keys/f.json")
PASSPHRASE = "correct horse"


@pytest.fixture
def tenants(tmp_path: Path) -> Tenants:
    return Tenants(tmp_path / "profiles.json", tmp_path / "secrets.json")


def profile(tenants: Tenants, secret: str, passphrase: str) -> str:
    made = asyncio.run(tenants.profile("Contoso", secret, passphrase, unheard))
    assert isinstance(made, TenantProfile)
    return made.secret


def test_each_change_answers_with_all(tenants: Tenants) -> None:
    assert asyncio.run(tenants.all(unheard)) == ()
    assert asyncio.run(tenants.add(CONTOSO, unheard)) == (CONTOSO,)
    assert asyncio.run(tenants.add(FABRIKAM, unheard)) == (CONTOSO, FABRIKAM)
    assert asyncio.run(tenants.remove("Contoso", unheard)) == (FABRIKAM,)


def test_a_secret_is_used_kept_or_fetched(tenants: Tenants, tmp_path: Path) -> None:
    asyncio.run(tenants.add(CONTOSO, unheard))
    assert profile(tenants, "typed", "") == "typed"
    assert not (tmp_path / "secrets.json").exists()
    assert profile(tenants, "kept", PASSPHRASE) == "kept"
    assert profile(tenants, "", PASSPHRASE) == "kept"
    with pytest.raises(WrongPassphrase):
        profile(tenants, "", "wrong word")
    with pytest.raises(BadInput, match="needs its client secret"):
        profile(tenants, "", "")


def test_what_a_file_proves_needs_no_secret(tenants: Tenants) -> None:
    asyncio.run(tenants.add(FABRIKAM, unheard))
    made = asyncio.run(tenants.profile("Fabrikam", "", "", unheard))
    assert isinstance(made, GoogleProfile)


def test_the_key_store_keeps_a_secret_and_gives_it_back(tmp_path: Path) -> None:
    backend = MemoryStore()
    tenants = Tenants(tmp_path / "p.json", tmp_path / "s.json", lambda: KeyStore(backend))
    assert "MemoryStore" in asyncio.run(tenants.keeping(unheard))
    asyncio.run(tenants.add(CONTOSO, unheard))
    asyncio.run(tenants.kept("Contoso", "s3cret", unheard))
    assert profile(tenants, "", "") == "s3cret"
    asyncio.run(tenants.remove("contoso", unheard))
    assert backend.held == {}


def test_without_a_key_store_none_is_offered(tenants: Tenants) -> None:
    assert asyncio.run(tenants.keeping(unheard)) == ""
