"""Reads CMS envelopes (RFC 5652, RFC 8551) and checks what needs no trust: digest and signature.

Whether a certificate leads to a root anybody should trust is not asked here.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from dataclasses import dataclass
from typing import Any, Final

from analyzers.lib import cmssignature
from analyzers.lib.certificates import BROKEN, Certificate, Held
from analyzers.lib.cmssignature import Signer, read_signer

IMPORTS: Final = ("asn1crypto.cms", "asn1crypto.x509", *cmssignature.IMPORTS)
SIGNERS: Final = 10  # of one envelope; mail has one
CERTIFICATES: Final = 30  # of one envelope; chains have three or four
LARGEST: Final = 64 << 20  # bytes unpacked; mail servers take less
_ARMOUR = re.compile(rb"-----BEGIN [A-Z0-9 ]{1,40}-----([A-Za-z0-9+/=\s]+)-----END")


class Malformed(Exception):
    """The bytes are no CMS envelope, or one too broken to read; the text says why."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """``kind`` is signed, certificates, encrypted, compressed or the name of another content type.
    ``content`` is what is inside, None for detached and encrypted ones."""

    kind: str
    content: bytes | None = None
    signers: tuple[Signer, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    recipients: int = 0
    cipher: str = ""
    cut: bool = False  # whether more signers or certificates follow than are read


def read(data: bytes, detached: bytes | None = None, ceiling: int = LARGEST) -> Envelope:
    """An envelope in DER, BER, base64 or PEM; raises ``Malformed``.

    ``detached`` is what a signature without content signs; ``ceiling`` bounds unpacked bytes.
    """
    from asn1crypto import cms

    try:
        info = cms.ContentInfo.load(unarmoured(data))
        return _opened(str(info["content_type"].native), info["content"], detached, ceiling)
    except BROKEN as problem:
        raise Malformed(f"{type(problem).__name__}: {problem}"[:200]) from problem
    except zlib.error as problem:
        raise Malformed(f"compressed data: {problem}"[:200]) from problem


def unarmoured(data: bytes) -> bytes:
    """The bytes without PEM or base64 around them."""
    if data[:1] == b"\x30":
        return data
    armour = _ARMOUR.search(data)
    try:
        return base64.b64decode(armour[1] if armour else data)
    except (binascii.Error, ValueError):
        return data


def _opened(kind: str, content: Any, detached: bytes | None, ceiling: int) -> Envelope:
    if kind == "signed_data":
        return _signed(content, detached)
    if kind in ("enveloped_data", "authenticated_enveloped_data", "encrypted_data"):
        return _encrypted(kind, content)
    if kind == "compressed_data":
        return _compressed(content, ceiling)
    return Envelope(kind)


def _encrypted(kind: str, content: Any) -> Envelope:
    recipients = 0 if kind == "encrypted_data" else len(content["recipient_infos"])
    field = "auth_encrypted_content_info" if kind.startswith("auth") else "encrypted_content_info"
    cipher = str(content[field]["content_encryption_algorithm"]["algorithm"].native)
    return Envelope("encrypted", recipients=recipients, cipher=cipher)


def _compressed(content: Any, ceiling: int) -> Envelope:
    """RFC 3274; it defines zlib alone."""
    packed = _octets(content["encap_content_info"]["content"])
    unpacked = zlib.decompressobj().decompress(packed or b"", ceiling + 1)
    if len(unpacked) > ceiling:
        raise Malformed(f"it unpacks to more than {ceiling >> 20} MiB")
    return Envelope("compressed", unpacked)


def _signed(content: Any, detached: bytes | None) -> Envelope:
    wrapped = content["encap_content_info"]
    inside = _octets(wrapped["content"])
    held = _certificates(content["certificates"])
    what = inside if detached is None else detached  # a client shows what stands beside it
    typed = str(wrapped["content_type"].native)
    infos = list(content["signer_infos"])
    signers = tuple(read_signer(info, held, what, typed) for info in infos[:SIGNERS])
    shown = tuple(each.shown for each in held)
    kind = "signed" if signers else "certificates"
    cut = len(infos) > SIGNERS or len(list(content["certificates"])) > CERTIFICATES
    return Envelope(kind, inside, signers, shown, cut=cut)


def _octets(inner: Any) -> bytes | None:
    """Octets of eContent, None where there are none; other types put a structure there."""
    native = inner.native
    if native is None:
        return None
    return native if isinstance(native, bytes) else bytes(inner.contents)


def _certificates(choices: Any) -> list[Held]:
    certificates = [each.chosen for each in list(choices) if each.name == "certificate"]
    return [Held.of(each) for each in certificates[:CERTIFICATES]]
