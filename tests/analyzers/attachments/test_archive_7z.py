"""7-Zip archives: members under bounds, locks and passwords, damage."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from analyzers.attachments import archive_7z
from analyzers.attachments.archive_7z import UNIT, _affordable
from analyzers.model.document import ArchiveMember, PasswordHint
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
from tests.samples.sevenzips import seven_zip

MEMBERS = {"a.txt": b"first", "folder/b.txt": b"second" * 100}


@pytest.fixture(scope="module")
def locked() -> bytes:
    return seven_zip(MEMBERS, "4711")


@pytest.fixture(scope="module")
def hidden() -> bytes:
    return seven_zip({"a.exe": b"first"}, "4711", names=True)


def seen(data: bytes, context: Context | None = None) -> list[Observation]:
    return observe(UNIT, data, "a.7z", "7z", context or Context())


def test_members_are_listed_and_taken_out() -> None:
    found = seen(seven_zip(MEMBERS))
    assert children(found) == MEMBERS
    assert facts(found)["Members"] == "2"
    assert findings(found) == {}
    listed = [o for o in found if isinstance(o, ArchiveMember)]
    assert [(m.name, m.size, m.encrypted) for m in listed] == [
        ("a.txt", 5, False),
        ("folder/b.txt", 600, False),
    ]


def test_names_are_judged_as_everywhere() -> None:
    found = findings(seen(seven_zip({"invoice.pdf.exe": b"MZ"})))
    assert found["archive.member.executable"].severity is Severity.HIGH
    assert "archive.name.double-extension" in found


@pytest.mark.parametrize("method", ["locked", "hidden"])
def test_the_password_of_the_mail_opens_it(method: str, request: pytest.FixtureRequest) -> None:
    data = request.getfixturevalue(method)
    hint = PasswordHint("4711", "the password is 4711", "the message")
    found = seen(data, Context(hints=(hint,), passwords=("infected",)))
    opened = findings(found)["archive.encrypted.opened"]
    assert opened.title == "The archive is locked, and the mail gives the password"
    assert opened.evidence == "password: 4711\nthe message: the password is 4711"
    assert children(found)
    assert not needs(found)


def test_without_a_password_the_names_are_told(locked: bytes) -> None:
    found = seen(locked, Context(passwords=("wrong",)))
    assert set(findings(found)) == {"archive.encrypted"}
    assert "a.txt" in findings(found)["archive.encrypted"].evidence
    assert [need.kind for need in needs(found)] == ["password"]
    assert children(found) == {}


def test_a_locked_program_is_told_by_its_name() -> None:
    found = findings(seen(seven_zip({"a.exe": b"MZ"}, "4711")))
    assert found["archive.encrypted.executable"].severity is Severity.HIGH


def test_a_locked_list_says_so(hidden: bytes) -> None:
    found = seen(hidden)
    assert findings(found)["archive.encrypted.names"].severity is Severity.HIGH
    assert [need.kind for need in needs(found)] == ["password"]


def test_the_answer_opens_it(locked: bytes) -> None:
    key = ("password", needs(seen(locked))[0].key)
    assert children(seen(locked, Context(answers=MappingProxyType({key: "4711"})))) == MEMBERS


@pytest.mark.parametrize(("cycles", "tries"), [(19, 24), (20, 12), (30, 0), (3, 36), (63, 36)])
def test_costly_keys_allow_few_attempts(cycles: int, tries: int) -> None:
    assert _affordable(cycles) == tries


def test_a_member_beyond_the_bound_is_cut_and_said() -> None:
    found = seen(seven_zip({"a": b"x" * 5000}), Context(limits=Limits(member_bytes=1000)))
    assert findings(found)["limit.archive.member"].incomplete


def test_a_bomb_is_cut() -> None:
    found = seen(seven_zip({"zeros": bytes(96 << 20)}))
    assert "limit.archive.ratio" in findings(found)


def test_more_members_than_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_7z, "MEMBERS", 1)
    assert "limit.archive.members" in findings(seen(seven_zip(MEMBERS)))


def test_what_stands_behind_is_an_object_of_its_own() -> None:
    found = seen(seven_zip(MEMBERS) + b"tail")
    assert findings(found)["archive.appended"].evidence == "4 bytes"
    assert children(found)["behind the archive"] == b"tail"


def test_an_empty_archive_is_one() -> None:
    found = seen(seven_zip({}))
    assert facts(found) == {"Members": "0"}


def test_what_ends_within_its_header_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="ends before"):
        seen(b"7z\xbc\xaf\x27\x1c")


def test_a_damaged_member_keeps_what_came_before() -> None:
    data = bytearray(seven_zip({"a": bytes(range(256)) * 40, "b": b"x" * 3000}))
    data[60] ^= 0xFF
    found = seen(bytes(data))
    assert findings(found)["archive.member.damaged"].incomplete


def test_damage_never_crashes(locked: bytes) -> None:
    survives(UNIT, seven_zip(MEMBERS), "7z", 80)
    survives(UNIT, locked, "7z", 10)
