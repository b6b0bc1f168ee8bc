"""What is known of SPF, DKIM, DMARC, ARC, BIMI and signatures, and from whom."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Standing(enum.StrEnum):
    """Whose word a result is."""

    VERIFIED = "verified by us"
    TRUSTED = "claimed by a trusted hop"
    UNTRUSTED = "claimed by an untrusted hop"
    UNCHECKED = "could not check"


@dataclass(frozen=True, slots=True)
class AuthenticationResult:
    """One result.  ``result`` is the method's own word (RFC 8601, 2.7), "" where unchecked."""

    method: str  # spf, dkim, dmarc, arc, compauth, bimi ...
    result: str
    domain: str  # the domain it is about, "" where unknown
    standing: Standing
    detail: str = ""  # why, in words
    aligned: bool | None = None  # with the From domain; None where that cannot be told
    policy: str = ""  # of DMARC: none, quarantine, reject
    header: int = -1  # index into Message.headers, -1 for none


class BodyHash(enum.StrEnum):
    MATCHES = "matches"
    DIFFERS = "differs"
    UNCHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Signature:
    """One DKIM signature, or one ARC seal or message signature."""

    kind: str  # DKIM, ARC-Seal, ARC-Message-Signature
    domain: str
    selector: str
    result: str  # pass, fail, permerror, temperror; "" where it could not be checked
    standing: Standing
    body_hash: BodyHash = BodyHash.UNCHECKED
    algorithm: str = ""
    canonicalization: str = ""
    identity: str = ""  # i=
    instance: int = 0  # of an ARC set
    signed_headers: tuple[str, ...] = ()
    unsigned: tuple[str, ...] = ()  # headers a reader sees that are present and not signed
    body_length: int = -1  # l=, -1 for none
    key_bits: int = 0  # 0 where unknown
    signed_at: str = ""  # ISO 8601
    expires: str = ""
    detail: str = ""  # why, in words
    header: int = -1


@dataclass(frozen=True, slots=True)
class SignedContent:
    """A cryptographic envelope around a part: S/MIME or OpenPGP."""

    format: str  # S/MIME signed, S/MIME encrypted, PGP signed, PGP encrypted, PGP key
    part: str  # path of the part, "1.2" style; "" where the artifact itself is it
    opened: bool  # False for what stays encrypted
    signer: str = ""  # subject of the certificate
    addresses: tuple[str, ...] = ()  # of the certificate
    issuer: str = ""
    serial: str = ""
    not_before: str = ""
    not_after: str = ""
    chain: tuple[str, ...] = ()  # subjects, signer first
    digest: BodyHash = BodyHash.UNCHECKED
    result: str = ""  # pass, fail; "" where it could not be checked
    matches_sender: bool | None = None
    detail: str = ""
