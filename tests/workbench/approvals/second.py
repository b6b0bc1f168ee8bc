"""A second person for tests: a key of their own, and requests to judge."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from workbench.approvals.approver import Approver
from workbench.approvals.requests import ApprovalRequest

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ROWS = (
    ("box1", "key1", "print1", "exact", "quarantine", "ann@contoso.example"),
    ("box2", "key2", "print1", "weak", "quarantine", "bob@contoso.example"),
    ("box2", "key3", "print1", "exact", "quarantine", "bob@contoso.example"),
)
REQUEST = ApprovalRequest(
    action="a1",
    tenant="contoso",
    kind="quarantine",
    subject="Invoice",
    sender="eve@evil.example",
    reason="phishing",
    requested_by="ann@desk",
    why="1 of the copies only share the Message-ID",
    rows=ROWS,
)


def second_person(address: str = "sue@contoso.example") -> tuple[Approver, Ed25519PrivateKey]:
    private = Ed25519PrivateKey.generate()
    public = base64.b64encode(private.public_key().public_bytes_raw()).decode()
    return Approver(address, public), private


def asked_by(address: str) -> ApprovalRequest:
    return replace(REQUEST, requested_by=address)
