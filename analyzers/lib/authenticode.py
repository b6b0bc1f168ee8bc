"""Reads Authenticode signatures and checks what needs no trust: the file's digest, the signature.

After "Windows Authenticode Portable Executable Signature Format" (Microsoft, 2008).
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from analyzers.lib import cms
from analyzers.lib.certificates import BROKEN, Held
from analyzers.lib.cmssignature import Signer, read_signer
from analyzers.lib.peimage import SECURITY, Image

IMPORTS: Final = (*cms.IMPORTS, "asn1crypto.parser", "asn1crypto.tsp")
SIGNATURES: Final = 8  # of one file, nested ones included
_PKCS: Final = 2  # WIN_CERT_TYPE_PKCS_SIGNED_DATA
_INDIRECT: Final = "1.3.6.1.4.1.311.2.1.4"  # SPC_INDIRECT_DATA_OBJID
_CODE: Final = "code_signing"  # RFC 5280, 4.2.1.12
_DIGESTS: Final = {
    "2a864886f70d0205": "md5", "2b0e03021a": "sha1", "608648016503040201": "sha256",
    "608648016503040202": "sha384", "608648016503040203": "sha512",
}  # fmt: skip
_SUM_AT: Final = 64  # offset of the checksum in the optional header


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who says when the file was signed; ``valid`` is None where that could not be checked."""

    moment: str
    authority: str
    valid: bool | None


@dataclass(frozen=True, slots=True)
class Signature:
    """``matches`` says whether the signed digest is that of the file, None where it is unknown;
    ``purposes`` are what the signer's certificate may be used for, () for everything."""

    signer: Signer
    digest: str
    signed: str  # digest of the file that was signed, hexadecimal
    matches: bool | None
    stamp: Stamp | None
    purposes: tuple[str, ...] = ()
    self_issued: bool = False


@dataclass(slots=True)
class Table:
    """The certificate table as found; ``trailing`` are offset and length of what stands behind
    signatures and is no alignment."""

    signatures: list[Signature] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    trailing: list[tuple[int, int]] = field(default_factory=list)


