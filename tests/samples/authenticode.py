"""Authenticode signatures made on the spot with a throw-away key; nobody trusts them."""

from __future__ import annotations

import hashlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import Encoding

from tests.samples.executables import image_of, with_directory
from tests.samples.signed import certificate, rsa_key

SHA256 = bytes.fromhex("300d06096086480165030402010500")
SHA1 = bytes.fromhex("300906052b0e03021a0500")
RSA = bytes.fromhex("300d06092a864886f70d0101010500")
SIGNED = bytes.fromhex("06092a864886f70d010702")
INDIRECT = bytes.fromhex("060a2b060104018237020104")
IMAGE = bytes.fromhex("060a2b06010401823702010f")
CONTENT_TYPE, MESSAGE_DIGEST = (
    bytes.fromhex("06092a864886f70d010903"),
    bytes.fromhex("06092a864886f70d010904"),
)


def element(tag: int, *parts: bytes) -> bytes:
    """One DER element."""
    body = b"".join(parts)
    if len(body) < 0x80:
        return bytes((tag, len(body))) + body
    size = len(body).to_bytes(2, "big")
    return bytes((tag, 0x82)) + size + body


def signed(
    data: bytes, held: x509.Certificate | None = None, behind: bytes = b"", *, old: bool = False
) -> bytes:
    """The program with a signature behind its end; ``behind`` follows inside the same entry.

    ``old`` ones rest on SHA-1.
    """
    data += bytes(-len(data) % 8)
    size = len(_entry(bytes(20 if old else 32), held, behind, old))
    placed = with_directory(data, 4, len(data), size)
    return placed + _entry(file_digest(placed, old), held, behind, old)


def file_digest(data: bytes, old: bool = False) -> bytes:
    """That of a file without gaps between its sections, without its own three places."""
    image = image_of(data)
    entry = image.optional + (112 if image.wide else 96) + 32
    kept = (data[: image.optional + 64], data[image.optional + 68 : entry], data[entry + 8 :])
    return _digest(old, b"".join(kept))


def _digest(old: bool, data: bytes) -> bytes:
    return hashlib.new("sha1" if old else "sha256", data).digest()


def _entry(digest: bytes, held: x509.Certificate | None, behind: bytes, old: bool) -> bytes:
    body = _envelope(digest, held or certificate(rsa_key(), days=3000), old) + behind
    body += bytes(-len(body) % 8)
    return (len(body) + 8).to_bytes(4, "little") + b"\0\2\2\0" + body


def _envelope(digest: bytes, held: x509.Certificate, old: bool) -> bytes:
    algorithm = SHA1 if old else SHA256
    blob = element(0x30, IMAGE, element(0x30, element(3, b"\0")))
    content = blob + element(0x30, algorithm, element(4, digest))
    made = _digest(old, content)
    attributes = element(0x30, CONTENT_TYPE, element(0x31, INDIRECT)) + element(
        0x30, MESSAGE_DIGEST, element(0x31, element(4, made))
    )
    signature = rsa_key().sign(element(0x31, attributes), padding.PKCS1v15(), _hash(old))
    serial = held.serial_number.to_bytes(2, "big")
    issuer = held.issuer.public_bytes()
    signer = element(
        0x30, element(2, b"\1"), element(0x30, issuer, element(2, serial)), algorithm,
        element(0xA0, attributes), RSA, element(4, signature),
    )  # fmt: skip
    inner = element(0x30, INDIRECT, element(0xA0, element(0x30, content)))
    certificates = element(0xA0, held.public_bytes(Encoding.DER))
    data = element(
        0x30,
        element(2, b"\1"),
        element(0x31, algorithm),
        inner,
        certificates,
        element(0x31, signer),
    )
    return element(0x30, SIGNED, element(0xA0, data))


def _hash(old: bool) -> hashes.HashAlgorithm:
    return hashes.SHA1() if old else hashes.SHA256()
