"""Verifies the signed assertion by which a service account asks for a token (RFC 7523)."""

from __future__ import annotations

import base64
import binascii
import json

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa


class AssertionRefused(Exception):
    """The reason fits behind ``invalid_grant``."""


def claims_of(assertion: str, key: rsa.RSAPublicKey) -> dict[str, object]:
    """The claims of an RS256 token that ``key`` signed; times and parties are the caller's."""
    head, claims, signature = _parts(assertion)
    if head.get("alg") != "RS256":
        raise AssertionRefused("Invalid JWT: the algorithm must be RS256.")
    signed = assertion.rpartition(".")[0].encode()
    try:
        key.verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature as error:
        raise AssertionRefused("Invalid JWT Signature.") from error
    return claims


def issuer_of(assertion: str) -> str:
    """Whom the token says it is from; proven only once ``claims_of`` took that one's key."""
    return str(_parts(assertion)[1].get("iss", ""))


def _parts(assertion: str) -> tuple[dict[str, object], dict[str, object], bytes]:
    pieces = assertion.split(".")
    if len(pieces) != 3:
        raise AssertionRefused("Invalid JWT: not three parts.")
    try:
        head, claims = (json.loads(_decoded(piece)) for piece in pieces[:2])
        signature = _decoded(pieces[2])
    except (ValueError, binascii.Error) as error:
        raise AssertionRefused("Invalid JWT: not readable.") from error
    if not isinstance(head, dict) or not isinstance(claims, dict):
        raise AssertionRefused("Invalid JWT: not an object.")
    return head, claims, signature


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
