"""The ZIP unit, on archives that lie about sizes, places, names and passwords."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from analyzers.attachments.archive_zip import UNIT
from analyzers.model.document import ArchiveMember
from analyzers.model.observation import Observation, Severity
from analyzers.model.unit import Context, Limits, Unreadable
from tests.analyzers.attachments.observed import children, findings, needs, observe, survives
from tests.samples.zips import aes_archive, lying, overlapping, renamed, zeros
from workbench.simulation.samples.archive import Entry, zip_archive


def seen(data: bytes, context: Context | None = None) -> list[Observation]:
    return observe(UNIT, data, "sample.zip", "zip", context or Context())


def rules(*members: str) -> set[str]:
    return set(findings(seen(zip_archive([Entry(name, b"content") for name in members]))))


def test_members_are_listed_and_become_children() -> None:
    found = seen(zip_archive([Entry("a/b.txt", b"hello" * 40), Entry("c.bin", b"x", stored=True)]))
    assert children(found) == {"a/b.txt": b"hello" * 40, "c.bin": b"x"}
    listed = [(one.name, one.size, one.note) for one in found if isinstance(one, ArchiveMember)]
    assert listed == [("a/b.txt", 200, ""), ("c.bin", 1, "")]
    assert not findings(found)


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("update.js", "zip.member.executable"),
        ("disk.iso", "zip.member.risky"),
        ("report.docm", "zip.member.risky"),
        ("invoice.pdf.exe", "zip.name.double-extension"),
        ("invoice.pdf" + " " * 40 + ".scr", "zip.name.padded"),
        ("invoice\u202efdp.exe", "zip.name.bidi"),
        ("../../autostart/a.txt", "zip.name.traversal"),
        ("C:\\Windows\\a.txt", "zip.name.traversal"),
    ],
)
def test_a_name_that_deceives_or_runs_is_a_finding(name: str, rule: str) -> None:
    assert rule in rules(name)


def test_an_ordinary_name_is_no_finding() -> None:
    assert not rules("Invoice 2026-01.pdf", "Photos/a.b.jpg", "readme")


def test_one_name_twice_is_a_finding() -> None:
    assert rules("a.txt", "a.txt") == {"zip.layout.repeated"}


def test_two_names_for_one_member_are_a_finding() -> None:
    found = seen(renamed(b"invoice.txt", b"invoice.exe"))
    assert "zip.layout.two-names" in findings(found)
    assert children(found) == {"invoice.txt": b"content"}


def test_bytes_in_front_of_the_archive_are_a_finding() -> None:
    found = seen(b"MZ stub" + zip_archive([Entry("a.txt", b"content")]))
    assert findings(found)["zip.layout.prefix"].evidence.startswith("7 bytes")


def test_a_lost_directory_is_made_anew() -> None:
    whole = zip_archive([Entry("a.txt", b"first"), Entry("b.txt", b"second")])
    found = seen(whole[: whole.find(b"PK\x01\x02")])
    assert "zip.directory.damaged" in findings(found)
    assert children(found) == {"a.txt": b"first", "b.txt": b"second"}


@pytest.mark.parametrize("data", [b"", b"PK\3\4", b"PK\5\6" + bytes(8), b"no archive"])
def test_what_holds_no_member_header_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        seen(data)


def test_a_damaged_member_keeps_its_readable_part() -> None:
    data = bytearray(zip_archive([Entry("a.txt", b"content " * 9, stored=True)]))
    data[40] ^= 1
    found = seen(bytes(data))
    assert "zip.member.damaged" in findings(found)


def test_an_unknown_compression_is_a_finding() -> None:
    data = bytearray(zip_archive([Entry("a.txt", b"content")]))
    for at in (8, data.rfind(b"PK\x01\x02") + 10):
        data[at] = 97  # WavPack
    assert "zip.member.method" in findings(seen(bytes(data)))


def test_a_locked_archive_asks_for_its_password() -> None:
    found = seen(zip_archive([Entry("invoice.exe", b"content")], "secret"))
    assert {"zip.encrypted", "zip.encrypted.executable"} <= set(findings(found))
    assert [need.kind for need in needs(found)] == ["password"]
    assert not children(found)


@pytest.mark.parametrize("lock", [aes_archive, None])
def test_a_password_from_the_message_opens_a_locked_archive(lock: object) -> None:
    content = b"the content " * 50
    data = (
        aes_archive("a.txt", content, b"4711")
        if lock
        else zip_archive([Entry("a.txt", content)], "4711")
    )
    found = seen(data, Context(passwords=("wrong", "4711")))
    assert children(found) == {"a.txt": content}
    assert findings(found)["zip.encrypted.opened"].evidence == "password: 4711"
    assert not needs(found)


def test_the_answer_to_a_need_opens_the_archive() -> None:
    data = zip_archive([Entry("a.txt", b"content")], "from the analyst")
    key = needs(seen(data))[0].key
    answered = Context(answers={("password", key): "from the analyst"})  # type: ignore[arg-type]
    assert children(seen(data, answered)) == {"a.txt": b"content"}


def test_a_wrong_password_opens_no_aes_archive() -> None:
    found = seen(aes_archive("a.txt", b"content", b"right"), Context(passwords=("wrong",)))
    assert needs(found)
    assert not children(found)


@pytest.mark.parametrize(
    ("bomb", "rule"),
    [
        (lambda: zeros(300), "limit.zip.ratio"),
        (lambda: zeros(40, 9), "limit.zip.ratio"),
        (lambda: lying(zeros(120)), "limit.zip.ratio"),
        (lambda: overlapping(500), "zip.layout.overlap"),
    ],
    ids=["flat", "many", "lying", "overlapping"],
)
def test_a_bomb_ends_soon_as_a_finding(bomb: Callable[[], bytes], rule: str) -> None:
    data = bomb()
    before = time.process_time()
    found = seen(data)
    assert time.process_time() - before < 10
    assert findings(found)[rule].severity >= Severity.MEDIUM
    assert sum(map(len, children(found).values())) <= Limits().child_bytes


def test_overlapping_members_stop_at_a_limit() -> None:
    """Which one depends on what this version of Python refuses to open by itself."""
    assert {"limit.zip.total", "limit.zip.ratio"} & set(findings(seen(overlapping(500))))


def test_a_member_beyond_the_limit_is_a_finding() -> None:
    small = Context(limits=Limits(member_bytes=1_000))
    found = seen(zip_archive([Entry("a.bin", bytes(range(256)) * 8, stored=True)]), small)
    assert "limit.zip.member" in findings(found)


def test_overlapping_members_are_a_finding() -> None:
    assert findings(seen(overlapping(20)))["zip.layout.overlap"].severity is Severity.HIGH


def test_members_beyond_the_limit_are_named_as_not_examined() -> None:
    found = seen(zip_archive(Entry(f"{n}", b"") for n in range(2_001)))
    assert "2000 of 2001" in findings(found)["limit.zip.members"].title


def test_children_beyond_the_limit_are_named_as_not_unpacked() -> None:
    few = Context(limits=Limits(children=3))
    found = seen(zip_archive(Entry(f"{n}", b"x") for n in range(5)), few)
    assert len(children(found)) == 3
    assert "limit.zip.children" in findings(found)


def test_damaged_archives_never_crash_the_unit() -> None:
    members = [Entry("a.txt", b"hello" * 50), Entry("b.exe", b"MZ" * 30, stored=True)]
    assert survives(UNIT, zip_archive(members), "zip", 150)
    assert survives(UNIT, zip_archive(members, "pw"), "zip", 50)
    survives(UNIT, aes_archive("a", b"content", b"pw"), "zip", 50)
