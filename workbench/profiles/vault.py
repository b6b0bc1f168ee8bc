"""Where secrets of profiles are kept: in the computer's key store, else under a passphrase."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from workbench.errors import BadInput
from workbench.profiles.keystore import KeyStore, key_store
from workbench.profiles.secrets import SecretFile

FindStore = Callable[[], KeyStore | None]


class Vault:
    """The file is used where a passphrase is given, also beside a key store.  Blocks."""

    def __init__(self, path: Path, find: FindStore = key_store) -> None:
        self.file = SecretFile(path)
        self._find = find

    @property
    def told(self) -> str:
        """Where a secret without a passphrase goes, "" where nowhere."""
        store = self._find()
        return store.told if store is not None else ""

    def get(self, name: str, passphrase: str = "") -> str:
        """ "" where none is kept, or none that opens without a passphrase."""
        if passphrase:
            return self.file.get(name, passphrase)
        store = self._find()
        return store.get(name) if store is not None else ""

    def put(self, name: str, secret: str, passphrase: str = "") -> str:
        """Returns where it is kept; ``BadInput`` where neither is there: never in clear."""
        if passphrase:
            self.file.put(name, secret, passphrase)
            return "a file under your passphrase"
        store = self._find()
        if store is None:
            raise BadInput("This computer has no key store: keeping a secret needs a passphrase")
        store.put(name, secret)
        return store.told

    def forget(self, name: str) -> None:
        """Out of the key store; the file's own stays sealed until its passphrase is typed."""
        store = self._find()
        if store is not None:
            store.forget(name)
