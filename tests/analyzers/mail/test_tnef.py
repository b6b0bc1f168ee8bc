"""What winmail.dat hides comes out: the message, its bodies, its attachments."""

from __future__ import annotations

import csv
import hashlib
import lzma
import tarfile
import time
from contextlib import suppress
from pathlib import Path

import pytest
from compressed_rtf import compress

from analyzers.lib.mapinames import APPOINTMENT, STRINGS
from analyzers.mail import tnef
from analyzers.model.artifact import Artifact
from analyzers.model.calendar import CalendarEvent
from analyzers.model.message import Message
from analyzers.model.observation import Relation, Severity
from analyzers.model.unit import Context, Unreadable
from analyzers.sniff import sniff
from tests.samples import winmail
from tests.samples.said import Said
from tests.samples.winmail import BINARY, LONG, STRING, TIME, WIDE, prop

MESSAGE_INTERFACE = bytes.fromhex("0703020000000000c000000000000046")
STORAGE_INTERFACE = bytes.fromhex("0b00000000000000c000000000000046")
RTF = compress(rb"{\rtf1\ansi\fromhtml1 {\*\htmltag64 <p>}hello{\*\htmltag72 </p>}}")
BOB = winmail.properties(
    prop(LONG, 0x0C15, 3), prop(WIDE, 0x3001, "Bob\0"), prop(WIDE, 0x39FE, "bob@example.org\0")
)
PEOPLE = winmail.attribute(winmail.MESSAGE, winmail.RECIPIENTS, b"\x01\0\0\0" + BOB)
SUBJECT = winmail.attribute(winmail.MESSAGE, winmail.SUBJECT, b"Report\0")


def read(data: bytes) -> Said:
    return Said.by(tnef.examine(Artifact.of(data, "winmail.dat", "tnef"), Context()))


def message(*each: bytes, files: bytes = b"") -> bytes:
    own = winmail.message_properties(
        prop(STRING, 0x001A, "IPM.Note\0"), prop(WIDE, 0x1035, "<1@example.com>\0"), *each
    )
    return winmail.tnef(SUBJECT, PEOPLE, own, files)


def test_the_message_inside_has_a_record_of_its_own() -> None:
    said = read(message())
    assert (said.message.format, said.message.subject) == ("tnef", "Report")
    assert said.message.message_id == "<1@example.com>"
    assert [a.address for a in said.message.bcc] == ["bob@example.org"]
    assert said.facts["Message class"] == "IPM.Note (a message)"
    assert not said.rules


def test_bodies_come_out_of_rtf_and_out_of_properties() -> None:
    (body,) = read(message(prop(BINARY, 0x1009, RTF))).children
    assert (body.data, body.relation, body.in_place) == (b"<p>hello</p>", Relation.BODY, True)
    html = read(message(prop(BINARY, 0x1013, b"<b>x</b>"), prop(STRING, 0x1000, "x\0"))).children
    assert [child.data for child in html] == [b"x", b"<b>x</b>"]


def test_attachments_keep_their_long_names_and_their_bytes() -> None:
    named = winmail.file("REPORT~1.PDF", b"%PDF-1.4\0", prop(WIDE, 0x3707, "report.pdf\0"))
    file, empty = read(message(files=named + winmail.file("empty.txt", b""))).children
    assert (file.name, file.data, file.relation) == (
        "report.pdf",
        b"%PDF-1.4\0",
        Relation.ATTACHMENT,
    )
    assert (empty.name, empty.data) == ("empty.txt", b"")


def test_a_message_inside_is_tnef_again() -> None:
    inner = message()
    held = winmail.attribute(winmail.ATTACHMENT, winmail.BEGIN, bytes(14)) + winmail.attribute(
        winmail.ATTACHMENT,
        winmail.ATTACHED,
        winmail.properties(winmail.held(0x3701, MESSAGE_INTERFACE, inner)),
    )
    (child,) = read(message(files=held)).children
    assert (sniff(child.data), child.relation) == ("tnef", Relation.EMBEDDED)
    assert read(child.data[: len(inner)]).message.subject == "Report"