def read(image: Image) -> Table | None:
    """The signatures inside the file, None where it has no table of them."""
    start, size = image.directory(SECURITY)
    if not start or not size:
        return None
    table, end, at = Table(), min(start + size, len(image.data)), start
    while at + 8 <= end and len(table.signatures) + len(table.broken) < SIGNATURES:
        length, _, kind = struct.unpack_from("<IHH", image.data, at)
        if length < 8 or at + length > end:
            table.broken.append(f"an entry of {length} bytes at {at:#x}")
            break
        if kind == _PKCS:
            _entry(table, image, at + 8, at + length)
        else:
            table.broken.append(f"an entry of the unknown type {kind} at {at:#x}")
        at += -(-length // 8) * 8
    if not table.signatures and not table.broken:
        table.broken.append(f"{max(0, end - start)} of {size} bytes are in the file")
    return table


def _entry(table: Table, image: Image, at: int, end: int) -> None:
    der = image.data[at:end]
    length = _length(der)
    try:
        table.signatures += _signatures(der[:length], image, SIGNATURES - len(table.signatures))
    except (cms.Malformed, *BROKEN) as problem:
        table.broken.append(f"{type(problem).__name__}: {problem}"[:200])
        return
    if der[length:].strip(b"\0"):
        table.trailing.append((at + length, end - at - length))


def _length(der: bytes) -> int:
    """Bytes of the first DER element, all where it is none."""
    if len(der) < 2 or der[1] == 0x80:
        return len(der)
    if der[1] < 0x80:
        return 2 + der[1]
    width = der[1] & 0x7F
    return min(len(der), 2 + width + int.from_bytes(der[2 : 2 + width], "big"))


def _signatures(der: bytes, image: Image, left: int) -> Iterator[Signature]:
    """The signatures of one envelope, then the ones nested in them."""
    from asn1crypto import cms as asn1

    signed = asn1.ContentInfo.load(der)["content"]
    wrapped = signed["encap_content_info"]
    content, typed = _value(wrapped["content"].dump()), str(wrapped["content_type"].native)
    if typed != _INDIRECT:
        raise cms.Malformed(f"it signs {typed}, not a program")
    chosen = [each.chosen for each in signed["certificates"] if each.name == "certificate"]
    held = [Held.of(each) for each in chosen[: cms.CERTIFICATES]]
    digest, expected = _signed_digest(content)
    made = digest_of(image, digest) if digest else b""
    for info in list(signed["signer_infos"])[:1]:  # the specification allows one
        signer = read_signer(info, held, content, typed)
        own = _own(signer, held)
        yield Signature(
            *(signer, digest, expected.hex(), made == expected if made else None),
            *(_stamp(info, held), _purposes(own), own is not None and own.subject == own.issuer),
        )
        for nested in _unsigned(info, "microsoft_nested_signature") if left > 1 else ():
            yield from _signatures(nested.dump(), image, left - 1)


def _value(der: bytes) -> bytes:
    """The bytes inside the element inside the explicit tag: what the signer digested."""
    from asn1crypto import parser

    inner = der
    if der[:1] == b"\xa0":
        inner = parser.parse(der)[4]
    return bytes(parser.parse(inner)[4])


def _signed_digest(content: bytes) -> tuple[str, bytes]:
    """Algorithm and digest of SpcIndirectDataContent: its second element is a DigestInfo."""
    from asn1crypto import parser

    _, second = _two(content)
    algorithm, value = _two(parser.parse(second)[4])
    name, _ = _two(parser.parse(algorithm)[4])
    return _DIGESTS.get(parser.parse(name)[4].hex(), ""), bytes(parser.parse(value)[4])


def _two(content: bytes) -> tuple[bytes, bytes]:
    """The first two elements, whole."""
    first = _length(content)
    return content[:first], content[first : first + _length(content[first:])]


def digest_of(image: Image, algorithm: str) -> bytes:
    """The digest without checksum, place of the certificate table, and that table itself.

    Sections are taken in the order they lie in the file, then all that no header speaks of.
    """
    data, made = memoryview(image.data), hashlib.new(algorithm, usedforsecurity=False)
    entry = image.optional + (112 if image.wide else 96) + 8 * SECURITY
    at = image.optional + _SUM_AT
    head = image.header.headers_size
    for start, end in ((0, at), (at + 4, entry), (entry + 8, head)):
        made.update(data[start:end])
    done = head
    for part in sorted(image.sections, key=lambda part: part.offset):
        if part.size:
            made.update(data[part.offset : part.offset + part.size])
            done += part.size
    _, size = image.directory(SECURITY)
    made.update(data[done : max(done, len(data) - size)])
    return made.digest()


def _own(signer: Signer, held: list[Held]) -> Held | None:
    return next((each for each in held if each.shown == signer.certificate), None)


def _purposes(held: Held | None) -> tuple[str, ...]:
    try:
        value = held.source.extended_key_usage_value if held else None
        return tuple(str(each.native) for each in value or ())
    except BROKEN:
        return ()


def may_sign_code(signature: Signature) -> bool:
    return not signature.purposes or _CODE in signature.purposes


def _unsigned(info: Any, kind: str) -> list[Any]:
    try:
        attributes = [each for each in info["unsigned_attrs"] if each["type"].native == kind]
        return [value for each in attributes for value in each["values"]][:SIGNATURES]
    except BROKEN:
        return []


def _stamp(info: Any, held: list[Held]) -> Stamp | None:
    """The time an authority gave, in either of the two forms."""
    signature = info["signature"].native
    try:
        for counter in _unsigned(info, "counter_signature"):
            signer = read_signer(counter, held, signature, "data")
            return Stamp(signer.signed_at, _subject(signer), _holds(signer))
        for token in _unsigned(info, "microsoft_time_stamp_token"):
            return _token(token.dump(), signature)
    except (cms.Malformed, *BROKEN):
        return Stamp("", "", None)
    return None


def _token(der: bytes, signature: bytes) -> Stamp:
    """RFC 3161, 2.4.2."""
    from asn1crypto import tsp

    envelope = cms.read(der)
    told = tsp.TSTInfo.load(envelope.content or b"")
    imprint, signer = told["message_imprint"], envelope.signers[0]
    algorithm = str(imprint["hash_algorithm"]["algorithm"].native)
    same = hashlib.new(algorithm, signature, usedforsecurity=False).digest()
    valid = _holds(signer) if same == imprint["hashed_message"].native else False
    return Stamp(told["gen_time"].native.isoformat(), _subject(signer), valid)


def _holds(signer: Signer) -> bool | None:
    return False if signer.digest_matches is False else signer.valid


def _subject(signer: Signer) -> str:
    return signer.certificate.subject if signer.certificate else ""
