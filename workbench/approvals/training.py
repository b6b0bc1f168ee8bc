"""The second person of the simulated tenant: a key that everybody has, for practice only.

Profiles of real tenants refuse it; the simulated tenant's pins it, so that the whole way of an
approval can be walked alone.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from workbench.approvals.approver import Approver
from workbench.model.safeguards import Safeguards

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_SEED: Final = b"training approver of the simulated tenant"
TRAINING: Final = Approver(
    "second.person@training.example", "pDnMjwW7p9nRDALX0pyQrDH1ZVQs5VvPsX0AJtCGS6I="
)
TRAINED: Final = Safeguards((TRAINING.line,))  # of the simulated tenant


def training_key() -> tuple[Approver, Ed25519PrivateKey]:
    """As ``ApproverKeys.open``, without a passphrase."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return TRAINING, Ed25519PrivateKey.from_private_bytes(hashlib.sha256(_SEED).digest())
