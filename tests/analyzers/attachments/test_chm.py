"""Compiled help: its files go down the tree, packed or not."""

from __future__ import annotations

import pytest

from analyzers.attachments.chm import MEMBERS, PAGES, UNIT
from analyzers.model.document import ArchiveMember
from analyzers.model.observation import Observation, Severity
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives
from tests.samples.help_files import compiled_help

PAGE = b"<html>page</html>" * 4_000  # several frames


def seen(data: bytes) -> list[Observation]:
    return observe(UNIT, data, "a.chm", "chm")


def test_open_files_go_down_the_tree() -> None:
    found = seen(compiled_help({"/#SYSTEM": b"own", "/a.htm": b"<html>", "/b.js": b"x"}))
    assert children(found) == {"a.htm": b"<html>", "b.js": b"x"}
    assert facts(found)["Members"] == "2"
    assert not findings(found)


def test_packed_files_are_unpacked() -> None:
    found = seen(compiled_help({}, {"/a.htm": PAGE, "/b.exe": b"MZ" + bytes(9)}))
    assert children(found) == {"a.htm": PAGE, "b.exe": b"MZ" + bytes(9)}
    assert findings(found)["chm.member.executable"].severity is Severity.HIGH
    assert [r.note for r in found if isinstance(r, ArchiveMember)] == ["", ""]


def test_what_cannot_be_unpacked_is_said() -> None:
    data = compiled_help({}, {"/a.htm": PAGE}).replace(b"LZXC\x02\0\0\0\x01", b"LZXC\x02\0\0\0\0")
    found = seen(data)
    assert findings(found)["chm.unpacked"].incomplete
    assert [r.note for r in found if isinstance(r, ArchiveMember)] == ["not unpacked"]


def test_many_files_end_in_a_limit() -> None:
    assert PAGES < MEMBERS
    found = seen(compiled_help({f"/{n}.htm": b"x" for n in range(PAGES + 50)}))
    assert len(children(found)) == PAGES
    assert findings(found)["limit.chm.members"].incomplete


def test_no_directory_is_unreadable_and_damage_never_escapes() -> None:
    with pytest.raises(Unreadable):
        seen(b"ITSF" + bytes(200))
    assert survives(UNIT, compiled_help({"/a": b"b"}, {"/a.htm": PAGE}), "chm", 80) > 10
