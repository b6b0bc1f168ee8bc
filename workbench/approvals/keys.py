"""Keys of those who approve: a line to pin in profiles, a private half under a passphrase."""

from __future__ import annotations

import base64
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from workbench.approvals.approver import Approver, read_approver
from workbench.errors import BadInput, StoreError
from workbench.profiles.book import written_whole
from workbench.profiles.secrets import SecretFile


class ApproverKeys:
    """The own keys of this user by address.  The public lines stand beside in clear, so that what
    was signed here can be told without a passphrase."""

    def __init__(self, path: Path) -> None:
        self._sealed = SecretFile(path)
        self._lines = path.with_suffix(".public")

    def make(self, address: str, passphrase: str) -> Approver:
        """A new key; ``BadInput`` where the address has one already."""
        known = self.own()
        if any(one.address == address.casefold() for one in known):
            raise BadInput(f"{address} has a key here already: pin the line that it has")
        private = Ed25519PrivateKey.generate()
        approver = read_approver(f"{address} ed25519:{_public(private)}")
        secret = base64.b64encode(private.private_bytes_raw()).decode()
        self._sealed.put(approver.address, secret, passphrase)
        self._publish((*known, approver))
        return approver

    def own(self) -> tuple[Approver, ...]:
        """Public halves of all keys kept here; ``StoreError`` where a key is there and its public
        half is not: then nobody can tell whether an approval was signed on this computer."""
        try:
            lines = self._lines.read_text("utf-8").splitlines()
        except FileNotFoundError:
            if self._sealed.exists:
                raise StoreError(
                    "The public halves of the approvers' keys kept here are missing: `workbench "
                    "approval keys --restore` writes them again"
                ) from None
            return ()
        except (OSError, ValueError) as error:
            raise StoreError(f"The approvers' keys cannot be read: {error}") from error
        return tuple(read_approver(line) for line in lines if line.strip())

    def restore(self, passphrase: str) -> tuple[Approver, ...]:
        """Writes the public halves again, out of the sealed keys."""
        keys = self._sealed.all(passphrase)
        found = tuple(Approver(address, _public(_private(text))) for address, text in keys.items())
        self._publish(found)
        return found

    def open(self, address: str, passphrase: str) -> tuple[Approver, Ed25519PrivateKey]:
        """``BadInput`` where there is no such key or the passphrase is another's."""
        secret = self._sealed.get(address.casefold(), passphrase)
        if not secret:
            raise BadInput(f"{address} has no key here: `workbench approval key` makes one")
        private = _private(secret)
        return Approver(address.casefold(), _public(private)), private

    def _publish(self, approvers: tuple[Approver, ...]) -> None:
        text = "".join(f"{approver.line}\n" for approver in approvers)
        try:
            written_whole(self._lines, text.encode())
        except OSError as error:
            raise StoreError(f"The approvers' keys cannot be written: {error}") from error


def _private(secret: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(secret))


def _public(private: Ed25519PrivateKey) -> str:
    return base64.b64encode(private.public_key().public_bytes_raw()).decode()
