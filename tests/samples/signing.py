"""Messages that are really signed, by keys made for the test and dkimpy as an independent hand."""

from __future__ import annotations

import base64
import functools
import hashlib
from dataclasses import dataclass

import dkim
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

SIGNED = (b"from", b"to", b"subject", b"date")


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A private key as dkimpy wants it, and the record that publishes the public one."""

    private: bytes
    record: str
    rsa: rsa.RSAPrivateKey | None = None
    kind: bytes = b"rsa-sha256"


@functools.cache
def rsa_key(bits: int = 2048, number: int = 0) -> KeyPair:
    """Made once for each size and number."""
    del number
    key = rsa.generate_private_key(65537, bits)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return KeyPair(private, f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}", key)


@functools.cache
def ed25519_key() -> KeyPair:
    key = ed25519.Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    record = f"v=DKIM1; k=ed25519; p={base64.b64encode(public).decode()}"
    return KeyPair(base64.b64encode(private), record, kind=b"ed25519-sha256")


def signed(
    message: bytes,
    key: KeyPair,
    domain: str = "example.com",
    selector: str = "sel",
    *,
    forms: tuple[bytes, bytes] = (b"relaxed", b"relaxed"),
    headers: tuple[bytes, ...] = SIGNED,
    length: bool = False,
) -> bytes:
    """The message with a DKIM-Signature on top."""
    field = dkim.sign(
        message,
        selector.encode(),
        domain.encode(),
        key.private,
        canonicalize=forms,
        signature_algorithm=key.kind,
        include_headers=list(headers),
        length=length,
    )
    return bytes(field) + message


def signed_by_hand(message: bytes, key: KeyPair, tags: str, names: tuple[str, ...]) -> bytes:
    """Relaxed, with tags that dkimpy does not write, such as x=; each header stands there once."""
    head, _, body = message.partition(b"\r\n\r\n")
    digest = base64.b64encode(hashlib.sha256(relaxed_body(body)).digest()).decode()
    value = f" v=1; a=rsa-sha256; c=relaxed/relaxed; {tags}; h={':'.join(names)}; bh={digest}; b="
    text = b"".join(relaxed(line) for line in _chosen(head, names))
    text += relaxed(b"DKIM-Signature:" + value.encode())[:-2]
    return b"DKIM-Signature:" + value.encode() + _rsa(key, text) + b"\r\n" + message


def arc_sealed(
    message: bytes, key: KeyPair, domain: str, instance: int, chain: str, selector: str = "arc"
) -> bytes:
    """The message with one more ARC set on top (RFC 8617, 5.1), signed without dkimpy."""
    head, _, body = message.partition(b"\r\n\r\n")
    digest = base64.b64encode(hashlib.sha256(relaxed_body(body)).digest()).decode()
    common = f"i={instance}; a=rsa-sha256; d={domain}; s={selector}"
    results = f"ARC-Authentication-Results: i={instance}; {domain}; spf=pass".encode()
    mark = f"ARC-Message-Signature: {common}; c=relaxed/relaxed; h=from:subject; bh={digest}; b="
    text = b"".join(relaxed(line) for line in _chosen(head, ("from", "subject")))
    mark_line = mark.encode() + _rsa(key, text + relaxed(mark.encode())[:-2])
    seal = f"ARC-Seal: {common}; cv={chain}; b=".encode()
    earlier = _earlier_sets(head)
    sealed = b"".join(relaxed(line) for line in (*earlier, results, mark_line))
    seal_line = seal + _rsa(key, sealed + relaxed(seal)[:-2])
    return b"\r\n".join((seal_line, mark_line, results)) + b"\r\n" + message


def relaxed(line: bytes) -> bytes:
    """One unfolded header in relaxed form (RFC 6376, 3.4.2)."""
    name, _, value = line.partition(b":")
    return name.strip().lower() + b":" + b" ".join(value.split()) + b"\r\n"


def relaxed_body(body: bytes) -> bytes:
    lines = [b" ".join(line.split()) for line in body.split(b"\r\n")]
    return b"\r\n".join(lines).rstrip(b"\r\n") + b"\r\n"


def _earlier_sets(head: bytes) -> list[bytes]:
    """Oldest first; of one set its results, message signature and seal."""
    lines = [line for line in head.split(b"\r\n") if line.lower().startswith(b"arc-")]
    return lines[::-1]


def _chosen(head: bytes, names: tuple[str, ...]) -> list[bytes]:
    lines = head.split(b"\r\n")
    return [
        next(line for line in lines if line.lower().startswith(name.encode() + b":"))
        for name in names
    ]


def _rsa(key: KeyPair, text: bytes) -> bytes:
    assert key.rsa is not None
    return base64.b64encode(key.rsa.sign(text, padding.PKCS1v15(), SHA256()))
