"""An Outlook message yields the same record, and says what such a file cannot show."""

from __future__ import annotations

import random
import struct
import tarfile
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from compressed_rtf import compress

from analyzers.lib.mapimessage import RECIPIENTS
from analyzers.lib.mapinames import APPOINTMENT
from analyzers.lib.outlookfiles import ATTACHMENTS
from analyzers.mail import eml, msg
from analyzers.model.artifact import Artifact
from analyzers.model.calendar import CalendarEvent
from analyzers.model.observation import Relation, Severity
from analyzers.model.unit import Context, Unreadable
from analyzers.sniff import sniff
from tests.samples.messages import multipart
from tests.samples.outlook import TEMPLATE_CLASS_ID, Named, Property, outlook_file
from tests.samples.said import Said
from workbench.simulation.samples.msg import (
    MESSAGE_CLASS_ID,
    File,
    OutlookMessage,
    Recipient,
    outlook_message,
)
from workbench.simulation.samples.ole import Storage, Stream, compound_file

HEADERS = (
    "Microsoft Mail Internet Headers Version 2.0\r\nReceived: from a by b\r\n"
    "From: Ann <ann@example.com>\r\nDate: Mon, 1 Jun 2020 10:00:00 +0200\r\n"
    "Authentication-Results: spf=fail smtp.mailfrom=example.com\r\n\r\n"
)
PLAIN = OutlookMessage(
    subject="Grüße",
    sender="ann@example.com",
    sender_name="Ann",
    recipients=(Recipient("bob@example.org", "Bob"), Recipient("cid@example.org", "Cid", 2)),
    text="hello",
    html="<p>Grüße</p>",
    sent=datetime(2020, 6, 1, 8, tzinfo=UTC),
    received=datetime(2020, 6, 1, 9, tzinfo=UTC),
    internet_id="<1@example.com>",
    files=(File("note.txt", b"attached", "text/plain", "cid1"),),
)


def read(data: bytes) -> Said:
    return Said.by(msg.examine(Artifact.of(data, "sample.msg", "msg"), Context()))


def test_properties_make_the_record_where_there_are_no_headers() -> None:
    said = read(outlook_message(PLAIN))
    message = said.message
    assert (message.format, message.subject) == ("msg", "Grüße")
    assert [a.address for a in (*message.sender, *message.to, *message.cc)] == [
        "ann@example.com",
        "bob@example.org",
        "cid@example.org",
    ]
    assert (message.date, message.message_id) == ("2020-06-01T08:00:00+00:00", "<1@example.com>")
    assert "message.transport.no-headers" in said.rules


def test_transport_headers_are_read_like_those_of_any_message() -> None:
    said = read(outlook_message(replace(PLAIN, headers=HEADERS)))
    assert [h.name for h in said.message.headers][:2] == ["Received", "From"]
    assert {h.offset for h in said.message.headers} == {-1}
    assert [(c.method, c.result) for c in said.message.authentication] == [("spf", "fail")]
    assert not said.rules


def test_outlooks_own_times_stand_beside_those_of_the_headers() -> None:
    facts = read(outlook_message(replace(PLAIN, headers=HEADERS))).facts
    assert facts["Submitted (MAPI)"] == "2020-06-01T08:00:00+00:00"
    assert facts["Delivered (MAPI)"] == "2020-06-01T09:00:00+00:00"


def test_bodies_and_attachments_are_children() -> None:
    text, html, note = read(outlook_message(PLAIN)).children
    assert (text.data, text.relation, text.in_place) == (b"hello", Relation.BODY, True)
    assert html.data == "<p>Grüße</p>".encode()
    assert (note.name, note.data, note.in_place) == ("note.txt", b"attached", False)


def test_an_embedded_message_is_a_child_that_can_be_read_again() -> None:
    inner = replace(PLAIN, subject="inner", files=())
    child = read(outlook_message(replace(PLAIN, files=(), embedded=(inner,)))).children[-1]
    assert (child.relation, sniff(child.data)) == (Relation.EMBEDDED, "msg")
    assert read(child.data).message.subject == "inner"


