"""Which message a copy belongs to, and where it stands in the order of receipt."""

from __future__ import annotations

import hashlib

from workbench.model.fingerprint import fingerprint
from workbench.model.mail import Copy
from workbench.store.filtering import ARRIVAL_SHIFT

_LATEST_MS = 1 << 42  # the year 2109; what claims to be later is put there


def identity(copy: Copy) -> str:
    """The fingerprint the connector gave, or the one its fields make."""
    return copy.fingerprint or fingerprint(
        copy.internet_id, copy.sender_address, copy.subject, copy.sent
    )


def arrival(received_ms: int, identity: str) -> int:
    """The place of a message in time; the fingerprint spreads those of one millisecond."""
    spread = hashlib.blake2b(identity.encode("utf-8", "replace"), digest_size=4).digest()
    low = int.from_bytes(spread) & ((1 << ARRIVAL_SHIFT) - 1)
    return (min(max(received_ms, 0), _LATEST_MS) << ARRIVAL_SHIFT) | low
