"""Seals raw mail before it is written to disk, so that no scanner seizes it and none leaks.

AES-256-GCM under a key that each installation draws for itself and keeps in a file beside the
workspace.  The key guards against indexers, backups of the one file and curious eyes, not
against somebody who has both files.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from workbench.errors import StoreError

KEY_BYTES = 32
NONCE_BYTES = 12  # NIST SP 800-38D: 96 bits, drawn anew for each part


class Vault:
    """``cryptography`` is loaded by the first use, in the thread that uses it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._key = b""

    def seal(self, data: bytes, context: str) -> bytes:
        """Nonce and ciphertext; opens only with the same context."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self._load(make=True)).encrypt(nonce, data, context.encode())

    def unseal(self, sealed: bytes, context: str) -> bytes:
        """``StoreError`` when the key is gone or another, or the data was changed."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce, body = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            return AESGCM(self._load(make=False)).decrypt(nonce, body, context.encode())
        except (InvalidTag, ValueError) as error:
            raise StoreError(
                f"Stored mail was changed on disk, or {self._path.name} is not its key"
            ) from error

    def _load(self, *, make: bool) -> bytes:
        if not self._key:
            try:
                self._key = self._read(make)
            except OSError as error:
                raise StoreError(f"{self._path} cannot be used: {error.strerror}") from error
        return self._key

    def _read(self, make: bool) -> bytes:
        if not self._path.exists():
            if not make:
                raise StoreError(f"{self._path.name} is missing: stored mail cannot be opened")
            _write_new(self._path, secrets.token_bytes(KEY_BYTES))
        key = self._path.read_bytes()
        if len(key) != KEY_BYTES:
            raise StoreError(f"{self._path.name} is not a key ({len(key)} bytes)")
        return key


def _write_new(path: Path, data: bytes) -> None:
    """Whole or not at all: half a key after a crash would look like a lost one."""
    draft = path.with_name(path.name + ".new")
    descriptor = os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    try:
        os.write(descriptor, data)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    draft.replace(path)
