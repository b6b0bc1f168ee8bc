"""The published spoofing and MIME ambiguity attacks, byte by byte: each is detected or shown.

The cases follow the descriptions in "Composition Kills" (USENIX Security 2020) and its tool's list
of 22 cases, in "Inbox Invasion" (CCS 2024) and in the notice on CVE-2024-28054; the bytes are
written here.  ``resources/help/spoofing.md`` holds the table that these tests generate; run this
file as a program to print it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from analyzers.mail import eml
from analyzers.model.ambiguity import Ambiguity
from analyzers.model.artifact import Artifact
from analyzers.model.message import Message
from analyzers.model.observation import Child, Finding, Observation
from analyzers.model.unit import Context
from analyzers.signals import ambiguity, displayname, sender
from analyzers.sniff import sniff

PAGE = Path(__file__).resolve().parents[3] / "resources/help/spoofing.md"
PAYLOAD = b"%PDF-1.7 this is the file a scanner has to find\n%%EOF\n"
BASE64 = base64.encodebytes(PAYLOAD).replace(b"\n", b"\r\n")
DETECTED, SHOWN, INVISIBLE = "detected", "shown as ambiguous", "not visible in a delivered message"
SHALLOW = 3  # messages inside messages that are opened here


@dataclass(frozen=True)
class Attack:
    """One attack; ``rules`` are those that say it, ``why`` where none can."""

    name: str
    title: str
    data: bytes
    rules: tuple[str, ...] = ()
    why: str = ""
    payload: bool = False  # whether some reading holds the file

    @property
    def verdict(self) -> str:
        if not self.rules:
            return INVISIBLE
        return SHOWN if all(r.startswith("ambiguity.") for r in self.rules) else DETECTED


def spoof(
    sender_fields: bytes, path: bytes = b"any@attack.test", more: bytes = b"", head: bytes = b""
) -> bytes:
    """A delivered message: the receiving server puts Return-Path and its results on top."""
    top = b"" if head else b"Return-Path: <" + path + b">\r\n"
    results = b"Authentication-Results: mx.example.com; spf=pass smtp.mailfrom=" + path + b"\r\n"
    return (
        head + top + (b"" if head else results) + sender_fields + more +
        b"To: <victim@example.com>\r\nSubject: hello\r\nDate: Mon, 1 Jun 2020 10:00:00 +0200\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nHi\r\n"
    )  # fmt: skip


def signed(domain: bytes, selector: bytes) -> bytes:
    return (
        b"DKIM-Signature: v=1; a=rsa-sha256; d=" + domain + b"; s=" + selector +
        b"; h=from; bh=AA==; b=AA==\r\n"
    )  # fmt: skip


LEGIT = b"From: <admin@legitimate.test>\r\n"
FIRST = b"From: <first@attack.test>\r\n"
WORD = b"=?utf-8?B?" + base64.b64encode(b"<admin@legitimate.test>") + b"?="

SPOOFING = [
    Attack(
        "A1",
        "Envelope sender at a subdomain that does not exist",
        spoof(LEGIT, b"any@mailfrom.notexist.legitimate.test"),
        why="only the DNS tells that the subdomain does not exist",
    ),
    Attack(
        "A2",
        "Envelope sender that one server reads as empty",
        spoof(LEGIT, b"(any@legitimate.test"),
        ("ambiguity.return-path", "ambiguity.authentication"),
    ),
    Attack(
        "A3",
        "Zero byte in the selector of a signature",
        spoof(LEGIT, more=signed(b"legitimate.test", b"selector._domainkey.attack.test.\x00.any")),
        ("ambiguity.signature.domain", "message.header.nul"),
    ),
    Attack(
        "A4",
        "Single quote in the domain of a signature",
        spoof(LEGIT, more=signed(b"legitimate.test'a.attack.test", b"selector")),
        ("ambiguity.signature.domain",),
    ),
    Attack(
        "A5",
        "Parenthesis in the envelope sender, to end a result early",
        spoof(LEGIT, b"any@legitimate.test(a.attack.test"),
        ("ambiguity.return-path", "ambiguity.authentication"),
    ),
    Attack(
        "A6",
        "Single quote in the envelope sender, to end a result early",
        spoof(LEGIT, b"any@legitimate.test'@any.attack.test"),
        ("ambiguity.return-path", "ambiguity.authentication"),
    ),
    Attack(
        "A7",
        "Route in the envelope sender",
        spoof(LEGIT, b"@legitimate.test,@any.test:'any@attack.test"),
        ("ambiguity.return-path", "ambiguity.authentication"),
    ),
    Attack("A8", "Two From fields", spoof(FIRST + LEGIT), ("sender.several",)),
    Attack(
        "A9",
        "Two From fields, space in front of the first, as the first line",
        spoof(b" " + FIRST + LEGIT, head=b" "),
        ("ambiguity.from.hidden", "message.header.leading-space"),
    ),
    Attack(
        "A9b",
        "The same below a header of the server",
        spoof(b" " + FIRST + LEGIT),
        ("ambiguity.from.hidden",),
    ),
    Attack(
        "A10",
        "Two From fields, space before the colon of one",
        spoof(FIRST + b"From : <admin@legitimate.test>\r\n"),
        ("sender.several", "ambiguity.from.name"),
    ),
    Attack(
        "A11",
        "Two From fields, the colon of one on the next line",
        spoof(b"From\r\n : <first@attack.test>\r\n" + LEGIT),
        ("sender.several", "ambiguity.from.name", "message.header.folded-name"),
    ),
    Attack(
        "A12",
        "A From field that some skip, with Sender",
        spoof(b"From\r\n : <first@attack.test>\r\n", more=b"Sender: <admin@legitimate.test>\r\n"),
        ("ambiguity.from.name", "message.header.folded-name"),
    ),
    Attack(
        "A13",
        "A From field that some skip, with Resent-From",
        spoof(
            b"From\r\n : <first@attack.test>\r\n", more=b"Resent-From: <admin@legitimate.test>\r\n"
        ),
        ("ambiguity.from.name", "message.header.folded-name"),
    ),
    Attack(
        "A14",
        "Two addresses in From",
        spoof(b"From: <first@attack.test>, <admin@legitimate.test>\r\n"),
        ("sender.several",),
    ),
    Attack(
        "A15",
        "Address in an encoded word",
        spoof(b"From: " + WORD + b",<second@attack.test>\r\n"),
        ("ambiguity.from.encoded",),
    ),
    Attack(
        "A16",
        "Route in the From address",
        spoof(b"From: <@attack.test,@any.test:admin@legitimate.test>\r\n"),
        ("ambiguity.from.address",),
    ),
    Attack(
        "A17",
        "Quoted comma between two addresses",
        spoof(b"From: <admin@legitimate.test>\\,<second@attack.test>\r\n"),
        ("ambiguity.from.address", "sender.display-address"),
    ),
    Attack(
        "A18",
        "Bare address and one in angle brackets",
        spoof(b"From: admin@legitimate.test,<second@attack.test>\r\n"),
        ("sender.several",),
    ),
    Attack(
        "A19",
        "Address behind the angle brackets",
        spoof(b"From: <any@attack.test>admin@legitimate.test\r\n"),
        ("ambiguity.from.address", "sender.display-address"),
    ),
    Attack(
        "C1",
        "Two From fields sent through an account",
        spoof(b"From: <attacker@example.net>\r\nFrom: <admin@example.net>\r\n"),
        ("sender.several",),
    ),
    Attack(
        "C2",
        "Two addresses sent through an account",
        spoof(b"From: <attacker@example.net>, <admin@example.net>\r\n"),
        ("sender.several",),
    ),
    Attack(
        "C3",
        "Another user's address sent through an account of the same service",
        spoof(b"From: <admin@example.net>\r\n", b"admin@example.net"),
        why="the service signs for its user; nothing in the message shows which user it was",
    ),
]

TEXT = b"--foo\r\nContent-Type: text/plain\r\n\r\nHello\r\n"
TYPE = b"Content-Type: application/octet-stream; name=a.pdf\r\n"
DISPOSITION = b"Content-Disposition: attachment; filename=a.pdf\r\n"
ENCODED = b"Content-Transfer-Encoding: base64\r\n"


def mime(
    fields: bytes = TYPE + DISPOSITION + ENCODED + b"\r\n",
    body: bytes = BASE64,
    stated: bytes = b"Content-Type: multipart/mixed; boundary=foo\r\n",
    mark: bytes = b"foo",
    version: bytes = b"MIME-Version: 1.0\r\n",
    before: bytes = b"",
    after: bytes = b"",
) -> bytes:
    """A message with a text and an attachment, of which one thing is made ambiguous."""
    text = TEXT.replace(b"--foo", b"--" + mark)
    return (
        b"From: a@example.com\r\nDate: Mon, 1 Jun 2020 10:00:00 +0200\r\n" + version + stated +
        b"\r\n" + before + text + b"--" + mark + b"\r\n" + fields + body +
        b"--" + mark + b"--\r\n" + after
    )  # fmt: skip


def kind(value: bytes) -> bytes:
    return b"Content-Type: " + value + b"\r\n"


def encoding(value: bytes) -> bytes:
    return TYPE + DISPOSITION + b"Content-Transfer-Encoding: " + value + b"\r\n\r\n"


MIXED = b"multipart/mixed; boundary="
INNER = b"--bar\r\n" + TYPE + ENCODED + b"\r\n" + BASE64 + b"--bar--\r\n"
MESSAGE = b"From: b@example.com\r\nMIME-Version: 1.0\r\n" + TYPE + ENCODED + b"\r\n" + BASE64

MIME = [
    Attack(
        "M1",
        "Two transfer encodings, the true one first",
        mime(encoding(b"base64\r\nContent-Transfer-Encoding: 7bit")),
        ("ambiguity.encoding.repeated",),
        payload=True,
    ),
    Attack(
        "M2",
        "Two transfer encodings, the true one last",
        mime(encoding(b"7bit\r\nContent-Transfer-Encoding: base64")),
        ("ambiguity.encoding.repeated",),
        payload=True,
    ),
    Attack(
        "M3",
        "Two transfer encodings in one field",
        mime(encoding(b"7bit, base64")),
        ("message.encoding.unknown",),
        payload=True,
    ),
    Attack(
        "M4",
        "Two content types, multipart last",
        mime(TYPE + kind(MIXED + b"bar") + b"\r\n", INNER),
        ("message.structure.ambiguous-type",),
        payload=True,
    ),
    Attack(
        "M5",
        "Two content types, multipart first",
        mime(kind(MIXED + b"bar") + TYPE + ENCODED + b"\r\n"),
        ("message.structure.ambiguous-type",),
        payload=True,
    ),
    Attack(
        "M6",
        "Two boundaries in one field, both of which occur",
        mime(
            stated=kind(MIXED + b"bar; boundary=foo"),
            before=b"--bar\r\nContent-Type: text/plain\r\n\r\nseen\r\n--bar--\r\n",
        ),
        ("ambiguity.parameter.repeated", "ambiguity.boundary.several"),
        payload=True,
    ),
    Attack(
        "M7",
        "Zero byte in the name of a header",
        mime(TYPE + b"Content-Transfer-Encoding\0: base64\r\n\r\n"),
        ("message.header.nul", "message.header.control-name"),
        payload=True,
    ),
    Attack(
        "M8",
        "Zero byte in the content type",
        mime(stated=b"Content-Type: multipar\0t/mixed; boundary=foo\r\n"),
        ("message.header.nul",),
        payload=True,
    ),
    Attack(
        "M9",
        "Name of the header twice",
        mime(stated=b"Content-Type:Content-Type:multipart/mixed; boundary=foo\r\n"),
        ("ambiguity.type",),
        payload=True,
    ),
    Attack(
        "M10",
        "Content type twice in one value",
        mime(stated=kind(b"multipart/mixedmultipart/mixed; boundary=foo")),
        ("ambiguity.type",),
        payload=True,
    ),
    Attack(
        "M11",
        "Transfer encoding twice in one value",
        mime(encoding(b"base64base64")),
        ("message.encoding.unknown",),
        payload=True,
    ),
    Attack(
        "M12",
        "Transfer encoding with a letter too many",
        mime(encoding(b"base645")),
        ("message.encoding.unknown",),
        payload=True,
    ),
    Attack(
        "M13",
        "Transfer encoding in quotes",
        mime(encoding(b'"base64"')),
        ("ambiguity.encoding.spelling",),
        payload=True,
    ),
    Attack(
        "M14",
        "Lone carriage return between two headers",
        mime(TYPE + DISPOSITION[:-2] + b"\r" + ENCODED + b"\r\n"),
        ("message.header.bare-cr",),
        payload=True,
    ),
    Attack(
        "M15",
        "Line feed before carriage return between two headers",
        mime(TYPE + DISPOSITION[:-2] + b"\n\r" + ENCODED + b"\r\n"),
        ("message.header.bare-cr", "message.header.malformed"),
        payload=True,
    ),
    Attack(
        "M16",
        "Boundary whose quotation ends early",
        mime(stated=kind(MIXED + b'"bar"foo')),
        ("ambiguity.parameter.quote", "message.structure.boundary"),
        payload=True,
    ),
    Attack(
        "M17",
        "Boundary that begins with empty quotes",
        mime(stated=kind(MIXED + b'""foo')),
        ("ambiguity.parameter.quote", "ambiguity.boundary.invalid"),
        payload=True,
    ),
    Attack(
        "M18",
        "Empty boundary",
        mime(stated=kind(MIXED), mark=b""),
        ("ambiguity.boundary.invalid",),
        payload=True,
    ),
    Attack(
        "M19",
        "Boundary folded in the middle",
        mime(stated=kind(MIXED + b"foo\r\n foo"), mark=b"foofoo"),
        ("message.structure.boundary",),
        payload=True,
    ),
    Attack(
        "M20",
        "Quoted boundary without the second quote",
        mime(stated=kind(MIXED + b'"foo')),
        ("ambiguity.parameter.quote",),
        payload=True,
    ),
    Attack(
        "M21",
        "Space in front of a delimiter",
        mime().replace(b"\r\n--foo\r\n" + TYPE, b"\r\n --foo\r\n" + TYPE),
        ("ambiguity.boundary.line",),
        payload=True,
    ),
    Attack(
        "M22",
        "No empty line between the headers and the file",
        mime(TYPE + DISPOSITION + ENCODED),
        ("message.header.malformed",),
        payload=True,
    ),
    Attack(
        "M23",
        "Empty line among the headers",
        mime(TYPE + b"\r\n" + DISPOSITION + ENCODED + b"\r\n"),
        ("ambiguity.body.headers",),
        payload=True,
    ),
    Attack(
        "M24",
        "Line of spaces among the headers",
        mime(TYPE + b"  \r\n" + ENCODED + b"\r\n"),
        ("message.header.spaces-line",),
        payload=True,
    ),
    Attack(
        "M25",
        "Transfer encoding in a comment",
        mime(encoding(b"(base64)")),
        ("ambiguity.encoding.spelling",),
        payload=True,
    ),
    Attack(
        "M26",
        "Comment in front of the transfer encoding",
        mime(encoding(b"(7bit) base64")),
        ("ambiguity.encoding.spelling",),
        payload=True,
    ),
    Attack(
        "M27",
        "Comment behind the boundary",
        mime(stated=kind(MIXED + b"foo (bar)")),
        ("ambiguity.boundary.invalid", "message.structure.boundary"),
        payload=True,
    ),
    Attack(
        "M28",
        "Boundary in an encoded word",
        mime(stated=kind(MIXED + b'"=?utf-8?q?foo?="')),
        ("ambiguity.boundary.invalid", "message.structure.boundary"),
        payload=True,
    ),
    Attack(
        "M29",
        "Header without a name",
        mime(b": application/octet-stream; name=a.pdf\r\n" + DISPOSITION + ENCODED + b"\r\n"),
        ("message.header.unnamed",),
        payload=True,
    ),
    Attack(
        "M30",
        "Base64 that goes on behind its padding",
        mime(body=base64.b64encode(b"a") + b"\r\n" + BASE64),
        ("message.encoding.data-after-padding",),
    ),
    Attack(
        "M31",
        "Base64 with characters in between that are none",
        mime(body=BASE64.replace(b"a", b"a*{")),
        ("message.encoding.damaged",),
        payload=True,
    ),
    Attack(
        "M32",
        "Part in front of the first delimiter",
        mime(before=TYPE + ENCODED + b"\r\n" + BASE64),
        ("ambiguity.aside",),
        payload=True,
    ),
    Attack(
        "M33",
        "Part behind the line that ends the message",
        mime(after=b"--foo\r\n" + TYPE + ENCODED + b"\r\n" + BASE64 + b"--foo--\r\n"),
        ("message.structure.after-close",),
        payload=True,
    ),
    Attack(
        "M34",
        "Boundary inside that begins like the one around it",
        mime(kind(MIXED + b"foo1") + b"\r\n", INNER.replace(b"--bar", b"--foo1")),
        ("ambiguity.boundary.nested",),
        payload=True,
    ),
    Attack(
        "M35",
        "File name and name that differ",
        mime(TYPE + b"Content-Disposition: attachment; filename=a.exe\r\n" + ENCODED + b"\r\n"),
        ("ambiguity.file-name",),
        payload=True,
    ),
    Attack(
        "M36",
        "File name stated plainly and in the form of RFC 2231",
        mime(
            b"Content-Disposition: attachment; filename=a.txt; filename*=utf-8''a.exe\r\n"
            + ENCODED + b"\r\n"
        ),
        ("ambiguity.parameter.repeated",),
        payload=True,
    ),
    Attack(
        "M37",
        "Multipart that is itself in base64",
        mime(
            kind(MIXED + b"bar") + ENCODED + b"\r\n",
            base64.encodebytes(INNER).replace(b"\n", b"\r\n"),
        ),
        ("ambiguity.composite.encoded", "message.structure.boundary"),
        payload=True,
    ),
    Attack(
        "M38",
        "Message inside in base64",
        mime(
            kind(b"message/rfc822") + ENCODED + b"\r\n",
            base64.encodebytes(MESSAGE).replace(b"\n", b"\r\n"),
        ),
        ("ambiguity.composite.encoded",),
        payload=True,
    ),
    Attack(
        "M39",
        "No MIME-Version",
        mime(version=b""),
        ("ambiguity.mime-version",),
        payload=True,
    ),
    Attack(
        "M40",
        "One piece of a message sent in several",
        mime(kind(b'message/partial; id="x@y"; number=1; total=2') + b"\r\n"),
        ("message.structure.partial",),
    ),
    Attack(
        "M41",
        "Attachment that lies elsewhere",
        mime(
            kind(b"message/external-body; access-type=URL; URL=http://attack.test/a") + b"\r\n",
            TYPE + b"\r\n",
        ),
        ("message.attachment.reference",),
    ),
    Attack(
        "M42",
        "File in uuencode in the text",
        mime(kind(b"text/plain") + b"\r\n", b"begin 644 a.txt\r\n#86)C\r\n`\r\nend\r\n"),
        ("message.encoding.inlined",),
    ),
    Attack(
        "M43",
        "Two dispositions",
        mime(
            TYPE + DISPOSITION + b"Content-Disposition: inline; filename=b.exe\r\n"
            + ENCODED + b"\r\n"
        ),
        ("ambiguity.disposition.repeated",),
        payload=True,
    ),
    Attack(
        "M44",
        "Two HTML bodies to choose from",
        mime(
            kind(b"text/html") + b"\r\n",
            b"<p>one</p>\r\n--foo\r\nContent-Type: text/html\r\n\r\n<p>two</p>\r\n",
            stated=kind(b"multipart/alternative; boundary=foo"),
        ),
        ("ambiguity.body.several",),
    ),
    Attack(
        "M45",
        "Transfer encoding that is cut short",
        mime(encoding(b"base6")),
        ("message.encoding.unknown",),
        payload=True,
    ),
]  # fmt: skip

ATTACKS = SPOOFING + MIME


def observations(data: bytes, kind: str = "eml") -> list[Observation]:
    """What the units say that have to do with it, each message inside included."""
    artifact, context = Artifact.of(data, "sample.eml", kind), Context()
    said = list(eml.UNIT.examine(artifact, context))
    message = next(each for each in said if isinstance(each, Message))
    context = replace(context, message=message)
    for unit in (sender.UNIT, displayname.UNIT, ambiguity.UNIT):
        said += list(unit.examine(artifact, context))
    return said


def contents(said: list[Observation], depth: int = 0) -> Iterator[bytes]:
    for child in said:
        if isinstance(child, Child):
            yield child.data
            inner = sniff(child.data, child.name, child.declared_type) == "eml"
            if inner and depth < SHALLOW:
                yield from contents(observations(child.data), depth + 1)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_is_said(attack: Attack) -> None:
    said = observations(attack.data)
    rules = {each.rule for each in said if isinstance(each, Finding)}
    assert set(attack.rules) <= rules
    if not attack.rules:
        assert not any(rule.startswith("ambiguity.") for rule in rules)


@pytest.mark.parametrize(
    "attack", [each for each in ATTACKS if each.rules], ids=lambda attack: attack.name
)
def test_what_is_ambiguous_is_shown_with_two_readings_or_scored(attack: Attack) -> None:
    said = observations(attack.data)
    shown = [each for each in said if isinstance(each, Ambiguity) and each.rule in attack.rules]
    scored = [each for each in said if isinstance(each, Finding) and each.rule in attack.rules]
    assert scored
    for each in shown:
        assert len({reading.reader for reading in each.readings}) >= 2
        assert 0 <= each.offset < len(attack.data)
        assert {reading.source for reading in each.readings} <= {
            "standard",
            "published research",
            "observed",
            "inferred",
        }
    if attack.verdict == SHOWN:
        assert shown


@pytest.mark.parametrize(
    "attack", [each for each in ATTACKS if each.payload], ids=lambda attack: attack.name
)
def test_the_file_is_examined_whichever_reading_holds_it(attack: Attack) -> None:
    found = [data.strip() for data in contents(observations(attack.data))]
    assert PAYLOAD.strip() in found


def test_the_honest_messages_that_the_attacks_are_made_of_are_not_ambiguous() -> None:
    for data in (mime(), spoof(LEGIT)):
        said = observations(data)
        assert [each.rule for each in said if isinstance(each, Ambiguity)] == []


def table() -> str:
    """The table of the help page."""
    rows = ["| attack | what it does | in this program | by |", "| --- | --- | --- | --- |"]
    for each in ATTACKS:
        by = ", ".join(f"`{rule}`" for rule in each.rules) or each.why
        rows.append(f"| {each.name} | {each.title} | {each.verdict} | {by} |")
    return "\n".join(rows) + "\n"


def test_the_help_page_holds_the_table() -> None:
    assert table() in PAGE.read_text("utf-8")


def test_the_table_covers_the_published_attacks() -> None:
    assert len([each for each in SPOOFING if each.name != "A9b"]) == 22
    assert len(MIME) >= 20


if __name__ == "__main__":
    print(table())
