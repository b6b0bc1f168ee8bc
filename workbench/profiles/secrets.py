"""Client secrets under a passphrase: Argon2id for the key, AES-GCM for the content.

Nothing is ever written in clear.  A wrong passphrase opens nothing and harms nothing.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from workbench.errors import BadInput, StoreError
from workbench.profiles.book import written_whole

# RFC 9106, 4: the second recommended option (64 MiB, three passes, four lanes).
MEMORY: Final = 64 * 1024  # KiB
PASSES, LANES, SALT, NONCE, KEY = 3, 4, 16, 12, 32
SHORTEST: Final = 10  # characters of a passphrase
LARGEST: Final = 1 << 20
_BOUND: Final = b"email-security-workbench secrets 1"  # so that another file never passes for it


class WrongPassphrase(BadInput):
    def __init__(self) -> None:
        super().__init__("The passphrase does not open the stored secrets")


class SecretFile:
    """Secrets by the name of their profile, in one file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def exists(self) -> bool:
        return self._path.exists()

    def get(self, name: str, passphrase: str) -> str:
        """ "" where none is stored under the name."""
        return self._opened(passphrase).get(name, "") if self.exists else ""

    def all(self, passphrase: str) -> dict[str, str]:
        """Every one by its name."""
        return self._opened(passphrase) if self.exists else {}

    def put(self, name: str, secret: str, passphrase: str) -> None:
        """The first secret sets the passphrase of the file."""
        if not self.exists and len(passphrase) < SHORTEST:
            raise BadInput(f"A passphrase needs at least {SHORTEST} characters")
        known = self._opened(passphrase) if self.exists else {}
        self._write(known | {name: secret}, passphrase)

    def forget(self, name: str, passphrase: str) -> None:
        known = self._opened(passphrase) if self.exists else {}
        if known.pop(name, None) is not None:
            self._write(known, passphrase)

    def _opened(self, passphrase: str) -> dict[str, str]:
        try:
            if self._path.stat().st_size > LARGEST:
                raise ValueError("it is too large")
            held = json.loads(self._path.read_text("ascii"))
            salt, nonce, sealed = (_bytes(held[part]) for part in ("salt", "nonce", "sealed"))
            if len(salt) != SALT or len(nonce) != NONCE:
                raise ValueError("its parts have the wrong length")
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise StoreError(f"The stored secrets cannot be read: {error}") from error
        try:
            plain = AESGCM(_key(passphrase, salt)).decrypt(nonce, sealed, _BOUND)
        except InvalidTag as error:
            raise WrongPassphrase from error
        value = json.loads(plain)
        return {str(name): str(secret) for name, secret in value.items()}

    def _write(self, secrets: dict[str, str], passphrase: str) -> None:
        salt, nonce = os.urandom(SALT), os.urandom(NONCE)
        plain = json.dumps(secrets).encode()
        sealed = AESGCM(_key(passphrase, salt)).encrypt(nonce, plain, _BOUND)
        held = {"salt": _text(salt), "nonce": _text(nonce), "sealed": _text(sealed)}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            written_whole(self._path, json.dumps(held).encode())
        except OSError as error:
            raise StoreError(f"The secrets cannot be written: {error}") from error


def _key(passphrase: str, salt: bytes) -> bytes:
    made = Argon2id(
        salt=salt, length=KEY, iterations=PASSES, lanes=LANES, memory_cost=MEMORY
    ).derive(passphrase.encode())
    return bytes(made)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: Any) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, TypeError) as error:
        raise ValueError("a part is not base64") from error
