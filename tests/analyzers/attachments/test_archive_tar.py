"""TAR archives: members, links, damage and bounds."""

from __future__ import annotations

import io
import tarfile
import time

import pytest

from analyzers.attachments.archive_tar import MEMBERS, UNIT
from analyzers.model.artifact import Artifact
from analyzers.model.document import ArchiveMember
from analyzers.model.observation import Child, Finding, Observation
from analyzers.model.unit import Context, Limits, Unreadable
from analyzers.sniff import sniff


def packed(*members: tuple[str, bytes], form: int = tarfile.GNU_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def linked(name: str, target: str, kind: bytes = tarfile.SYMTYPE) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, target
        archive.addfile(info)
    return out.getvalue()


def examine(data: bytes, limits: Limits = Limits()) -> list[Observation]:  # noqa: B008 - frozen
    assert sniff(data, "a.tar", "") == "tar"
    return list(UNIT.examine(Artifact.of(data, "a.tar", "tar"), Context(limits=limits)))


def rules(seen: list[Observation]) -> set[str]:
    return {finding.rule for finding in seen if isinstance(finding, Finding)}


def children(seen: list[Observation]) -> list[tuple[str, bytes]]:
    return [(child.name, child.data) for child in seen if isinstance(child, Child)]


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_members_go_down_the_tree(form: int) -> None:
    long = "folder/" * 10 + "letter.eml"
    seen = examine(packed(("a.txt", b"one"), (long, b"From: a"), form=form))
    assert children(seen) == [("a.txt", b"one"), (long, b"From: a")]
    assert rules(seen) == set()


def test_names_are_judged_as_in_other_archives() -> None:
    seen = examine(packed(("../../x.sh", b"1"), ("invoice.pdf.exe", b"2")))
    assert {"archive.name.traversal", "archive.name.double-extension"} <= rules(seen)


@pytest.mark.parametrize(
    ("target", "weight"), [("other.txt", "INFO"), ("../../etc/passwd", "HIGH")]
)
def test_links_are_told_and_never_followed(target: str, weight: str) -> None:
    seen = examine(linked("x", target))
    (finding,) = (f for f in seen if isinstance(f, Finding))
    assert (finding.rule, finding.severity.name) == ("archive.link", weight)
    assert children(seen) == []


def test_devices_are_listed_only() -> None:
    seen = examine(linked("null", "", tarfile.CHRTYPE))
    (member,) = (m for m in seen if isinstance(m, ArchiveMember))
    assert (member.note, children(seen)) == ("device", [])


def test_a_cut_archive_is_read_as_far_as_it_goes() -> None:
    whole = packed(("a.txt", b"one" * 400), ("b.txt", b"two" * 4_000))
    seen = examine(whole[:6_000])
    assert children(seen)[0] == ("a.txt", b"one" * 400)
    assert rules(seen) & {"archive.damaged", "archive.member.damaged"}


def test_damage_in_a_header_is_never_raised() -> None:
    data = packed(("a.txt", b"one"), ("b.txt", b"two"))
    for place in range(1024, 1536, 3):
        changed = data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]
        assert children(examine(changed))[0] == ("a.txt", b"one")


def test_what_is_no_archive_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        list(UNIT.examine(Artifact.of(b"\xff" * 600, "a.tar", "tar"), Context()))


def test_a_sparse_file_that_claims_much_stops_at_the_bound() -> None:
    out = io.BytesIO()
    info = tarfile.TarInfo("big")
    info.size = 1 << 40
    out.write(info.tobuf(tarfile.GNU_FORMAT) + b"x" * 1024)
    started = time.process_time()
    seen = examine(out.getvalue())
    assert rules(seen)
    assert time.process_time() - started < 1.0


def test_too_many_members_and_too_many_bytes_are_said() -> None:
    many = packed(*((f"{n}", b"") for n in range(MEMBERS + 5)))
    assert "limit.archive.members" in rules(examine(many))
    large = packed(("a", bytes(300_000)), ("b", bytes(300_000)))
    assert "limit.archive.member" in rules(examine(large, Limits(member_bytes=200_000)))
    assert "limit.archive.total" in rules(examine(large, Limits(child_bytes=400_000)))
