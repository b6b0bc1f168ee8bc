"""One DKIM-Signature or ARC field, read by its grammar (RFC 6376, 3.5; RFC 8617, 4.1)."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, replace

from analyzers.lib.dns_answers import plausible
from analyzers.lib.domains import host_ascii
from analyzers.lib.taglist import BadTags, compact, parse_tags
from analyzers.lib.wire import WireField

DKIM, MESSAGE, SEAL = "DKIM", "ARC-Message-Signature", "ARC-Seal"
HEADERS = 200  # names in one h= that are read: real ones stay below 60
_ALGORITHMS = frozenset({"rsa-sha256", "rsa-sha1", "ed25519-sha256"})
_FORMS = frozenset({"simple", "relaxed"})
_NUMBER = re.compile(r"[0-9]{1,18}")
_B64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_NEEDED = {
    DKIM: ("v", "a", "b", "bh", "d", "h", "s"),
    MESSAGE: ("i", "a", "b", "bh", "d", "h", "s"),
    SEAL: ("i", "a", "b", "cv", "d", "s"),
}


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature says.  ``problem`` is why it is none, in words, "" where it is one."""

    kind: str
    field: WireField
    problem: str = ""
    domain: str = ""
    selector: str = ""
    identity: str = ""
    algorithm: str = ""
    relaxed_header: bool = False
    relaxed_body: bool = False
    headers: tuple[str, ...] = ()  # h=, in lower case
    body_hash: bytes = b""
    value: bytes = b""  # b=
    length: int = -1  # l=
    made: int = -1  # t=, seconds since 1970
    ends: int = -1  # x=
    instance: int = 0
    chain: str = ""  # cv= of a seal

    @property
    def digest(self) -> str:
        return "sha1" if self.algorithm.endswith("sha1") else "sha256"

    @property
    def forms(self) -> str:
        words = ("simple", "relaxed")
        return f"{words[self.relaxed_header]}/{words[self.relaxed_body]}"

    @property
    def key_name(self) -> str:
        """Where DNS has the key."""
        return f"{self.selector}._domainkey.{self.domain}"


def signature_of(kind: str, field: WireField) -> Signed:
    try:
        tags = parse_tags(field.value.decode("utf-8", "replace"))
    except BadTags as bad:
        return Signed(kind, field, str(bad))
    signed = _signed(kind, field, tags)
    problem = _missing(kind, tags) or _wrong(signed, tags)
    return replace(signed, problem=problem) if problem else signed


def _signed(kind: str, field: WireField, tags: dict[str, str]) -> Signed:
    head, _, body = compact(tags.get("c", "relaxed/relaxed" if kind != DKIM else "")).partition("/")
    names = compact(tags.get("h", "")).lower().split(":")
    domain = host_ascii(compact(tags.get("d", "")))
    return Signed(
        kind,
        field,
        domain=domain,
        selector=host_ascii(compact(tags.get("s", ""))),
        identity=compact(tags.get("i", "")) if kind == DKIM else "",
        algorithm=compact(tags.get("a", "")).lower(),
        relaxed_header=head.lower() == "relaxed",
        relaxed_body=body.lower() == "relaxed",
        headers=tuple(name for name in names if name)[:HEADERS],
        body_hash=_bytes(tags.get("bh", "")),
        value=_bytes(tags.get("b", "")),
        length=_number(tags.get("l", "")),
        made=_number(tags.get("t", "")),
        ends=_number(tags.get("x", "")),
        instance=_number(tags.get("i", "")) if kind != DKIM else 0,
        chain=compact(tags.get("cv", "")).lower(),
    )


def _missing(kind: str, tags: dict[str, str]) -> str:
    lacking = [tag for tag in _NEEDED[kind] if not tags.get(tag)]
    return f"it lacks {', '.join(f'{tag}=' for tag in lacking)}" if lacking else ""


def _wrong(signed: Signed, tags: dict[str, str]) -> str:
    """The first rule it breaks, "" for none."""
    return (
        _wrong_form(signed, tags)
        or _wrong_names(signed)
        or _wrong_numbers(signed, tags)
        or ("" if signed.value else "b= is not base64")
        or ("" if signed.body_hash or signed.kind == SEAL else "bh= is not base64")
    )


def _wrong_form(signed: Signed, tags: dict[str, str]) -> str:
    forms = [form for form in compact(tags.get("c", "")).lower().split("/") if form]
    if signed.kind == DKIM and tags["v"] != "1":
        return "its version is unknown"
    if signed.algorithm not in _ALGORITHMS:
        return "its algorithm is unknown"
    if len(forms) > 2 or not _FORMS.issuperset(forms):
        return "its canonical form is unknown"
    if signed.kind == SEAL and "h" in tags:
        return "a seal may not name headers"
    return ""


def _wrong_names(signed: Signed) -> str:
    if not plausible(signed.domain):
        return "d= is no domain"
    if not plausible(signed.key_name):
        return "s= is no selector"
    if signed.kind == DKIM and "from" not in signed.headers:
        return "it does not sign From"
    if signed.kind == MESSAGE and "arc-seal" in signed.headers:
        return "it signs a seal, which it may not"
    home = host_ascii(signed.identity.rpartition("@")[2])
    if signed.identity and home != signed.domain and not home.endswith("." + signed.domain):
        return "i= is outside d="
    return ""


def _wrong_numbers(signed: Signed, tags: dict[str, str]) -> str:
    numbers = (("l", signed.length), ("t", signed.made), ("x", signed.ends))
    for tag, number in numbers:
        if tag in tags and number < 0 and signed.kind != SEAL:
            return f"{tag}= is no number"
    if 0 <= signed.ends <= signed.made:
        return "it ends before it was made"
    if signed.kind != DKIM and not 1 <= signed.instance <= 50:  # RFC 8617, 4.2.1
        return "its instance is out of range"
    return ""


def _number(text: str) -> int:
    return int(text) if _NUMBER.fullmatch(text) else -1


def _bytes(text: str) -> bytes:
    """Base64 decoded, b"" where it is none."""
    packed = compact(text)
    if not _B64.fullmatch(packed):
        return b""
    try:
        return base64.b64decode(packed + "=" * (-len(packed) % 4))
    except binascii.Error:
        return b""
