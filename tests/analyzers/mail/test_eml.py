"""A message is read as far as it goes, and every bound and deviation is said."""

from __future__ import annotations

import hashlib
import random
import time
from contextlib import suppress

import pytest

from analyzers.mail import eml
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Relation
from analyzers.model.unit import Context, Unreadable
from tests.samples.messages import DATE, FROM, PLAIN, message, multipart, part, whole
from tests.samples.said import Said
from tests.thinned import thinned

PDF = b"%PDF-1.4\n%%EOF\n"
CPU_SECONDS = 2.0


def read(data: bytes) -> Said:
    return Said.by(eml.examine(Artifact.of(data, "sample.eml", "eml"), Context()))


def test_headers_are_decoded_and_keep_their_place_in_the_file() -> None:
    data = message(("Subject", "=?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n aus Wien"))
    said = read(data).message
    assert (said.subject, said.date) == ("Grüße aus Wien", "2020-06-01T10:00:00+02:00")
    subject = next(h for h in said.headers if h.name == "Subject")
    assert data[subject.offset :].startswith(b"Subject:")
    assert subject.raw == "Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n aus Wien"


@pytest.mark.parametrize("raw", ["Grüße".encode(), "Grüße".encode("cp1252")])
def test_a_header_in_raw_bytes_is_read_as_utf8_or_windows_1252(raw: bytes) -> None:
    assert read(message(("Subject", raw))).message.subject == "Grüße"


def test_bodies_are_children_in_place_and_in_utf8() -> None:
    text = part("text/plain; charset=iso-8859-1", "Grüße".encode("latin-1"))
    html = part("text/html; charset=utf-8", b"<p>Gr\xc3\xbc\xc3\x9fe</p>")
    said = read(whole(multipart(text, html, subtype="alternative")))
    assert [(c.relation, c.in_place, c.data.decode()) for c in said.children] == [
        (Relation.BODY, True, "Grüße"),
        (Relation.BODY, True, "<p>Grüße</p>"),
    ]


def test_attachments_and_pictures_are_children_of_their_own() -> None:
    encoded = ("Content-Transfer-Encoding", "base64")
    picture = part("image/png", b"iVBORw0KGgo=", encoded, ("Content-ID", "<logo>"))
    named = ("Content-Disposition", "attachment; filename*0*=utf-8''r%C3%A4; filename*1=tsel.pdf")
    said = read(whole(multipart(part(PLAIN, b"x"), picture, part("application/pdf", PDF, named))))
    _, logo, pdf = said.children
    assert (logo.data, logo.relation) == (b"\x89PNG\r\n\x1a\n", Relation.ATTACHMENT)
    assert (pdf.name, pdf.data, pdf.in_place) == ("rätsel.pdf", PDF, False)


def test_a_message_inside_is_an_embedded_child_with_its_raw_bytes() -> None:
    inner = message(("Subject", "inner"))
    said = read(whole(multipart(part(PLAIN, b"x"), part("message/rfc822", inner))))
    assert (said.children[1].relation, said.children[1].data) == (Relation.EMBEDDED, inner)


def test_a_digest_holds_messages_where_no_type_is_stated() -> None:
    inner = message(("Subject", "inner"))
    said = read(whole(multipart(b"\r\n" + inner, subtype="digest")))
    assert said.children[0].relation is Relation.EMBEDDED


def test_parts_say_where_they_lie_and_what_they_hold() -> None:
    data = whole(multipart(part(PLAIN, b"one"), part("application/pdf", PDF)))
    root, text, pdf = read(data).message.parts
    assert [p.path for p in (root, text, pdf)] == ["1", "1.1", "1.2"]
    assert data[pdf.offset : pdf.offset + pdf.length] == PDF
    assert pdf.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (root.sha256, text.charset) == ("", "utf-8")


def test_lines_that_end_in_carriage_returns_alone_are_lines() -> None:
    said = read(message(("Subject", "old")).replace(b"\r\n", b"\r"))
    assert (said.message.subject, said.children[0].data) == ("old", b"Hello\n")


@pytest.mark.parametrize("data", [b"", b"  \r\n", b"just a text", b"Dear all: hello\n\nbye"])
def test_what_is_no_message_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"empty|No header of a message"):
        read(data)


