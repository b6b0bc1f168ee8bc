"""The second person's answer: what they approve, until when, signed with Ed25519 (RFC 8032)."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from workbench.approvals.approver import Approver
from workbench.approvals.requests import ApprovalRequest
from workbench.errors import BadInput, RemediationRefused
from workbench.remediation.audit import canonical

LONGEST: Final = timedelta(hours=24)
LARGEST: Final = 1 << 16  # bytes of the file
_BOUND: Final = (
    b"email-security-workbench approval 1\n"  # so that no other signed text passes for it
)


@dataclass(frozen=True, slots=True)
class Approval:
    """``approved`` and ``expires`` are ISO 8601 with offset."""

    action: str
    manifest: str
    tenant: str
    kind: str
    items: int
    mailboxes: int
    approver: str
    approved: str
    expires: str


@dataclass(frozen=True, slots=True)
class SignedApproval:
    """``signature`` is base64."""

    approval: Approval
    signature: str

    @property
    def body(self) -> str:
        return canonical(asdict(self.approval))


def sign(
    request: ApprovalRequest,
    approver: Approver,
    private: Ed25519PrivateKey,
    now: datetime,
    valid: timedelta = LONGEST,
) -> SignedApproval:
    """``RemediationRefused`` where the one who asks would approve their own."""
    if request.requested_by.casefold() == approver.address.casefold():
        raise RemediationRefused("Whoever asks cannot approve: it takes a second person")
    approval = Approval(
        action=request.action,
        manifest=request.manifest,
        tenant=request.tenant,
        kind=request.kind,
        items=len(request.rows),
        mailboxes=len({row[0] for row in request.rows}),
        approver=approver.address,
        approved=now.astimezone(UTC).isoformat(),
        expires=(now + min(valid, LONGEST)).astimezone(UTC).isoformat(),
    )
    text = _BOUND + canonical(asdict(approval)).encode()
    return SignedApproval(approval, base64.b64encode(private.sign(text)).decode())


def write_approval(signed: SignedApproval) -> bytes:
    held = {"approval": asdict(signed.approval), "signature": signed.signature}
    return json.dumps(held, indent=1).encode()


def read_approval(data: bytes) -> SignedApproval:
    """``BadInput`` where it is none; whether it holds is ``require_signature``'s to say."""
    if len(data) > LARGEST:
        raise BadInput("The approval is too large to be one")
    try:
        value = json.loads(data)
        return SignedApproval(_approval(value["approval"]), _signature(value["signature"]))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadInput(f"This is not an approval: {error}") from error


def require_signature(signed: SignedApproval, pinned: Approver) -> None:
    """``RemediationRefused`` unless the pinned key signed exactly this."""
    try:
        text = _BOUND + signed.body.encode()
        pinned.public().verify(base64.b64decode(signed.signature), text)
    except (InvalidSignature, binascii.Error, ValueError) as error:
        raise RemediationRefused(
            f"The signature is not that of {pinned.address}: nothing is approved"
        ) from error


def require_in_time(approval: Approval, now: datetime) -> None:
    """``RemediationRefused`` once it has expired, or where it would hold for longer than it may."""
    made = datetime.fromisoformat(approval.approved)
    ends = datetime.fromisoformat(approval.expires)
    if now >= ends:
        raise RemediationRefused(f"The approval of {approval.approver} expired at {ends:%c %Z}")
    if ends - made > LONGEST or made - now > timedelta(minutes=10):  # clocks of two computers
        raise RemediationRefused("The approval begins in the future or holds for over 24 hours")


def _approval(value: dict[str, Any]) -> Approval:
    texts = {field.name for field in fields(Approval)} - {"items", "mailboxes"}
    if value.keys() != texts | {"items", "mailboxes"}:
        raise ValueError("its members are not those of an approval")
    if not all(isinstance(value[name], str) for name in texts):
        raise ValueError("a member is no text")
    if not all(type(value[name]) is int for name in ("items", "mailboxes")):
        raise ValueError("a count is no number")
    approval = Approval(**value)
    for moment in (approval.approved, approval.expires):
        if datetime.fromisoformat(moment).tzinfo is None:
            raise ValueError("a time has no offset")
    return approval


def _signature(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("the signature is no text")
    return value
