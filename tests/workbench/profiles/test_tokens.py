"""A user's sign-in between two starts: sealed, forgotten on wish, and never in clear."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from tests.tenant import SimulatedTenant
from tests.workbench.desks import profile_of
from tests.workbench.profiles.stores import MemoryStore
from workbench.connectors.delegated import DelegatedSignIn
from workbench.jobs import unheard
from workbench.model.signing import SignInStep
from workbench.model.tenant import TenantProfile
from workbench.profiles.keystore import KeyStore
from workbench.profiles.saved import SavedMicrosoft
from workbench.profiles.tenants import Tenants
from workbench.profiles.tokens import KeptTokens

GUID = "6b2a9d5e-1c3f-4a7b-8e9d-0f1a2b3c4d5e"
CONTOSO = SavedMicrosoft("Contoso", GUID, GUID, sign_in="device")


def signed_in(profile: TenantProfile) -> tuple[str, int]:
    """The token, and how many codes were shown for it."""
    shown: list[SignInStep] = []

    async def never(address: str) -> None:
        raise AssertionError(address)

    async def whole() -> str:
        source = DelegatedSignIn(profile, shown.append, never)
        try:
            return await source.token(fresh=True)
        finally:
            source.close()

    return asyncio.run(whole()), sum(bool(step.code) for step in shown)


def test_the_next_start_asks_nobody(tmp_path: Path, simulated_tenant: SimulatedTenant) -> None:
    simulated_tenant.set(device_interval=0)
    backend = MemoryStore()
    kept = KeptTokens(tmp_path, "Contoso", KeyStore(backend))
    profile = replace(
        profile_of(simulated_tenant.facts, secret=""),
        client_id=simulated_tenant.facts["public_client_id"], sign_in="device", tokens=kept,
    )  # fmt: skip
    first, asked = signed_in(profile)
    assert asked == 1
    again = replace(profile, tokens=KeptTokens(tmp_path, "contoso", KeyStore(backend)))
    second, asked = signed_in(again)
    assert asked == 0
    held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert held
    for token in (first, second):
        assert token.encode() not in held
        assert token not in "".join(backend.held.values())
    assert b"secret" not in held  # the name that MSAL gives a token in its cache


def test_what_does_not_open_is_nothing_kept(tmp_path: Path) -> None:
    backend = MemoryStore()
    kept = KeptTokens(tmp_path, "Contoso", KeyStore(backend))
    assert kept.read() == ""
    kept.write("tokens")
    assert kept.read() == "tokens"
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    for damaged in (b"", whole[:5], whole[:-1], whole[:-1] + bytes([whole[-1] ^ 1])):
        file.write_bytes(damaged)
        assert kept.read() == ""
    file.write_bytes(whole)
    for entry in backend.held:
        backend.held[entry] = "not a key"
    assert kept.read() == ""
    kept.write("others")
    assert kept.read() == "others"


def test_a_forgotten_tenant_leaves_nothing(tmp_path: Path) -> None:
    backend = MemoryStore()
    folder = tmp_path / "data"
    tenants = Tenants(folder / "p.json", folder / "s.json", lambda: KeyStore(backend))
    asyncio.run(tenants.add(CONTOSO, unheard))
    made = asyncio.run(tenants.profile("Contoso", "", "", unheard))
    assert isinstance(made, TenantProfile)
    assert made.tokens is not None
    made.tokens.write("tokens")
    asyncio.run(tenants.remove("Contoso", unheard))
    assert backend.held == {}
    assert list(folder.glob("tokens-*")) == []


def test_without_a_key_store_nothing_is_kept(tmp_path: Path) -> None:
    tenants = Tenants(tmp_path / "p.json", tmp_path / "s.json", lambda: None)
    asyncio.run(tenants.add(CONTOSO, unheard))
    made = asyncio.run(tenants.profile("Contoso", "", "", unheard))
    assert isinstance(made, TenantProfile)
    assert made.tokens is None
