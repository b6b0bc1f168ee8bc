"""What the receiving service found out (Authentication-Results), and the signatures it saw.

Signatures carry a true body hash and a b= value that verifies nothing.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from datetime import timedelta

from workbench.simulation.dice import number, signature
from workbench.simulation.letters.header import field
from workbench.simulation.world import Letter, Origin

SPF_TEXT = {
    "pass": "designates {ip} as permitted sender",
    "fail": "does not designate {ip} as permitted sender",
    "softfail": "discourages use of {ip} as permitted sender",
    "none": "does not designate permitted sender hosts",
}
DKIM_TEXT = {
    "pass": "signature was verified",
    "fail": "body hash did not verify",
    "none": "message not signed",
}
SIGNED = "From:To:Subject:Date:Message-ID:MIME-Version:Content-Type"
SPAM = 5  # spam confidence from which the service files a message as junk
RSA_BYTES = 256  # length of a 2048-bit signature


def results(letter: Letter) -> Iterator[str]:
    """Authentication-Results and Received-SPF in the form of Exchange Online."""
    origin = letter.origin
    if origin.kind == "internal":
        yield field("Authentication-Results", _unsigned(letter))
        return
    yield field("Authentication-Results", f"{_spf(letter)}; {_rest(letter)}")
    yield field("Received-SPF", _received_spf(letter))


def dmarc_action(origin: Origin) -> str:
    return "quarantine" if origin.dmarc == "fail" and origin.level >= SPAM else "none"


def envelope(letter: Letter) -> str:
    return letter.origin.mail_from or letter.sender


def body_hash(body: bytes) -> str:
    """bh= of RFC 6376 3.7 with relaxed canonicalisation."""
    lines = re.sub(rb"[ \t]+", b" ", body).replace(b" \r\n", b"\r\n").rstrip(b"\r\n")
    return base64.b64encode(hashlib.sha256(lines + b"\r\n").digest()).decode("ascii")


def signatures(letter: Letter, body: bytes) -> Iterator[str]:
    """DKIM-Signature of whoever signed; mailing services sign a second time for themselves."""
    if letter.origin.dkim == "none":
        return
    digest = body_hash(body)
    if letter.origin.dkim == "fail":
        digest = signature(32, letter.key, "changed on the way")
    yield _dkim(letter, letter.origin.dkim_domain, "selector1", digest)
    if letter.origin.kind == "bulk":
        yield _dkim(letter, letter.origin.helo.partition(".")[2], "s2048", digest)


def sealed(letter: Letter, body: bytes) -> Iterator[str]:
    """The ARC set (RFC 8617) of mail that left a Microsoft 365 tenant."""
    if letter.origin.kind not in ("internal", "cloud"):
        return
    moment = int((letter.sent + timedelta(seconds=1)).timestamp())
    sign = "i=1; a=rsa-sha256; s=arcselector10001; d=microsoft.com;"
    seal = signature(RSA_BYTES, letter.key, "seal")
    yield field("ARC-Seal", f"{sign} t={moment}; cv=none; b={_spaced(seal)}")
    mark = signature(RSA_BYTES, letter.key, "arc")
    yield field(
        "ARC-Message-Signature",
        f"{sign} c=relaxed/relaxed; h={SIGNED}; bh={body_hash(body)}; b={_spaced(mark)}",
    )
    domain = letter.sender.rpartition("@")[2]
    passed = (
        f"i=1; mx.microsoft.com 1; spf=pass smtp.mailfrom={domain}; dmarc=pass action=none "
        f"header.from={domain}; dkim=pass header.d={domain}; arc=none"
    )
    nothing = "i=1; mx.microsoft.com 1; spf=none; dmarc=none; dkim=none; arc=none"
    internal = letter.origin.kind == "internal"
    yield field("ARC-Authentication-Results", nothing if internal else passed)


def _unsigned(letter: Letter) -> str:
    domain = letter.sender.rpartition("@")[2]
    return (
        f"dkim=none (message not signed) header.d=none;dmarc=none action=none header.from={domain};"
    )


def _spf(letter: Letter) -> str:
    domain = envelope(letter).rpartition("@")[2]
    return f"spf={letter.origin.spf} (sender IP is {letter.origin.ip}) smtp.mailfrom={domain}"


def _rest(letter: Letter) -> str:
    origin, domain = letter.origin, letter.sender.rpartition("@")[2]
    together = {"pass": "pass reason=100", "bestguesspass": "pass reason=109"}
    return (
        f"dkim={origin.dkim} ({DKIM_TEXT[origin.dkim]}) header.d={origin.dkim_domain or 'none'};"
        f"dmarc={origin.dmarc} action={dmarc_action(origin)} header.from={domain};"
        f"compauth={together.get(origin.dmarc, 'fail reason=001')}"
    )


def _received_spf(letter: Letter) -> str:
    origin, domain = letter.origin, envelope(letter).rpartition("@")[2]
    said = SPF_TEXT[origin.spf].format(ip=origin.ip)
    name = {"softfail": "SoftFail"}.get(origin.spf, origin.spf.capitalize())
    return (
        f"{name} (protection.outlook.com: domain of {domain} {said}) "
        f"receiver=protection.outlook.com; client-ip={origin.ip}; helo={origin.helo}; pr=C"
    )


def _dkim(letter: Letter, domain: str, selector: str, digest: str) -> str:
    mark = signature(RSA_BYTES, letter.key, "dkim", domain)
    expires = int(letter.sent.timestamp()) + 604_800 + number(60, letter.key)
    return field(
        "DKIM-Signature",
        f"v=1; a=rsa-sha256; c=relaxed/relaxed; d={domain}; s={selector}; x={expires}; "
        f"h={SIGNED}; bh={digest}; b={_spaced(mark)}",
    )


def _spaced(value: str) -> str:
    """White space every 70 characters, where a long value may be folded."""
    return " ".join(value[at : at + 70] for at in range(0, len(value), 70))
