"""Secrets in the key store of the operating system, where it has a real one.

Call it off the io loop: a key store may ask its user to unlock it, and blocks meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from workbench.errors import StoreError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE: Final = "email-security-workbench"
# keyring takes these for want of a better one: they refuse, forget, or write a file.
_CHAIN: Final = "keyring.backends.chainer"
_REFUSED: Final = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")
_DBUS: Final = "SecretStorageException"
_PLAIN: Final = "plaintext"  # in the name of whatever package's class


class KeyStore:
    """Secrets by the name of their profile."""

    def __init__(self, backend: KeyringBackend) -> None:
        self._backend = backend

    @property
    def told(self) -> str:
        """What the system calls it, for people."""
        return f"the key store of this computer ({self._backend.name})"

    def get(self, name: str) -> str:
        """ "" where none is stored under the name."""
        return str(self._asked("read", self._backend.get_password, SERVICE, name) or "")

    def put(self, name: str, secret: str) -> None:
        self._asked("take the secret", self._backend.set_password, SERVICE, name, secret)

    def forget(self, name: str) -> None:
        if self.get(name):
            self._asked("forget", self._backend.delete_password, SERVICE, name)

    def _asked(self, wish: str, call: Any, *arguments: str) -> Any:
        """A secret is never part of what is said."""
        try:
            return call(*arguments)
        except _troubles() as error:
            kind = type(error).__name__
            raise StoreError(f"The key store of this computer did not {wish}: {kind}") from None


def key_store() -> KeyStore | None:
    """That of this computer; None where there is none that keeps a secret secret."""
    import keyring  # reads the entry points of all packages: not at the start

    try:
        found = keyring.get_keyring()
    except _troubles():
        return None
    except (AttributeError, ImportError):  # a setting names one that does not load
        return None
    return next((KeyStore(backend) for backend in _parts(found) if is_real(backend)), None)


def is_real(backend: KeyringBackend) -> bool:
    """Whether a backend is none of those that keep nothing, or keep it for all to read."""
    made = type(backend)
    name = f"{made.__module__}.{made.__qualname__}"
    return not name.startswith((*_REFUSED, _CHAIN)) and _PLAIN not in name.casefold()


def _troubles() -> tuple[type[Exception], ...]:
    """What keyring raises, and what it lets through from D-Bus on Linux."""
    from keyring.errors import KeyringError

    found: list[type[Exception]] = [KeyringError, OSError, RuntimeError, ValueError]
    for module, name in (("jeepney", "DBusErrorResponse"), ("secretstorage.exceptions", _DBUS)):
        with suppress(ImportError):
            found.append(getattr(import_module(module), name))
    return tuple(found)


def _parts(backend: KeyringBackend) -> Iterator[KeyringBackend]:
    """A chain is as weak as its weakest link, so its links are looked at one by one."""
    if type(backend).__module__ == _CHAIN:
        chain: Any = backend
        yield from chain.backends
    else:
        yield backend
