"""What a webhook demands in its Authorization header, in the key store of this computer alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from workbench.errors import BadInput, StoreError
from workbench.profiles.keystore import KeyStore, key_store

LONGEST: Final = 4_096  # characters
NO_STORE: Final = "This computer has no key store, so that a webhook's credential can be kept safe"


class Credentials:
    """Whole values of the header, such as "Bearer ..." or "Splunk ...", by a sink's address.

    Key stores block: not in the io loop.
    """

    def __init__(self, find: Callable[[], KeyStore | None] = key_store) -> None:
        self._find = find

    def keep(self, address: str, value: str) -> None:
        """``BadInput`` for what no header can hold, ``StoreError`` where there is no key store."""
        value = value.strip()
        if not value or len(value) > LONGEST or not (value.isascii() and value.isprintable()):
            raise BadInput("The value of an Authorization header is one line of plain text")
        self._store().put(_name(address), value)

    def of(self, address: str) -> str:
        """``StoreError`` where there is none: without it an anchor would only be refused."""
        if value := self._store().get(_name(address)):
            return value
        raise StoreError(f"The credential of {address} is not in the key store: add it again")

    def forget(self, address: str) -> None:
        self._store().forget(_name(address))

    def _store(self) -> KeyStore:
        if (store := self._find()) is None:
            raise StoreError(NO_STORE)
        return store


def _name(address: str) -> str:
    return f"anchors {address}"
