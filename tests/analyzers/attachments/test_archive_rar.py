"""RAR archives: members, locks and passwords, links, split and damaged ones."""

from __future__ import annotations

import pytest

from analyzers.attachments.archive_rar import UNIT
from analyzers.lib import libarchive, rar4
from analyzers.model.document import ArchiveMember
from analyzers.model.observation import Observation, Severity
from analyzers.model.unit import Context, Limits, Unreadable
from tests.analyzers.attachments.observed import (
    children,
    facts,
    findings,
    needs,
    observe,
    survives,
)
from tests.samples import rars

MEMBERS = {"a.txt": b"first", "folder/b.txt": b"second" * 100}


def seen(data: bytes, context: Context | None = None) -> list[Observation]:
    return observe(UNIT, data, "a.rar", "rar", context or Context())


@pytest.mark.parametrize("made", [rars.stored(MEMBERS), rars.old(MEMBERS)], ids=["5", "4"])
def test_members_are_listed_and_taken_out(made: bytes) -> None:
    found = seen(made)
    assert children(found) == MEMBERS
    assert facts(found)["Members"] == "2"
    assert findings(found) == {}
    listed = [o for o in found if isinstance(o, ArchiveMember)]
    assert [(m.name, m.size, m.encrypted, m.note) for m in listed] == [
        ("a.txt", 5, False, ""),
        ("folder/b.txt", 600, False, ""),
    ]


def test_names_are_judged_as_everywhere() -> None:
    found = findings(seen(rars.stored({"invoice.pdf.exe": b"MZ"})))
    assert found["archive.member.executable"].severity is Severity.HIGH
    assert "archive.name.double-extension" in found


LOCKED = {
    "content": rars.archive(rars.locked_member("a.txt", b"first", "4711")),
    "names": rars.locked_names("a.txt", b"first", "4711"),
}


@pytest.mark.parametrize("data", LOCKED.values(), ids=LOCKED)
def test_a_known_password_opens_it(data: bytes) -> None:
    found = seen(data, Context(passwords=("no", "4711")))
    assert children(found) == {"a.txt": b"first"}
    assert "4711" in findings(found)["archive.encrypted.opened"].evidence
    assert not needs(found)


def test_without_a_password_names_are_listed_and_the_rest_is_asked_for() -> None:
    found = seen(rars.archive(rars.locked_member("a.exe", b"MZ", "4711")))
    assert {"archive.encrypted", "archive.encrypted.executable"} <= findings(found).keys()
    assert [need.kind for need in needs(found)] == ["password"]
    assert not children(found)


def test_where_names_are_locked_it_says_so() -> None:
    found = seen(rars.locked_names("a.txt", b"first", "4711"), Context(passwords=("no",)))
    assert findings(found)["archive.encrypted.names"].evidence == "1 passwords tried"
    assert needs(found)
    old = findings(seen(rars.old(MEMBERS, flags=0x80)))["archive.encrypted.names"]
    assert old.incomplete


def test_locks_of_old_archives_are_named_and_not_asked_for() -> None:
    found = seen(rars.old(MEMBERS, block=4))
    assert findings(found)["archive.member.method"].incomplete
    assert "archive.encrypted" in findings(found)
    assert not needs(found)


def test_costly_keys_are_not_tried() -> None:
    block = rars.locked_member("a.txt", b"first", "4711")
    fields = block[5 : 5 + block[4]].replace(b"\0\x01\x04" + rars.SALT, b"\0\x01\x18" + rars.SALT)
    found = seen(rars.archive(rars.header(fields) + block[-16:]), Context(passwords=("a", "b")))
    assert findings(found)["archive.encrypted"].where == "0 passwords tried"


def test_links_and_split_members_are_named() -> None:
    found = seen(rars.archive(rars.link("l", "../../etc"), rars.member("m", b"x", flags=16)))
    assert findings(found)["archive.link"].severity is Severity.HIGH
    assert "split" in findings(found)["archive.member.method"].evidence


def test_what_does_not_unpack_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = rars.archive(rars.member("a.txt", b"first" * 10, packed=b"?" * 20, method=3))
    if libarchive.AVAILABLE:
        assert "archive.member.damaged" in findings(seen(packed))
    monkeypatch.setattr(libarchive, "AVAILABLE", False)
    told = findings(seen(packed))["archive.member.method"]
    assert told.evidence == "not unpacked: no RAR decoder"
    assert told.incomplete


def test_the_library_unpacks_what_we_hand_it() -> None:
    if not libarchive.AVAILABLE:
        pytest.skip("libarchive is not installed")
    entries = libarchive.entries(rars.stored(MEMBERS))
    assert [entry.read(1000) for entry in entries] == list(MEMBERS.values())


def test_limits_and_wrong_checksums_are_findings() -> None:
    small = Context(limits=Limits(member_bytes=3))
    assert "limit.archive.member" in findings(seen(rars.stored(MEMBERS), small))
    wrong = rars.stored(MEMBERS).replace(b"first", b"fIrst")
    assert "archive.member.damaged" in findings(seen(wrong))
    many = rars.stored({f"{n}": b"" for n in range(2_010)})
    assert "limit.archive.members" in findings(seen(many))


def test_packed_names_of_old_archives_are_read() -> None:
    # high byte 4; of four characters: high, plain, high, a run of three copied from the plain name
    coded = bytes((4, 0b01000111, 0x3F, ord("b"), 0x3F, 1))
    assert rar4._name(b"abcdef\0" + coded, 0x200) == "\u043fb\u043fdef"


def test_damage_ends_as_findings_or_reasons() -> None:
    assert survives(UNIT, rars.stored(MEMBERS), "rar", 150)
    assert survives(UNIT, rars.old(MEMBERS), "rar", 150)
    assert survives(UNIT, rars.archive(rars.locked_member("a", b"first", "4711")), "rar")
    with pytest.raises(Unreadable):
        seen(b"Rar!\x1a\x07\1\0" + bytes(40))
