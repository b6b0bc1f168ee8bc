"""Keys that domains publish for their signatures, and whether a signature was made by one.

Loads ``cryptography``: import it where a key is known, not before.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from analyzers.lib.dkim_signature import Signed
from analyzers.lib.taglist import BadTags, compact, parse_tags

LARGEST = 16_384  # bits: a larger modulus costs seconds and no domain has one
WEAKEST = 1_024  # bits; below, a signature counts as none (RFC 8301, 3.2)
_HASHES = {"sha256": SHA256, "sha1": SHA1}


@dataclass(frozen=True, slots=True)
class Key:
    """``problem`` is why it cannot be used, "" where it can."""

    problem: str = ""
    public: RSAPublicKey | Ed25519PublicKey | None = None
    bits: int = 0
    revoked: bool = False
    testing: bool = False  # t=y: the domain is trying it out (RFC 6376, 3.6.1)
    strict: bool = False  # t=s: i= may not lie below d=


def key_of(record: str, signed: Signed) -> Key:
    """The key in a TXT record, as far as it may serve this signature (RFC 6376, 3.6.1)."""
    try:
        tags = parse_tags(record)
    except BadTags as bad:
        return Key(f"the key record is broken: {bad}")
    if tags.get("v", "DKIM1") != "DKIM1" or "p" not in tags:
        return Key("the record is no DKIM key")
    flags = compact(tags.get("t", "")).split(":")
    if not compact(tags["p"]):
        return Key("the key was revoked", revoked=True, testing="y" in flags)
    problem = _unfit(tags, signed)
    if problem:
        return Key(problem)
    return _loaded(tags, "y" in flags, "s" in flags)


def _unfit(tags: dict[str, str], signed: Signed) -> str:
    kind = compact(tags.get("k", "rsa")).lower()
    hashes = compact(tags.get("h", "")).lower()
    services = compact(tags.get("s", "*")).lower().split(":")
    if kind != signed.algorithm.partition("-")[0]:
        return "the key is of another kind than the signature"
    if hashes and signed.digest not in hashes.split(":"):
        return "the key does not allow this hash"
    if not {"*", "email"}.intersection(services):
        return "the key is not for mail"
    return ""


def _loaded(tags: dict[str, str], testing: bool, strict: bool) -> Key:
    try:
        data = base64.b64decode(compact(tags["p"]), validate=True)
    except (binascii.Error, ValueError):
        return Key("the key is not base64")
    if compact(tags.get("k", "rsa")).lower() == "ed25519":
        if len(data) != 32:
            return Key("the key is damaged")
        return Key("", Ed25519PublicKey.from_public_bytes(data), 256, False, testing, strict)
    public = _rsa(data)
    if public is None:
        return Key("the key is damaged")
    if public.key_size > LARGEST:
        return Key(f"the key has more than {LARGEST} bits", bits=public.key_size)
    return Key("", public, public.key_size, False, testing, strict)


def _rsa(data: bytes) -> RSAPublicKey | None:
    """SubjectPublicKeyInfo, or the bare RSAPublicKey that some domains publish."""
    try:
        public = load_der_public_key(data)
    except (ValueError, UnsupportedAlgorithm):
        return _bare(data)
    return public if isinstance(public, RSAPublicKey) else None


def _bare(data: bytes) -> RSAPublicKey | None:
    from asn1crypto.keys import RSAPublicKey as Bare

    try:
        pair = Bare.load(data, strict=True)
        numbers = RSAPublicNumbers(int(pair["public_exponent"].native), int(pair["modulus"].native))
        return numbers.public_key()
    except (ValueError, TypeError, KeyError):
        return None


def made_by(key: Key, signed: Signed, text: bytes) -> bool:
    """Whether the key made the signature over ``text`` (RFC 6376, 3.7; RFC 8463, 3)."""
    digest = hashlib.new(signed.digest, text, usedforsecurity=False).digest()
    try:
        if isinstance(key.public, Ed25519PublicKey):
            key.public.verify(signed.value, digest)
        elif isinstance(key.public, RSAPublicKey):
            scheme = Prehashed(_HASHES[signed.digest]())
            key.public.verify(signed.value, digest, PKCS1v15(), scheme)
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True
