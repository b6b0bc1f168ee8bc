"""Tokens of a user between two starts: sealed in a file whose key lies in the key store.

A key store holds too little for them (2,560 bytes on Windows), so it holds the key alone.
"""

from __future__ import annotations

import base64
import hashlib
import os
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from workbench.errors import StoreError
from workbench.profiles.book import written_whole
from workbench.profiles.keystore import KeyStore

NONCE, KEY_BITS = 12, 256
LARGEST: Final = 4 << 20  # bytes of the file
_BOUND: Final = b"email-security-workbench tokens 1"  # so that another file never passes for it


class KeptTokens:
    """Of one profile.  What cannot be opened counts as nothing kept: the user signs in anew."""

    def __init__(self, folder: Path, name: str, store: KeyStore) -> None:
        self._entry = f"{name.casefold()} (tokens)"
        digest = hashlib.sha256(self._entry.encode()).hexdigest()[:16]
        self._path = folder / f"tokens-{digest}.sealed"
        self._store = store

    def read(self) -> str:
        """ "" where nothing is kept, or nothing that opens."""
        try:
            if self._path.stat().st_size > LARGEST:
                return ""
            data = self._path.read_bytes()
            key = base64.b64decode(self._store.get(self._entry), validate=True)
            return AESGCM(key).decrypt(data[:NONCE], data[NONCE:], _BOUND).decode()
        except (OSError, ValueError, InvalidTag):
            return ""

    def write(self, text: str) -> None:
        nonce = os.urandom(NONCE)
        sealed = nonce + AESGCM(self._key()).encrypt(nonce, text.encode(), _BOUND)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            written_whole(self._path, sealed)
        except OSError as error:
            raise StoreError(f"The sign-in cannot be kept: {error}") from error

    def forget(self) -> None:
        """The key goes first: without it the file is noise."""
        self._store.forget(self._entry)
        self._path.unlink(missing_ok=True)

    def _key(self) -> bytes:
        """One that is no key any more gives way to a new one."""
        try:
            key = base64.b64decode(self._store.get(self._entry), validate=True)
        except ValueError:
            key = b""
        if len(key) * 8 != KEY_BITS:
            key = AESGCM.generate_key(KEY_BITS)
            self._store.put(self._entry, base64.b64encode(key).decode())
        return key
