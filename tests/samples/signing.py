"""Messages that are really signed, by keys made for the test and dkimpy as an independent hand."""

from __future__ import annotations

import base64
import functools
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

import dkim
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

NOW = datetime.now(UTC).replace(microsecond=0)
WEAK_PRIMES = (
    31491405486956534134345980880276940868232663395295125575602865170681309997942594755362081769507486515582745171609301,
    37490657374152427890633065198993586783290344923199569201744161201716844488110306526036756119003415207607095615677397,
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


def weak_key() -> KeyPair:
    """768 bits, from two primes: no library makes such keys any more."""
    p, q = WEAK_PRIMES
    n = rsa.RSAPublicNumbers(65537, p * q)
    d = pow(65537, -1, (p - 1) * (q - 1))
    crt = (rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q))
    key = rsa.RSAPrivateNumbers(p, q, d, *crt, n).private_key()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return KeyPair(private, f"v=DKIM1; p={base64.b64encode(public).decode()}", key)


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


def mail(
    *extra: str,
    sender: str = "ann@example.com",
    envelope: str | None = "ann@example.com",
    address: str = "192.0.2.7",
    body: bytes = b"Hello there\r\n",
    moment: datetime = NOW,
) -> bytes:
    """A message as a server of own.test took it from ``address``."""
    date = format_datetime(moment)
    lines = [
        *([f"Return-Path: <{envelope}>"] if envelope is not None else []),
        f"Received: from out.example.com (out.example.com [{address}])"
        f" by mx.own.test (Postfix) with ESMTPS id 1; {date}",
        f"From: Ann <{sender}>",
        "To: bob.builder@own.test",
        "Subject: Hello",
        f"Date: {date}",
        "Message-ID: <1@example.com>",
        *extra,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