def raw(*streams: tuple[str, bytes], attachment: tuple[tuple[str, bytes], ...] = ()) -> bytes:
    """A message of chosen streams, and one attachment of others."""
    inside = [Stream(f"__substg1.0_{name}", data) for name, data in streams]
    storage = Storage("__attach_version1.0_#00000000", tuple(Stream(n, d) for n, d in attachment))
    table = Stream("__properties_version1.0", bytes(32))
    kind = Stream("__substg1.0_001A001F", "IPM.Note".encode("utf-16-le"))
    parts = (table, kind, *inside, *((storage,) if attachment else ()))
    return compound_file(Storage("", parts, MESSAGE_CLASS_ID))


def attached(method: int, path: str = "") -> bytes:
    """A message whose attachment has no content; ``method`` is PidTagAttachMethod."""
    row = struct.pack("<HHIQ", 3, 0x3705, 6, method)
    named = [("__properties_version1.0", bytes(8) + row)]
    if path:
        named.append(("__substg1.0_370D001F", path.encode("utf-16-le")))
    return raw(attachment=tuple(named))


@pytest.mark.parametrize(
    ("rule", "severity", "data"),
    [
        ("message.attachment.reference", Severity.LOW, attached(7, "https://example.com/x")),
        ("message.attachment.reference", Severity.MEDIUM, attached(2, r"\\files.example\x")),
        ("message.attachment.unread", Severity.LOW, attached(1)),
        ("message.body.rtf-unread", Severity.LOW, raw(("10090102", b"no RTF"))),
        (
            "message.body.rtf-nesting",
            Severity.MEDIUM,
            raw(("10090102", compress(rb"{\rtf1\ansi\fromhtml1 " + b"{" * 3_000))),
        ),
    ],
)
def test_what_was_not_read_is_a_finding(rule: str, severity: Severity, data: bytes) -> None:
    assert (rule, severity) in [(f.rule, f.severity) for f in read(data).findings]


def test_more_attachments_than_are_read_are_a_finding() -> None:
    files = tuple(File(f"{n}.txt", b"x") for n in range(ATTACHMENTS + 1))
    said = read(outlook_message(replace(PLAIN, files=files)))
    assert "limit.outlook.attachments" in said.rules
    assert len(said.children) == ATTACHMENTS + 2


def test_html_wrapped_in_rtf_is_a_body() -> None:
    wrapped = compress(rb"{\rtf1\ansi\fromhtml1 {\*\htmltag64 <p>}gr\'fc\'dfe{\*\htmltag72 </p>}}")
    (body,) = read(raw(("10090102", wrapped))).children
    assert (body.data.decode(), body.in_place) == ("<p>grüße</p>", True)


def test_an_rtf_body_of_its_own_goes_to_the_units_for_rtf() -> None:
    link = rb'{\field{\*\fldinst HYPERLINK "https://example.com/a"}{\fldrslt here}}'
    body, text = read(raw(("10090102", compress(rb"{\rtf1\ansi hello " + link + b"}")))).children
    assert (body.declared_type, body.relation, body.in_place) == ("text/rtf", Relation.BODY, False)
    assert (text.data, text.in_place) == (b"hello here <https://example.com/a>", True)


def test_text_of_rtf_is_a_body_of_its_own_only_where_it_differs() -> None:
    packed = compress(rb"{\rtf1\ansi pay\par now}")
    same = read(raw(("1000001F", "pay now".encode("utf-16-le")), ("10090102", packed))).children
    assert [child.name for child in same] == ["text body", "RTF body"]
    other = read(raw(("1000001F", "hello".encode("utf-16-le")), ("10090102", packed))).children
    assert [child.name for child in other] == ["text body", "RTF body", "RTF text body"]


