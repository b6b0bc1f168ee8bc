"""Keys, certificates and S/MIME envelopes made on the spot; nothing of them is trusted anywhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import (
    PKCS7EnvelopeBuilder,
    PKCS7Options,
    PKCS7SignatureBuilder,
)
from cryptography.x509.oid import NameOID

ENTITY = b"Content-Type: text/plain; charset=utf-8\r\n\r\nPlease pay today.\r\n"
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
Hash = hashes.SHA256 | hashes.SHA384 | hashes.SHA512


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@cache
def curve_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def certificate(key: Key, address: str = "ann@example.com", days: int = 30) -> x509.Certificate:
    """Self-signed, valid from yesterday for ``days``; negative ones ended it in the past."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Ann Example")])
    start = datetime.now(UTC) - timedelta(days=1 if days > 0 else 1 - days * 2)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(4711)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=abs(days)))
        .add_extension(x509.SubjectAlternativeName([x509.RFC822Name(address)]), critical=False)
    )
    return builder.sign(key, hashes.SHA256())


def envelope(
    content: bytes = ENTITY,
    *options: PKCS7Options,
    key: Key | None = None,
    held: x509.Certificate | None = None,
    signers: int = 1,
) -> bytes:
    """Signed content in DER; with ``DetachedSignature`` among the options the signature alone."""
    key = key or rsa_key()
    builder = PKCS7SignatureBuilder().set_data(content)
    for _ in range(signers):
        builder = builder.add_signer(held or certificate(key), key, hashes.SHA256())
    return builder.sign(Encoding.DER, [PKCS7Options.Binary, *options])


def signature(content: bytes = ENTITY, held: x509.Certificate | None = None) -> bytes:
    return envelope(content, PKCS7Options.DetachedSignature, held=held)


def encrypted(content: bytes = ENTITY) -> bytes:
    builder = PKCS7EnvelopeBuilder().set_data(content)
    return builder.add_recipient(certificate(rsa_key())).encrypt(Encoding.DER, [])


def compressed(packed: bytes) -> bytes:
    """RFC 3274 around bytes that are taken to be zlib's."""
    inner = {"content_type": "data", "content": packed}
    data = {
        "version": "v0",
        "compression_algorithm": {"algorithm": "1.2.840.113549.1.9.16.3.8"},
        "encap_content_info": inner,
    }
    info = cms.ContentInfo({"content_type": "compressed_data", "content": data})
    return bytes(info.dump())
