"""Verifies the client assertions an application signs with its certificate.

https://learn.microsoft.com/entra/identity-platform/certificate-credentials
"""

from __future__ import annotations

import base64
import binascii
import json
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.padding import AsymmetricPadding

from workbench.simulation.server.tokens import base64url

SKEW = 300  # seconds a clock may be off
PADDINGS: dict[object, AsymmetricPadding] = {
    "RS256": padding.PKCS1v15(),
    # RFC 7518 section 3.5: the salt is as long as the hash.
    "PS256": padding.PSS(padding.MGF1(hashes.SHA256()), hashes.SHA256().digest_size),
}


class AssertionRefused(Exception):
    """The reason fits behind AADSTS700027."""


def verify_assertion(
    assertion: str, certificate: x509.Certificate, client_id: str, audiences: frozenset[str]
) -> None:
    """Returns when header, signature, times and parties are right; raises AssertionRefused."""
    head, claims, signed, signature = _split(assertion)
    if not _names(head, certificate):
        raise AssertionRefused("The certificate with this thumbprint is not registered.")
    _check_signature(head, certificate, signed, signature)
    if claims.get("iss") != client_id or claims.get("sub") != client_id:
        raise AssertionRefused("Issuer and subject must be the client id.")
    if claims.get("aud") not in audiences:
        raise AssertionRefused("The audience is not this token endpoint.")
    _check_times(claims)


def _split(assertion: str) -> tuple[dict[str, object], dict[str, object], bytes, bytes]:
    parts = assertion.split(".")
    if len(parts) != 3:
        raise AssertionRefused("Not a JSON Web Token.")
    try:
        head, claims = (json.loads(_decoded(part)) for part in parts[:2])
        signature = _decoded(parts[2])
    except (ValueError, binascii.Error) as error:
        raise AssertionRefused("Not a JSON Web Token.") from error
    if not isinstance(head, dict) or not isinstance(claims, dict):
        raise AssertionRefused("Not a JSON Web Token.")
    return head, claims, f"{parts[0]}.{parts[1]}".encode(), signature


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _names(head: dict[str, object], certificate: x509.Certificate) -> bool:
    """The header names the registered certificate by thumbprint."""
    # SHA-1 is what x5t is made of (RFC 7515 section 4.1.7); it only picks the certificate.
    sha1 = base64url(certificate.fingerprint(hashes.SHA1()))  # noqa: S303 - see above
    sha256 = base64url(certificate.fingerprint(hashes.SHA256()))
    given = {str(head.get(name, "")).rstrip("=") for name in ("x5t", "x5t#S256")}
    return bool(given & {sha1, sha256})


def _check_signature(
    head: dict[str, object], certificate: x509.Certificate, signed: bytes, signature: bytes
) -> None:
    scheme = PADDINGS.get(head.get("alg"))
    key = certificate.public_key()
    if scheme is None or not isinstance(key, rsa.RSAPublicKey):
        raise AssertionRefused("The algorithm is not supported.")
    try:
        key.verify(signature, signed, scheme, hashes.SHA256())
    except InvalidSignature as error:
        raise AssertionRefused("Client assertion failed signature validation.") from error


def _check_times(claims: dict[str, object]) -> None:
    now = datetime.now(UTC).timestamp()
    begins, ends = claims.get("nbf", now), claims.get("exp")
    if not isinstance(begins, (int, float)) or not isinstance(ends, (int, float)):
        raise AssertionRefused("The assertion has no time of expiry.")
    if begins > now + SKEW or ends < now - SKEW:
        raise AssertionRefused("The assertion is not within its valid time range.")