@pytest.mark.parametrize(
    ("rule", "data"),
    [
        ("message.header.oversize", message(("X-A", "a\r\n " * 300_000))),
        ("message.header.long", message(("X-A", "a" * 70_000))),
        ("message.header.count", message(*[("X-A", "a")] * 1_100)),
        ("message.header.malformed", message(("X-A", "a\r\nno header here"), ("Subject", "s"))),
        ("message.header.no-from", message(DATE, complete=False)),
        ("message.header.no-date", message(FROM, complete=False)),
        ("message.header.date", message(FROM, ("Date", "02-02-2024"), complete=False)),
        ("message.header.repeated", message(("Subject", "one"), ("Subject", "two"))),
        ("message.structure.no-body", b"From: a@example.com\r\nSubject: cut"),
        ("message.structure.unterminated", whole(multipart(part(PLAIN, b"cut"), end=False))),
        ("message.structure.boundary", whole(part("multipart/mixed; boundary=x", b"nothing"))),
        (
            "message.structure.ambiguous-type",
            message(("Content-Type", "text/plain"), ("Content-Type", "text/html")),
        ),
        (
            "message.structure.after-close",
            whole(multipart(part(PLAIN, b"a"))) + b"--b1\r\n" + part(PLAIN, b"b") + b"\r\n--b1--",
        ),
        ("message.structure.outside", whole(multipart(part(PLAIN, b"a"))) + b"secret " * 100),
        (
            "message.encoding.unknown",
            message(("Content-Transfer-Encoding", "x-own"), body=b"abc"),
        ),
        (
            "message.encoding.damaged",
            message(("Content-Transfer-Encoding", "base64"), body=b"YWJj!!!!YWJj"),
        ),
        (
            "message.encoding.data-after-padding",
            message(("Content-Transfer-Encoding", "base64"), body=b"YQ==Yg=="),
        ),
        (
            "message.encoding.charset",
            message(("Content-Type", "text/plain; charset=x-unheard-of")),
        ),
        (
            "message.encoding.quoted-printable",
            message(("Content-Transfer-Encoding", "quoted-printable"), body=b"a=zz"),
        ),
        ("message.header.mbox", b"From ann Mon Jun 1\r\n" + message()),
        ("message.header.raw-bytes", message(("Subject", b"\xff"))),
        ("message.header.space-colon", message(("Subject ", "s"))),
        ("message.header.encoded-word", message(("Subject", "=?utf-8?q?=3D=3Fa=3Fq=3Fb=3F=3D?="))),
        ("message.encoding.inlined", message(body=b"(This file must be converted with BinHex")),
        ("limit.mail.inlined", message(body=b"begin 644 a\n#86)C\nend\n" * 102)),
    ],
)
def test_a_bound_or_deviation_is_a_finding(rule: str, data: bytes) -> None:
    assert rule in read(data).rules


def test_a_finding_names_the_byte() -> None:
    data = message(("Subject", b"one"), ("X-A", b"\xff"), body=b"a\0b")
    where = {finding.rule: finding.where for finding in read(data).findings}
    assert where == {
        "message.header.raw-bytes": f"byte {data.index(0xFF)}",
        "message.structure.nul": f"byte {data.index(0)}",
    }


def test_the_record_holds_every_field_of_the_header() -> None:
    headers = (
        ("Bcc", "c@x.y"),
        ("Sender", "Bob <b@x.y>"),
        ("In-Reply-To", "Your mail <a@b> of Monday"),
        ("References", "<a@b>\r\n <c@d>"),
        ("User-Agent", "=?utf-8?q?P=C3=A9n?="),
    )
    said = read(message(*headers)).message
    assert [a.address for a in said.bcc] == ["c@x.y"]
    assert [(a.name, a.address) for a in said.submitter] == [("Bob", "b@x.y")]
    assert (said.in_reply_to, said.references) == (("<a@b>",), ("<a@b>", "<c@d>"))
    assert said.mailer == "Pén"


def test_parts_say_where_their_headers_begin_and_how_much_they_hold() -> None:
    encoded = ("Content-Transfer-Encoding", "base64")
    data = whole(multipart(part(PLAIN, b"one"), part("a/b", b"YWJj", encoded)))
    root, text, file = read(data).message.parts
    assert (root.header_offset, root.size) == (0, -1)
    assert data[text.header_offset :].startswith(b"Content-Type: text/plain")
    assert data[file.header_offset :].startswith(b"Content-Type: a/b")
    assert (text.size, file.size, file.length) == (3, 3, 4)


def test_a_delimiter_right_behind_the_headers_ends_them() -> None:
    content = multipart(part(PLAIN, b"first"), part("a/b", b"second"))
    said = read(whole(content.replace(b'"b1"\r\n\r\n', b'"b1"\r\n \r\n', 1)))
    assert [child.data for child in said.children] == [b"first", b"second"]


def test_a_file_in_the_text_is_a_child() -> None:
    said = read(message(body=b"see\nbegin 644 a.txt\n#86)C\n`\nend\n"))
    assert [(child.name, child.data) for child in said.children[1:]] == [("a.txt", b"abc")]


