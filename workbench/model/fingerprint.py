"""What makes two copies the same message beyond its Message-ID, which an attacker may reuse."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime


def fingerprint(internet_id: str, sender: str, subject: str, sent: datetime | None) -> str:
    """SHA-256 over Message-ID, From address, subject and the second of the Date header."""
    moment = sent.astimezone(UTC).isoformat(timespec="seconds") if sent else ""
    fields = (internet_id, sender.casefold(), subject, moment)
    return hashlib.sha256("\0".join(fields).encode("utf-8", "replace")).hexdigest()
