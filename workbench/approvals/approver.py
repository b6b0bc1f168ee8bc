"""Who may approve: a person by address and the public key that only they can sign with."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.errors import BadInput

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_LINE: Final = re.compile(r"([^\s@<>\"]{1,64}@[^\s@<>\"]{3,253}) ed25519:([A-Za-z0-9+/]{43}=)")


@dataclass(frozen=True, slots=True)
class Approver:
    """A person by address, and the public key (raw, base64) that only they can sign with."""

    address: str
    key: str

    @property
    def line(self) -> str:
        return f"{self.address} ed25519:{self.key}"

    def public(self) -> Ed25519PublicKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        return Ed25519PublicKey.from_public_bytes(base64.b64decode(self.key))


def read_approver(line: str) -> Approver:
    """``BadInput`` where the line is none."""
    found = _LINE.fullmatch(" ".join(line.split()))
    if found is None:
        raise BadInput(f"{line[:120]!r} is not an approver: write address, space, ed25519:KEY")
    approver = Approver(found[1].casefold(), found[2])
    try:
        approver.public()
    except (ValueError, binascii.Error) as error:
        raise BadInput(f"The key of {approver.address} is not an Ed25519 key") from error
    return approver
