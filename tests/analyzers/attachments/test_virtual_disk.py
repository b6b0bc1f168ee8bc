"""Virtual disks and volumes: files come out, loops and lies end, what is not read is said."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from analyzers.attachments.virtual_disk import UNIT
from analyzers.model.observation import Observation, Severity
from analyzers.model.unit import Context, Limits, Unreadable
from analyzers.sniff import sniff
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives
from tests.samples.disks import SECTOR, fat12, fixed_vhd, gpt, growing_vhd, mbr, ntfs, vhdx

FILES = {"Invoice 2024.txt": b"first" * 300, "sub/b.bin": b"second", "empty.dat": b""}
FULL = {name: data for name, data in FILES.items() if data}


def seen(data: bytes, context: Context | None = None) -> list[Observation]:
    return observe(UNIT, data, "a.img", sniff(data), context or Context())


@pytest.mark.parametrize("volume", [fat12(FILES), ntfs(FILES)], ids=["fat", "ntfs"])
@pytest.mark.parametrize(
    ("wrap", "kind"),
    [
        (bytes, ""),
        (lambda volume: mbr((7, volume)), "disk"),
        (lambda volume: gpt("Data", volume), "disk"),
        (lambda volume: fixed_vhd(mbr((7, volume))), "vhd"),
        (lambda volume: growing_vhd(mbr((7, volume))), "vhd"),
        (lambda volume: vhdx(gpt("Data", volume)), "vhdx"),
    ],
    ids=["bare", "mbr", "gpt", "fixed", "growing", "vhdx"],
)
def test_files_come_out_of_every_disk(
    volume: bytes, wrap: Callable[[bytes], bytes], kind: str
) -> None:
    made = wrap(volume)
    assert sniff(made) == (kind or sniff(volume))
    found = seen(made)
    assert children(found) == FULL
    assert findings(found) == {}
    assert facts(found)["File system"] in ("FAT12", "NTFS")


def test_hidden_files_labels_and_alternate_streams() -> None:
    found = seen(fat12({"run.exe": b"MZ", "a.txt": b"a"}, hidden=frozenset({"run.exe"})))
    assert facts(found)["Label"] == "STICK"
    assert findings(found)["image.hidden"].severity is Severity.HIGH
    assert "archive.member.executable" in findings(found)
    found = seen(ntfs({"a.txt": b"a"}, streams={"a.txt": b"[ZoneTransfer]"}))
    assert children(found) == {"a.txt": b"a", "a.txt:ads": b"[ZoneTransfer]"}


def test_several_volumes_are_told_apart_and_unknown_ones_named() -> None:
    found = seen(mbr((1, fat12({"a": b"a"})), (7, ntfs({"b": b"b"})), (0x83, b"\x01" * 2048)))
    assert children(found) == {"partition 1/a": b"a", "partition 2/b": b"b"}
    told = findings(found)["image.volume.unread"]
    assert told.incomplete
    assert told.where == "partition 3"


def test_chains_that_turn_in_circles_end() -> None:
    made = bytearray(fat12({"sub/a": b"x" * 2000}))
    made[SECTOR + 3 : SECTOR + 12] = bytes.fromhex("022000022000022000")
    started = time.process_time()
    seen(bytes(made))
    assert time.process_time() - started < 5


def test_many_names_for_the_same_bytes_stop_at_the_bound() -> None:
    small = Context(limits=Limits(member_bytes=1 << 20, child_bytes=1 << 20))
    found = seen(fat12({f"{n}": b"x" * 90_000 for n in range(20)}), small)
    assert sum(map(len, children(found).values())) <= 1 << 20
    assert "limit.archive.total" in findings(found)
    assert "limit.archive.member" in findings(
        seen(ntfs(FILES), Context(limits=Limits(member_bytes=9)))
    )


def test_what_depends_on_others_or_is_not_there_is_said() -> None:
    differing = bytearray(fixed_vhd(mbr((7, ntfs(FILES)))))
    differing[-512 + 60 : -512 + 64] = b"\0\0\0\4"
    with pytest.raises(Unreadable, match="another file"):
        seen(bytes(differing))
    with pytest.raises(Unreadable):
        observe(UNIT, b"vhdxfile" + bytes(300_000), "a", "vhdx")
    exfat = b"\xeb\x76\x90EXFAT   ".ljust(510, b"\0") + b"\x55\xaa"
    with pytest.raises(Unreadable, match="exFAT"):
        observe(UNIT, exfat, "a", "fat")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (fat12(FILES), "fat"),
        (ntfs(FILES), "ntfs"),
        (growing_vhd(mbr((7, ntfs(FILES)))), "vhd"),
        (gpt("Data", fat12(FILES)), "disk"),
    ],
)
def test_damage_ends_as_findings_or_reasons(data: bytes, kind: str) -> None:
    survives(UNIT, data, kind, 80)


@pytest.mark.parametrize(
    ("bound", "volume"),
    [
        ("fat.ENTRIES", fat12({"a": b"a", "b": b"b"})),
        ("fat.FOLDERS", fat12({"one/a": b"a", "two/b": b"b"})),
        ("ntfs.RECORDS", ntfs(FILES)),
    ],
)
def test_a_bound_of_the_walk_is_a_finding(
    monkeypatch: pytest.MonkeyPatch, bound: str, volume: bytes
) -> None:
    monkeypatch.setattr(f"analyzers.lib.{bound}", 1)
    assert "limit.archive.members" in findings(seen(volume))