def test_an_object_inside_comes_out_without_what_names_its_interface() -> None:
    own = winmail.properties(winmail.held(0x3701, STORAGE_INTERFACE, b"object"))
    held = winmail.attribute(winmail.ATTACHMENT, winmail.ATTACHED, own)
    (child,) = read(message(files=held)).children
    assert (child.name, child.data.rstrip(b"\0")) == ("OLE object", b"object")


def test_named_properties_are_read() -> None:
    said = read(
        winmail.tnef(
            winmail.message_properties(
                prop(STRING, 0x001A, "IPM.Appointment\0"),
                prop(WIDE, 0x8001, "Room 1\0", winmail.numbered(APPOINTMENT, 0x8208)),
                prop(TIME, 0x8002, 134_000_000_000_000_000, winmail.numbered(APPOINTMENT, 0x820D)),
                winmail.strings(0x8003, ["Red\0"], winmail.worded(STRINGS, "Keywords\0")),
            )
        )
    )
    event = next(each for each in said.all if isinstance(each, CalendarEvent))
    assert (event.location, event.start[:4]) == ("Room 1", "2025")
    assert said.facts["Categories (MAPI)"] == "Red"


@pytest.mark.parametrize(
    ("rule", "severity", "data"),
    [
        (
            "tnef.attribute.checksum",
            Severity.LOW,
            winmail.tnef(winmail.attribute(1, winmail.SUBJECT, b"x\0", checksum=1)),
        ),
        ("tnef.structure.damaged", Severity.LOW, message()[:-9]),
        ("tnef.structure.trailing", Severity.LOW, message() + b"PK\x03\x04"),
        ("limit.tnef.size", Severity.MEDIUM, winmail.tnef(*[SUBJECT] * 10_001)),
        (
            "message.attachment.unread",
            Severity.LOW,
            message(files=winmail.attribute(winmail.ATTACHMENT, winmail.BEGIN, bytes(14))),
        ),
    ],
)
def test_what_is_amiss_is_a_finding(rule: str, severity: Severity, data: bytes) -> None:
    assert (rule, severity) in [(f.rule, f.severity) for f in read(data).findings]


def test_what_broke_off_is_not_called_complete() -> None:
    (finding,) = read(message()[:-9]).findings
    assert finding.incomplete


def test_bytes_behind_the_end_are_a_child() -> None:
    assert read(message() + b"PK\x03\x04").children[-1].data == b"PK\x03\x04"
    assert not read(message() + b"\r\n").rules


def test_a_file_of_attachments_alone_is_no_message() -> None:
    said = read(winmail.tnef(winmail.file("a.txt", b"abc")))
    assert not any(isinstance(each, Message) for each in said.all)
    assert said.facts["Attachments"] == "1"


def collected(shared: Path) -> dict[str, bytes]:
    """The TNEF files of the corpus by name."""
    with lzma.open(shared / "corpus" / "MANIFEST.csv.xz", "rt") as lines:
        names = {row[0] for row in csv.reader(lines) if row[3:4] == ["tnef"]}
    found = {}
    with tarfile.open(shared / "corpus" / "mime-torture.tar.xz") as files:
        for member in files:
            stream = files.extractfile(member) if member.name.lstrip("./") in names else None
            if stream is not None:
                found[member.name] = stream.read()
    return found


def test_a_second_parser_finds_no_attachment_that_is_missed(
    shared: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """tnefparse drops the zeros at the end of content, and the interface ids stand in front."""
    import tnefparse

    compared = 0
    for name, data in collected(shared).items():
        started = time.process_time()
        with suppress(Unreadable):
            said = read(data)
            assert time.process_time() - started < 1.0  # seconds
            if "oom" in name:  # the other parser takes all memory for it
                continue
            ours = {hashlib.sha256(c.data.rstrip(b"\0")).hexdigest() for c in said.children}
            for held in tnefparse.TNEF(data, do_checksum=False).attachments:
                bare = held.data.rstrip(b"\0")
                both = (bare, bare[16:])  # with and without the interface id
                assert ours & {hashlib.sha256(each).hexdigest() for each in both}, name
                compared += 1
    caplog.clear()
    assert compared > 30