def test_rtf_that_unpacks_to_more_than_is_read_is_a_finding() -> None:
    """References of 17 bytes each to what was just written."""
    claimed = struct.pack("<I4sI", 64 << 20, b"LZFu", 0)
    said = read(raw(("10090102", bytes(4) + claimed + b"\0{\\rtf1\\a" + b"\0hello   " * 100)))
    assert "limit.outlook.rtf" in said.rules


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(4096)])
def test_what_is_no_outlook_message_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Unreadable, match="Outlook message"):
        read(data)


def test_cut_and_changed_messages_are_read_or_refused() -> None:
    chance, data = random.Random(5), outlook_message(replace(PLAIN, embedded=(PLAIN,)))
    for _ in range(150):
        changed = bytearray(data[: chance.randrange(len(data) // 2, len(data))])
        for _ in range(chance.randrange(40)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        with suppress(Unreadable):
            assert read(bytes(changed)).message.format == "msg"


def test_what_the_headers_lack_is_told_by_properties() -> None:
    own = (
        Property(0x0042, "Boss"),
        Property(0x5D02, "boss@example.com"),
        Property(0x0C1A, "Clerk"),
        Property(0x5D01, "clerk@example.com"),
        Property(0x1042, "<0@example.com>"),
        Property(0x1039, "<a@example.com> <0@example.com>"),
    )
    bcc = (Property(0x0C15, 3), Property(0x3001, "Eve"), Property(0x39FE, "eve@example.org"))
    said = read(outlook_file(*own, people=[bcc]))
    message = said.message
    assert [a.address for a in (*message.sender, *message.submitter, *message.bcc)] == [
        "boss@example.com",
        "clerk@example.com",
        "eve@example.org",
    ]
    assert message.in_reply_to == ("<0@example.com>",)
    assert message.references == ("<a@example.com>", "<0@example.com>")
    assert said.facts["Recipient table: bcc"] == "Eve <eve@example.org>"


def test_an_appointment_is_an_event() -> None:
    room = (Property(0x0C15, 3), Property(0x3001, "Room"), Property(0x39FE, "room@example.org"))
    where = Named(APPOINTMENT, 0x8208, "Room 1")
    said = read(outlook_file(where, people=[room], message_class="IPM.Appointment"))
    event = next(each for each in said.all if isinstance(each, CalendarEvent))
    assert (event.location, said.message.bcc) == ("Room 1", ())
    assert said.facts["Message class"] == "IPM.Appointment (a calendar entry)"


def test_a_template_says_so_and_every_file_what_it_cannot_show() -> None:
    facts = read(outlook_file(class_id=TEMPLATE_CLASS_ID)).facts
    assert facts["File"] == "a template (.oft), never sent"
    assert "File" not in read(outlook_file()).facts
    assert "no signature" in facts["What this file cannot show"]


def test_signed_content_is_a_message_of_its_own() -> None:
    signed = multipart(b"Content-Type: text/plain\r\n\r\nhi", subtype="signed")
    one = (Property(0x3701, signed), Property(0x3705, 1), Property(0x3707, "smime.p7m"))
    kind = "IPM.Note.SMIME.MultipartSigned"
    (child,) = read(outlook_file(attached=[one], message_class=kind)).children
    assert (child.declared_type, child.relation) == ("multipart/signed", Relation.EMBEDDED)
    assert sniff(child.data, child.name, child.declared_type) == "eml"
    (opaque,) = read(outlook_file(attached=[one], message_class="IPM.Note.SMIME")).children
    assert (opaque.name, opaque.relation) == ("smime.p7m", Relation.ATTACHMENT)


@pytest.mark.parametrize(
    ("rule", "severity", "data"),
    [
        (
            "limit.outlook.recipients",
            Severity.MEDIUM,
            outlook_file(people=[(Property(0x3001, "x"),)] * (RECIPIENTS + 1)),
        ),
        ("limit.outlook.text", Severity.MEDIUM, outlook_file(Property(0x0037, "x" * 70_000))),
        (
            "message.outlook.draft-received",
            Severity.LOW,
            outlook_file(Property(0x007D, HEADERS), Property(0x0E07, 8)),
        ),
        (
            "message.outlook.damaged",
            Severity.LOW,
            outlook_file(Property(0x0037, "kept"), Property(0x1000, "lost")).replace(
                "0_1000001F".encode("utf-16-le"), "0_1FFF001F".encode("utf-16-le")
            ),
        ),
    ],
)
def test_what_is_amiss_is_a_finding(rule: str, severity: Severity, data: bytes) -> None:
    assert (rule, severity) in [(f.rule, f.severity) for f in read(data).findings]


def test_what_is_missing_is_named_and_the_rest_is_read() -> None:
    """The table of sectors, which is the last of them, is gone."""
    data = outlook_message(replace(PLAIN, files=(File("big.bin", bytes(range(256)) * 64),)))
    said = read(data[:-512])
    assert said.children[-1].data == bytes(range(256)) * 64
    (finding,) = [f for f in said.findings if f.rule == "message.outlook.damaged"]
    assert finding.incomplete
    assert "breaks off" in finding.evidence


def test_messages_in_messages_are_read_level_by_level() -> None:
    inner = replace(PLAIN, files=())
    for level in range(12):
        inner = replace(PLAIN, files=(), subject=str(level), embedded=(inner,))
    data = outlook_message(inner)
    for level in reversed(range(12)):
        said = read(data)
        assert said.message.subject == str(level)
        data = said.children[-1].data


def mutations(count: int, seed: int) -> float:
    """Reads that many changed samples; the longest time one took, in seconds."""
    chance, longest = random.Random(seed), 0.0
    samples = [
        outlook_message(replace(PLAIN, headers=HEADERS, embedded=(PLAIN,))),
        raw(("10090102", compress(rb"{\rtf1\ansi\fromhtml1 {\*\htmltag64 <p>}" + b"x\\par " * 99))),
        outlook_file(Named(APPOINTMENT, 0x8208, "Room"), message_class="IPM.Appointment"),
    ]
    numbers = [struct.pack("<I", n) for n in (0, 1, 0x7FFFFFFF, 0xFFFFFFF0, 0xFFFFFFFE, 0xFFFFFFFF)]
    for _ in range(count):
        data = bytearray(chance.choice(samples))
        for _ in range(chance.randrange(1, 12)):
            place = chance.randrange(len(data))
            if chance.random() < 0.5:
                data[place] = chance.randrange(256)
            else:
                data[place & ~3 : (place & ~3) + 4] = chance.choice(numbers)
        started = time.process_time()
        with suppress(Unreadable):
            read(bytes(data))
        longest = max(longest, time.process_time() - started)
    return longest


def test_changed_files_are_read_or_refused_in_time() -> None:
    assert mutations(200, 11) < 1.0  # seconds


@pytest.mark.long
def test_thousands_of_changed_files_are_read_or_refused_in_time() -> None:
    assert mutations(3_000, 12) < 1.0  # seconds


def samples(archive: Path, count: int, step: int) -> list[bytes]:
    """Every ``step``-th file of a corpus that is a message."""
    found: list[bytes] = []
    with tarfile.open(archive) as files:
        for number, member in enumerate(files):
            stream = files.extractfile(member) if number % step == 0 and member.isfile() else None
            if stream is not None:
                found.append(stream.read())
            if len(found) == count:
                break
    return found


@pytest.mark.parametrize(("name", "step"), [("msg", 3), ("mime-torture", 20)])
def test_collected_messages_are_read_or_refused(shared: Path, name: str, step: int) -> None:
    units = {"eml": eml, "msg": msg}
    taken = 0
    for data in samples(shared / "corpus" / f"{name}.tar.xz", 40, step):
        if (kind := sniff(data)) not in units:
            continue
        started = time.process_time()
        with suppress(Unreadable):
            said = Said.by(units[kind].examine(Artifact.of(data, "sample", kind), Context()))
            assert said.message.format == kind
        assert time.process_time() - started < 2.0  # seconds
        taken += 1
    assert taken > 20
