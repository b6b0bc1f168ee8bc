"""Remembered tenants as the window asks for them: files are read and written off its thread."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import BadInput
from workbench.jobs import Report
from workbench.model.tenant import Profile
from workbench.profiles.book import ProfileBook
from workbench.profiles.saved import Saved

if TYPE_CHECKING:
    from workbench.profiles.keystore import KeyStore
    from workbench.profiles.tokens import KeptTokens
    from workbench.profiles.vault import FindStore, Vault


def _key_store() -> KeyStore | None:
    from workbench.profiles.keystore import key_store

    return key_store()


def tokens_of(saved: Saved, folder: Path, find: FindStore = _key_store) -> KeptTokens | None:
    """Where the sign-in of a user is kept; None where there is no key store or no user."""
    from workbench.profiles.tokens import KeptTokens

    if not saved.by_user:
        return None
    store = find()
    return KeptTokens(folder, saved.name, store) if store is not None else None


def with_tokens(profile: Profile, tokens: KeptTokens | None) -> Profile:
    return replace(profile, tokens=tokens)


class Tenants:
    """Profiles in one file; the client secrets that are kept in the key store or another file."""

    def __init__(self, profiles: Path, secrets: Path, find: FindStore = _key_store) -> None:
        self._book = ProfileBook(profiles)
        self._secrets = secrets
        self._find = find

    async def keeping(self, report: Report) -> str:
        """The key store that secrets can be kept in, as people call it; "" where there is none."""
        return await asyncio.to_thread(lambda: self._vault().told)

    async def all(self, report: Report) -> tuple[Saved, ...]:
        return await asyncio.to_thread(self._book.all)

    async def add(self, saved: Saved, report: Report) -> tuple[Saved, ...]:
        """All of them, the new one last."""
        await asyncio.to_thread(self._book.add, saved)
        return await self.all(report)

    async def remove(self, name: str, report: Report) -> tuple[Saved, ...]:
        await asyncio.to_thread(self._remove, name)
        return await self.all(report)

    async def kept(self, name: str, secret: str, report: Report) -> Profile:
        """Keeps the secret in the key store of this computer; how to reach the tenant with it."""
        return await asyncio.to_thread(self._kept, name, secret)

    async def profile(self, name: str, secret: str, passphrase: str, report: Report) -> Profile:
        """How to reach it.  A secret with a passphrase is kept; a passphrase alone fetches the one
        that is kept, neither the one of the key store; a secret alone is used and forgotten."""
        return await asyncio.to_thread(self._profile, name, secret, passphrase)

    def _vault(self) -> Vault:
        from workbench.profiles.vault import Vault

        return Vault(self._secrets, self._find)

    def _remove(self, name: str) -> None:
        saved = self._book.named(name)
        self._book.remove(name)
        if saved.needs_secret:
            self._vault().forget(saved.name)
        elif (tokens := self._tokens(saved)) is not None:
            tokens.forget()

    def _tokens(self, saved: Saved) -> KeptTokens | None:
        return tokens_of(saved, self._secrets.parent, self._find)

    def _kept(self, name: str, secret: str) -> Profile:
        saved = self._book.named(name)
        self._vault().put(saved.name, secret)
        return saved.profile(secret)

    def _profile(self, name: str, secret: str, passphrase: str) -> Profile:
        saved = self._book.named(name)
        if not saved.needs_secret:
            return with_tokens(saved.profile(), self._tokens(saved))
        if secret and passphrase:
            self._vault().put(saved.name, secret, passphrase)
        elif not secret:
            secret = self._vault().get(saved.name, passphrase)
        if not secret:
            raise BadInput(f"{saved.name} needs its client secret, or the passphrase of a kept one")
        return saved.profile(secret)
