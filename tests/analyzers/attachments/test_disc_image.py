"""Disc images: their files in every name space, what is hidden, and images that lie."""

from __future__ import annotations

import struct

import pytest

from analyzers.attachments.disc_image import UNIT
from analyzers.lib import imagefiles, iso9660
from analyzers.model.document import ArchiveMember
from analyzers.model.observation import Severity
from analyzers.model.unit import Context, Limits, Unreadable
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives
from tests.samples.discs import hiding, image

FILES = {"a long name.txt": b"first", "folder/invoice.pdf.lnk": b"L" * 5000}
FORMS = {
    "plain": {"joliet": False},
    "joliet": {},
    "rock ridge": {"joliet": False, "rock_ridge": True},
    "udf": {"udf": True},
}


@pytest.mark.parametrize("form", FORMS)
def test_files_are_listed_and_taken_out(form: str) -> None:
    seen = observe(UNIT, image(FILES, **FORMS[form]), "a.iso", "iso")
    assert sorted(children(seen).values()) == sorted(FILES.values())
    if form != "plain":  # where names are eight letters
        assert sorted(children(seen)) == sorted(FILES)
    expected = {"udf": "UDF", "joliet": "ISO 9660 with Joliet names"}.get(form, "ISO 9660")
    assert facts(seen)["File system"] == expected
    assert facts(seen)["Label"] == "DISC"
    listed = [(o.name, o.size) for o in seen if isinstance(o, ArchiveMember)]
    assert len(listed) == 2


def test_names_are_judged_as_everywhere() -> None:
    found = findings(observe(UNIT, image(FILES), "a.iso", "iso"))
    assert found["archive.member.executable"].severity is Severity.HIGH
    assert "archive.name.double-extension" in found


@pytest.mark.parametrize(
    ("name", "severity"), [("run.dll", Severity.HIGH), ("notes.txt", Severity.LOW)]
)
def test_what_is_hidden_is_told(name: str, severity: Severity) -> None:
    data = hiding(image({"open me.lnk": b"L", name: b"M"}), name)
    assert findings(observe(UNIT, data, "a.iso", "iso"))["image.hidden"].severity is severity


def test_a_program_that_is_to_start_is_told() -> None:
    data = image({"autorun.inf": b"[AutoRun]\r\nopen=setup.exe /s\r\n"})
    assert findings(observe(UNIT, data, "a.iso", "iso"))["image.autorun"].evidence == "setup.exe /s"


def test_an_honest_disc_has_nothing_to_tell() -> None:
    seen = observe(UNIT, image({"readme.txt": b"hello"}), "a.iso", "iso")
    assert findings(seen) == {}


def test_a_broken_udf_falls_back_to_the_other_names() -> None:
    data = bytearray(image(FILES, udf=True))
    data[256 * 2048] ^= 0xFF  # the anchor
    seen = observe(UNIT, bytes(data), "a.iso", "iso")
    assert facts(seen)["File system"] == "ISO 9660 with Joliet names"
    assert sorted(children(seen)) == sorted(FILES)


def test_an_image_cut_short_says_what_is_missing() -> None:
    data = image({"a.txt": b"x" * 50_000})
    seen = observe(UNIT, data[: data.find(b"xxxx") + 1000], "a.iso", "iso")
    assert findings(seen)["archive.member.damaged"].incomplete


def test_bounds_are_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    small = Context(limits=Limits(member_bytes=10))
    seen = observe(UNIT, image(FILES), "a.iso", "iso", small)
    assert findings(seen)["limit.archive.member"].incomplete
    monkeypatch.setattr(imagefiles, "MEMBERS", 1)
    seen = observe(UNIT, image(FILES), "a.iso", "iso")
    assert "limit.archive.members" in findings(seen)


def test_a_directory_that_holds_itself_is_visited_once() -> None:
    data = bytearray(image({"folder/a.txt": b"x"}))
    volume = iso9660.volume(bytes(data))
    at = data.rfind("folder".encode("utf-16-be")) - 33
    struct.pack_into("<I", data, at + 2, volume.root[0])
    struct.pack_into("<I", data, at + 10, volume.root[1])
    names = [entry.path for entry in iso9660.entries(bytes(data), volume)]
    assert names == ["folder"]


@pytest.mark.parametrize("data", [b"", bytes(0x9000), b"\1CD001" * 20])
def test_what_is_none_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        observe(UNIT, data, "a.iso", "iso")


@pytest.mark.parametrize("form", FORMS)
def test_damage_never_crashes(form: str) -> None:
    data = image(FILES, **FORMS[form])
    start = data[0x8000:]
    survives(UNIT, bytes(0x8000) + start, "iso", 60)


@pytest.mark.parametrize("form", ["joliet", "udf"])
@pytest.mark.parametrize(("bound", "least"), [("ENTRIES", 1), ("DEPTH", 0)])
def test_a_bound_of_the_walk_is_a_finding(
    monkeypatch: pytest.MonkeyPatch, form: str, bound: str, least: int
) -> None:
    for reader in ("iso9660", "udf"):
        monkeypatch.setattr(f"analyzers.lib.{reader}.{bound}", least)
    seen = observe(UNIT, image(FILES, **FORMS[form]), "a.iso", "iso")
    assert "limit.archive.members" in findings(seen)
