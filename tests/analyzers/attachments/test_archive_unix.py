"""cpio, ar and Debian packages: members come out, links and damage are told."""

from __future__ import annotations

import struct

import pytest

from analyzers.attachments import archive_unix
from analyzers.attachments.archive_unix import UNIT
from analyzers.model.observation import Severity
from analyzers.model.unit import Context, Limits, Unreadable
from analyzers.sniff import sniff
from tests.analyzers.attachments.observed import children, findings, observe, survives

FILE, LINK = 0o100644, 0o120777


def ar(members: dict[str, bytes]) -> bytes:
    out = b"!<arch>\n"
    for name, data in members.items():
        out += f"{name:<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{len(data):<10}`\n".encode()
        out += data + b"\n" * (len(data) & 1)
    return out


def new_cpio(*members: tuple[str, int, bytes]) -> bytes:
    out = b""
    for name, mode, data in (*members, ("TRAILER!!!", 0, b"")):
        raw = name.encode() + b"\0"
        fields = (0, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(raw), 0)
        out += b"070701" + b"".join(b"%08X" % n for n in fields) + raw
        out += bytes(-len(out) % 4) + data
        out += bytes(-len(out) % 4)
    return out


def old_cpio(name: str, data: bytes) -> bytes:
    raw = name.encode() + b"\0"
    fields = (0, 0, FILE, 0, 0, 1, 0)
    head = b"070707" + b"".join(b"%06o" % n for n in fields)
    return head + b"%011o%06o%011o" % (0, len(raw), len(data)) + raw + data


def binary_cpio(name: str, data: bytes) -> bytes:
    raw = name.encode() + b"\0"
    words = (0o070707, 0, 0, FILE, 0, 0, 1, 0, 0, 0, len(raw), 0, len(data))
    head = struct.pack("<13H", *words) + raw + bytes(len(raw) & 1)
    return head + data + bytes(len(data) & 1)


@pytest.mark.parametrize(
    "made",
    [
        ar({"a.txt/": b"first"}),
        ar({"#1/8": b"a.txt\0\0\0first"}),
        ar({"//": b"a.txt/\n", "/0": b"first"}),
        new_cpio(("a.txt", FILE, b"first"), ("folder", 0o040755, b"")),
        old_cpio("a.txt", b"first") + old_cpio("TRAILER!!!", b""),
        binary_cpio("a.txt", b"first") + binary_cpio("TRAILER!!!", b""),
    ],
)
def test_members_come_out(made: bytes) -> None:
    assert sniff(made) in UNIT.kinds
    found = observe(UNIT, made, "a")
    assert children(found) == {"a.txt": b"first"}
    assert findings(found) == {}


def test_a_debian_package_gives_its_archives() -> None:
    made = ar({"debian-binary": b"2.0\n", "control.tar.gz": b"\x1f\x8b", "data.tar.xz": b"\xfd"})
    assert sniff(made) == "deb"
    assert children(observe(UNIT, made, "a.deb", "deb")).keys() >= {"data.tar.xz"}


def test_links_names_and_limits_are_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    made = new_cpio(("l", LINK, b"../../etc"), ("m", LINK, b"b"), ("a.pdf.exe", FILE, b"MZ"))
    found = findings(observe(UNIT, made, "a.cpio", "cpio"))
    assert found["archive.member.executable"].severity is Severity.HIGH
    assert "archive.link" in found
    small = Context(limits=Limits(member_bytes=1))
    assert "limit.archive.member" in findings(observe(UNIT, made, "a", "cpio", small))
    small = Context(limits=Limits(child_bytes=1))
    assert "limit.archive.total" in findings(observe(UNIT, made, "a", "cpio", small))
    monkeypatch.setattr(archive_unix, "MEMBERS", 2)
    assert "limit.archive.members" in findings(observe(UNIT, made, "a", "cpio"))


def test_damage_ends_as_findings_or_reasons() -> None:
    made = new_cpio(("a.txt", FILE, b"first" * 50), ("b", FILE, b"b"))
    assert survives(UNIT, made, "cpio", 150)
    assert survives(UNIT, ar({"a/": b"a" * 200, "b/": b"b"}), "ar", 150)
    assert survives(UNIT, binary_cpio("a", b"a" * 99), "cpio", 150)
    assert "archive.member.damaged" in findings(observe(UNIT, made[:200], "a", "cpio"))
    second = made.index(b"070701", 6)
    broken = made[:second] + b"XXXXXX" + made[second + 6 :]
    told = findings(observe(UNIT, broken, "a", "cpio"))["archive.damaged"]
    assert told.incomplete
    with pytest.raises(Unreadable):
        observe(UNIT, b"!<arch>\n" + bytes(300), "a", "ar")
