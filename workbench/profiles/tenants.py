"""Remembered tenants as the window asks for them: files are read and written off its thread."""

from __future__ import annotations

import asyncio
from pathlib import Path

from workbench.errors import BadInput
from workbench.jobs import Report
from workbench.model.tenant import Profile
from workbench.profiles.book import ProfileBook
from workbench.profiles.saved import Saved


class Tenants:
    """Profiles in one file, the client secrets that are kept in another."""

    def __init__(self, profiles: Path, secrets: Path) -> None:
        self._book = ProfileBook(profiles)
        self._secrets = secrets

    async def all(self, report: Report) -> tuple[Saved, ...]:
        return await asyncio.to_thread(self._book.all)

    async def add(self, saved: Saved, report: Report) -> tuple[Saved, ...]:
        """All of them, the new one last."""
        await asyncio.to_thread(self._book.add, saved)
        return await self.all(report)

    async def remove(self, name: str, report: Report) -> tuple[Saved, ...]:
        await asyncio.to_thread(self._book.remove, name)
        return await self.all(report)

    async def profile(self, name: str, secret: str, passphrase: str, report: Report) -> Profile:
        """How to reach it.  A secret with a passphrase is kept; a passphrase alone fetches the one
        that is kept; a secret alone is used and forgotten."""
        return await asyncio.to_thread(self._profile, name, secret, passphrase)

    def _profile(self, name: str, secret: str, passphrase: str) -> Profile:
        from workbench.profiles.secrets import SecretFile

        saved, secrets = self._book.named(name), SecretFile(self._secrets)
        if not saved.needs_secret:
            return saved.profile()
        if secret and passphrase:
            secrets.put(saved.name, secret, passphrase)
        elif passphrase:
            secret = secrets.get(saved.name, passphrase)
        if not secret:
            raise BadInput(f"{saved.name} needs its client secret, or the passphrase of a kept one")
        return saved.profile(secret)
