"""The key of the identity that writes, opened for one action by a passphrase."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from workbench.errors import BadInput
from workbench.model.tenant import GoogleProfile, Profile, TenantProfile
from workbench.profiles.secrets import SecretFile, WrongPassphrase

PEM_BYTES: Final = 1 << 16
KEY_BYTES: Final = 1 << 16
FILE: Final = "remediators.json"  # a file and a passphrase of their own, beside the readers'


class RemediatorKeys:
    """Keys kept under a passphrase by the name of their profile; files are left where they are."""

    def __init__(self, path: Path) -> None:
        self._kept = SecretFile(path)

    @staticmethod
    def beside(secrets: Path) -> RemediatorKeys:
        return RemediatorKeys(secrets.with_name(FILE))

    def keep(self, name: str, key: str, passphrase: str) -> None:
        """``key`` is a client secret, or the content of a service account's key file."""
        if not key:
            raise BadInput("An empty key is none")
        self._kept.put(name, key, passphrase)

    @property
    def kept(self) -> bool:
        """Whether any is kept, so that the passphrase is set."""
        return self._kept.exists

    def opened(self, profile: Profile, passphrase: str) -> Profile:
        """How to reach the tenant as its remediator; ``BadInput`` where the key does not open."""
        if isinstance(profile, GoogleProfile):
            return self._google(profile, passphrase)
        second = profile.remediator
        if second is None:
            raise BadInput("The profile names no remediator")
        writer = replace(
            profile, client_id=second.client_id, remediator=None, secret="", certificate=""
        )
        if not second.certificate:
            return replace(writer, secret=self._of(profile, passphrase), passphrase="")
        asked = _opens(Path(second.certificate), passphrase)
        return replace(
            writer, certificate=second.certificate, passphrase=passphrase if asked else ""
        )

    def _google(self, profile: GoogleProfile, passphrase: str) -> GoogleProfile:
        """A kept key comes before the file, which may be gone by now."""
        text = ""
        if passphrase and self._kept.exists:
            text = self._kept.get(profile.name, passphrase)
        return replace(profile, key=profile.remediator_key, key_text=text, remediator_key="")

    def _of(self, profile: TenantProfile, passphrase: str) -> str:
        found = self._kept.get(profile.name, passphrase)
        if not found:
            raise BadInput(
                f"No secret of the remediator is kept for {profile.name}: "
                "workbench profile store-remediator keeps one"
            )
        return found


def key_file_text(path: Path) -> str:
    """A service account's key file, to be kept; ``BadInput`` where it cannot be read."""
    try:
        if path.stat().st_size > KEY_BYTES:
            raise BadInput("The key file is too large to be one")
        return path.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise BadInput(f"The key file cannot be read: {error}") from error


def _opens(path: Path, passphrase: str) -> bool:
    """Whether the key is encrypted; a wrong passphrase is told before the tenant is asked."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        if path.stat().st_size > PEM_BYTES:
            raise BadInput("The remediator's certificate is too large to be one")
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(f"The remediator's certificate cannot be read: {error}") from error
    if b"ENCRYPTED" not in data:
        return False
    try:
        load_pem_private_key(data, passphrase.encode() or None)
    except (ValueError, TypeError) as error:
        raise WrongPassphrase from error
    return True
