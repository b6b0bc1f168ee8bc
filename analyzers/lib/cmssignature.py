"""Verifies one signature of a CMS envelope with the public key it brings (RFC 5652, 5.4)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from analyzers.lib.certificates import BROKEN, Certificate, Held, chain

IMPORTS: Final = (
    "cryptography.exceptions",
    "cryptography.hazmat.primitives.asymmetric.dsa",
    "cryptography.hazmat.primitives.asymmetric.ec",
    "cryptography.hazmat.primitives.asymmetric.ed25519",
    "cryptography.hazmat.primitives.asymmetric.padding",
    "cryptography.hazmat.primitives.asymmetric.rsa",
    "cryptography.hazmat.primitives.hashes",
    "cryptography.hazmat.primitives.serialization",
    "cryptography.hazmat.backends.openssl.backend",
)
DIGESTS: Final = frozenset({"md5", "sha1", "sha224", "sha256", "sha384", "sha512"})
WEAK: Final = frozenset({"md2", "md4", "md5", "sha1"})


@dataclass(frozen=True, slots=True)
class Signer:
    """One signature.  ``digest_matches`` and ``valid`` are None where they could not be told, and
    ``trouble`` says why; ``signed_at`` is the signer's own word, in ISO 8601."""

    certificate: Certificate | None
    digest: str
    digest_matches: bool | None = None
    valid: bool | None = None
    signed_at: str = ""
    trouble: str = ""
    chain: tuple[str, ...] = ()  # subjects as contained, signer first


def read_signer(info: Any, held: list[Held], content: bytes | None, typed: str) -> Signer:
    """From asn1crypto's SignerInfo; ``typed`` is the content type it should have signed."""
    digest = str(info["digest_algorithm"]["algorithm"].native)
    own = next((each for each in held if _names(info["sid"], each.source)), None)
    attributes = {str(each["type"].native): each["values"] for each in info["signed_attrs"]}
    matches, valid, trouble = _checked(info, own, attributes, digest, content, typed)
    shown, subjects = (own.shown, chain(own, held)) if own else (None, ())
    return Signer(shown, digest, matches, valid, _signed_at(attributes), trouble, subjects)


def _checked(
    info: Any,
    held: Held | None,
    attributes: dict[str, Any],
    digest: str,
    content: bytes | None,
    typed: str,
) -> tuple[bool | None, bool | None, str]:
    """Whether the digest matches, whether the signature verifies, and what stood in the way."""
    if digest not in DIGESTS:
        return None, None, f"the digest {digest} is not known here"
    if content is None:
        return None, None, "what it signs is not in this file"
    matches = _matches(attributes, digest, content, typed) if attributes else None
    if held is None:
        return matches, None, "the signer's certificate is not in the envelope"
    signed = info["signed_attrs"].untag().dump() if attributes else content
    valid, trouble = _verified(held.source, info, digest, signed)
    return (matches if attributes else valid), valid, trouble


def _names(sid: Any, certificate: Any) -> bool:
    """Whether a signer identifier names this certificate."""
    try:
        if sid.name == "issuer_and_serial_number":
            named = sid.chosen
            same = named["serial_number"].native == certificate.serial_number
            return bool(same and named["issuer"].hashable == certificate.issuer.hashable)
        return bool(sid.native == certificate.key_identifier)
    except BROKEN:
        return False


def _matches(attributes: dict[str, Any], digest: str, content: bytes, typed: str) -> bool:
    """The signed digest is that of the content, and the signed type its type (RFC 5652, 11)."""
    if "message_digest" not in attributes:
        return False
    signed = attributes["message_digest"][0].native
    stated = attributes["content_type"][0].native if "content_type" in attributes else typed
    made = hashlib.new(digest, content, usedforsecurity=False).digest()
    return bool(made == signed and str(stated) == typed)


def _signed_at(attributes: dict[str, Any]) -> str:
    try:
        return str(attributes["signing_time"][0].native.isoformat())
    except BROKEN:
        return ""


def _verified(held: Any, info: Any, digest: str, signed: bytes) -> tuple[bool | None, str]:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        key = load_der_public_key(held.public_key.dump())
        _verify(key, info["signature_algorithm"], digest, info["signature"].native, signed)
    except InvalidSignature:
        return False, "the signature does not verify with the key of its certificate"
    except (UnsupportedAlgorithm, *BROKEN) as problem:
        return None, f"the signature could not be checked: {problem}"[:200]
    return True, ""


def _verify(key: Any, algorithm: Any, digest: str, signature: bytes, signed: bytes) -> None:
    """Raises what cryptography raises where the signature is not the key's."""
    from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, padding, rsa

    if isinstance(key, rsa.RSAPublicKey):
        if algorithm.signature_algo == "rsassa_pss":
            given = algorithm["parameters"]
            mask = _hash(given["mask_gen_algorithm"]["parameters"]["algorithm"].native)
            pss = padding.PSS(padding.MGF1(mask), given["salt_length"].native)
            key.verify(signature, signed, pss, _hash(given["hash_algorithm"]["algorithm"].native))
        else:
            key.verify(signature, signed, padding.PKCS1v15(), _hash(digest))
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, signed, ec.ECDSA(_hash(digest)))
    elif isinstance(key, dsa.DSAPublicKey):
        key.verify(signature, signed, _hash(digest))
    elif isinstance(key, ed25519.Ed25519PublicKey):
        key.verify(signature, signed)
    else:
        raise ValueError("a kind of key that is not known here")


def _hash(name: str) -> Any:
    from cryptography.hazmat.primitives import hashes

    known: dict[str, Callable[[], hashes.HashAlgorithm]] = {
        "md5": hashes.MD5,
        "sha1": hashes.SHA1,
        "sha224": hashes.SHA224,
        "sha256": hashes.SHA256,
        "sha384": hashes.SHA384,
        "sha512": hashes.SHA512,
    }
    return known[name]()