def test_a_piece_of_a_message_is_not_taken_for_checked() -> None:
    said = read(message(("Content-Type", "message/partial; id=a; number=1; total=2")))
    finding = next(f for f in said.findings if f.rule == "message.structure.partial")
    assert finding.incomplete
    assert finding.evidence == "piece 1 of 2, id a"


def test_a_plain_message_has_nothing_to_say_against_it() -> None:
    text = part(PLAIN, b"hello")
    pdf = part("application/pdf", PDF.replace(b"\n", b"\r\n"))
    assert read(whole(multipart(text, pdf))).rules == set()


def test_a_boundary_that_does_not_occur_does_not_hide_the_parts() -> None:
    content = multipart(part(PLAIN, b"a"), part("application/pdf", PDF))
    said = read(whole(content.replace(b'"b1"', b'"b2"', 1)))
    assert "message.structure.boundary" in said.rules
    assert [child.data for child in said.children] == [b"a", PDF]


def test_parts_behind_the_end_and_text_around_the_parts_are_examined_too() -> None:
    data = whole(multipart(part(PLAIN, b"a")))
    data += b"--b1\r\n" + part("application/pdf", PDF) + b"\r\n--b1--\r\n" + b"hidden " * 100
    assert [child.data[:6] for child in read(data).children] == [b"a", b"%PDF-1", b"hidden"]


def test_a_header_over_the_bound_does_not_hide_the_body() -> None:
    said = read(message(("X-A", "a\r\n " * 400_000), body=b"the body"))
    assert said.children[0].data == b"the body"


def test_facts_name_the_way_the_message_went() -> None:
    said = read(message(("Received", "from a by b"), ("Received", "from c"), ("X-Mailer", "Pen")))
    assert (said.facts["Received hops"], said.facts["Mail program"]) == ("2", "Pen")


def nested(depth: int) -> bytes:
    content = part(PLAIN, b"deep")
    for level in range(depth):
        content = multipart(content, boundary=f"level{level}")
    return whole(content)


def mime_bomb(count: int) -> bytes:
    return whole(multipart(*[part(PLAIN, b"%d" % n) for n in range(count)]))


def test_nesting_beyond_the_bound_is_a_finding_and_leaves_the_rest_as_one_child() -> None:
    said = read(nested(1_000))
    assert "message.structure.depth" in said.rules
    assert b"deep" in said.children[-1].data


def test_parts_beyond_the_bound_are_a_finding_and_one_child() -> None:
    said = read(mime_bomb(5_000))
    assert "message.structure.parts" in said.rules
    assert b"4999" in said.children[-1].data


BOMBS = {
    "quotes in From": message(("From", '"' * 262_144)),
    "escapes in From": message(*[("From", '"\\' * 30_000)] * 16),
    "angles in To": message(*[("To", "<" * 65_000)] * 15),
    "encoded words": message(*[("Subject", "=?utf-8?q?aaaaaaaaaaaaaaaa?= " * 2_200)] * 15),
    "charsets": message(*[("Subject", "".join(f"=?x-{n}?q?a?= " for n in range(4_000)))] * 15),
    "Message-ID": message(("Message-ID", "<" + "a." * 300_000 + "@x>")),
    "comments": message(*[("Authentication-Results", "(" * 60_000)] * 15),
    "parameters": message(("Content-Type", "text/plain" + "; a*1*=x" * 8_000)),
    "padding": message(("Content-Transfer-Encoding", "base64"), body=b"YQ==" * 1_000_000),
    "dashes": whole(part("multipart/mixed; boundary=-", b"--" * 2_000_000)),
    "nesting": nested(1_000),
    "parts": mime_bomb(5_000),
}


@pytest.mark.parametrize("name", thinned(BOMBS, 3))
def test_a_bomb_costs_little(name: str) -> None:
    started = time.process_time()
    read(BOMBS[name])
    assert time.process_time() - started < CPU_SECONDS


def test_cut_and_changed_messages_are_read_or_refused() -> None:
    chance = random.Random(5)
    encoded = ("Content-Transfer-Encoding", "base64")
    inner = multipart(part(PLAIN, b"a"), part("image/png", b"iVBORw0KGgo=", encoded), boundary="in")
    data = whole(multipart(inner, part("message/rfc822", message(("Subject", "=?utf-8?q?a?=")))))
    for _ in range(400):
        changed = bytearray(data[: chance.randrange(len(data))])
        for _ in range(chance.randrange(8)):
            if changed:
                changed[chance.randrange(len(changed))] = chance.randrange(256)
        with suppress(Unreadable):
            assert read(bytes(changed)).message.format == "eml"
