"""Forty headers made to cost time, or to be read in part: each is cheap, and each is said."""

from __future__ import annotations

import base64
import time
from dataclasses import replace

import pytest

from analyzers.mail import eml
from analyzers.model.artifact import Artifact
from analyzers.model.message import Message
from analyzers.model.observation import Finding
from analyzers.model.unit import Context
from analyzers.signals import ambiguity, sender
from tests.samples.messages import DATE, FROM, PLAIN, message, multipart, part, whole
from tests.thinned import thinned

CPU_SECONDS = 2.0
KIB = 1 << 10


def nested(depth: int, kind: str) -> bytes:
    content = part(PLAIN, b"deep")
    for level in range(depth):
        content = multipart(content, boundary=f"level{level}", subtype=kind)
    return whole(content)


def typed(value: bytes | str, body: bytes = b"x\r\n") -> bytes:
    return message(("Content-Type", value), body=body)


WORD = "=?utf-8?b?" + base64.b64encode(b"a@example.com").decode() + "?="

# The message, and a rule that has to say it.
BOMBS = {
    "quotes in From": (message(("From", '"' * 256 * KIB)), "message.header.long"),
    "quotes in From, 60 KB": (message(("From", '"' * 60 * KIB)), "limit.mail.from"),
    "escapes in From": (message(*[("From", '"\\' * 30_000)] * 16), "limit.mail.from"),
    "angles in From": (message(("From", "<a@b.c>" * 9_000)), "sender.several"),
    "at signs in From": (message(("From", "@" * 64_000)), "limit.mail.from"),
    "comments in From": (message(("From", "(" * 64_000)), "limit.mail.from"),
    "routes in From": (message(("From", "<@a:" * 16_000)), "limit.mail.from"),
    "quoted addresses in From": (message(("From", '"a@b"@c,' * 8_000)), "limit.mail.from"),
    "From fields": (message(*[("From", "a@b.c")] * 1_100), "message.header.count"),
    "From without a header": (message(DATE, complete=False), "message.header.no-from"),
    "Date alone": (message(FROM, complete=False), "message.header.no-date"),
    "encoded words, 280 KB": (
        message(("Subject", "=?utf-8?q?aaaaaaaaaaaaaaaa?= " * 11_200)),
        "message.header.long",
    ),
    "encoded words of no charset": (
        message(*[("Subject", "".join(f"=?x-{n}?q?a?= " for n in range(4_000)))] * 15),
        "message.header.encoded-word",
    ),
    "encoded words in each other": (
        message(("Subject", "=?utf-8?q?" * 6_000 + "?=" * 6_000)),
        "message.header.encoded-word",
    ),
    "openings of encoded words": (
        message(("Subject", "=?" * 32_000)),
        "message.header.encoded-word",
    ),
    "encoded addresses": (message(("From", (WORD + ",") * 2_000)), "limit.mail.from"),
    "Message-ID of 600 KB": (
        message(("Message-ID", "<" + "a." * 300 * KIB + "@x>")),
        "message.header.long",
    ),
    "references": (message(("References", "<a@b> " * 30_000)), "message.header.long"),
    "comments in results": (
        message(*[("Authentication-Results", "(" * 60_000)] * 15, ("Subject", b"\xff")),
        "message.header.raw-bytes",
    ),
    "signature of one value": (
        message(("DKIM-Signature", "d=" + ";d=a b" * 10_000)),
        "message.header.long-line",
    ),
    "block of 2 MB": (message(("X-A", "a\r\n " * 600_000)), "message.header.oversize"),
    "headers, 100,000": (message(*[("X-A", "a")] * 100_000), "message.header.count"),
    "header of 900 KB": (message(("X-A", "a" * 900 * KIB)), "message.header.long"),
    "folds": (message(("X-A", "\r\n " * 100_000)), "message.header.spaces-line"),
    "tabs in folds": (message(("X-A", "a\r\n" + "\t" * 500_000)), "message.header.long"),
    "carriage returns": (message(("X-A", "\r" * 60_000 + "x")), "message.header.bare-cr"),
    "lone returns and names": (
        message(("X-A", "\rSubject: x" * 5_000)),
        "message.header.bare-cr",
    ),
    "zero bytes": (message(("X-A", b"\0" * 60_000)), "message.header.nul"),
    "zero bytes in names": (b"Fr\0om: a@b.c\r\n" * 900 + b"\r\nx", "message.header.control-name"),
    "spaces before colons": (
        message(*[("X-A" + " " * 60_000, "a")] * 15),
        "message.header.space-colon",
    ),
    "lines without colons": (
        message(("X-A", "a\r\n" + "no header\r\n" * 50_000), ("Subject", "s")),
        "message.header.malformed",
    ),
    "colons": (message(("X-A", "a\r\n" + ":\r\n" * 900)), "message.header.unnamed"),
    "names on lines of their own": (
        b"X\r\n : a\r\n" * 900 + b"From: a@b.c\r\n\r\nx",
        "message.header.folded-name",
    ),
    "lines that continue nothing": (
        b" From: a@b.c\r\n" * 50_000 + b"From: b@b.c\r\n\r\nx",
        "message.header.leading-space",
    ),
    "parameters": (typed("text/plain" + "; a*1*=x" * 7_000), "limit.mail.parameters"),
    "sections out of order": (
        typed("a/b; " + "; ".join(f"name*{n % 9999}*=%41" for n in range(4_000, 0, -1))),
        "limit.mail.parameters",
    ),
    "quotes in parameters": (typed("a/b" + '; name="' * 7_000), "limit.mail.parameters"),
    "boundaries": (
        typed("multipart/mixed" + "; boundary=a" * 5_000, b"--a\r\n" * 20_000),
        "limit.mail.parameters",
    ),
    "multiparts in each other": (nested(1_000, "mixed"), "message.structure.depth"),
    "alternatives in each other": (nested(300, "alternative"), "message.structure.depth"),
    "parts": (whole(multipart(*[part(PLAIN, b"a")] * 5_000)), "message.structure.parts"),
    "delimiters but for a space": (
        whole(multipart(part(PLAIN, b" --b1\r\n" * 200_000))),
        "ambiguity.boundary.line",
    ),
    "types of comments": (typed("(" * 60_000 + "a/b"), "ambiguity.type"),
}


@pytest.mark.parametrize("name", thinned(BOMBS, 3))
def test_a_bomb_costs_little_and_is_said(name: str) -> None:
    data, rule = BOMBS[name]
    artifact, context = Artifact.of(data, "bomb.eml", "eml"), Context()
    started = time.process_time()
    said = list(eml.UNIT.examine(artifact, context))
    message = next(each for each in said if isinstance(each, Message))
    context = replace(context, message=message)
    for unit in (sender.UNIT, ambiguity.UNIT):
        said += list(unit.examine(artifact, context))
    assert time.process_time() - started < CPU_SECONDS
    assert rule in {each.rule for each in said if isinstance(each, Finding)}
    assert len(said) < 4_000


def test_there_are_forty_of_them() -> None:
    assert len(BOMBS) >= 40
