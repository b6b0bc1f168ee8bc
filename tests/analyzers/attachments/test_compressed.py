"""Compressed files: the header's facts, the content as a child, and honest ends."""

from __future__ import annotations

import bz2
import gzip
import io
from datetime import datetime

import pytest

from analyzers.attachments.compressed import UNIT
from analyzers.model.artifact import Artifact
from analyzers.model.document import ArchiveMember
from analyzers.model.observation import Child, Fact, Finding, Observation
from analyzers.model.unit import Context, Unreadable
from analyzers.sniff import sniff


def examine(data: bytes, name: str) -> list[Observation]:
    kind = sniff(data, name, "")
    assert kind in UNIT.kinds
    return list(UNIT.examine(Artifact.of(data, name, kind), Context()))


def named(name: str, content: bytes, when: int = 0) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(name, "wb", fileobj=out, mtime=when) as file:
        file.write(content)
    return out.getvalue()


def test_the_header_tells_name_and_time() -> None:
    seen = examine(named("invoice.exe", b"MZ", 86_400), "a.gz")
    facts = {fact.label: fact.value for fact in seen if isinstance(fact, Fact)}
    assert facts["Original name"] == "invoice.exe"
    assert facts["Packed"].startswith(f"{datetime(1970, 1, 2):%Y-%m-%d}")
    assert [(c.name, c.data) for c in seen if isinstance(c, Child)] == [("invoice.exe", b"MZ")]
    assert "archive.member.executable" in {f.rule for f in seen if isinstance(f, Finding)}


@pytest.mark.parametrize(
    ("name", "inner"),
    [
        ("a.txt.bz2", "a.txt"),
        ("mail.TBZ2", "mail.tar"),
        ("blob", "blob (unpacked)"),
        ("", "content"),
    ],
)
def test_without_a_name_in_it_the_outer_one_counts(name: str, inner: str) -> None:
    seen = examine(bz2.compress(b"text"), name)
    (child,) = (c for c in seen if isinstance(c, Child))
    assert child.name.startswith(inner)


def test_a_bomb_is_a_finding_and_its_beginning_is_examined() -> None:
    seen = examine(gzip.compress(bytes(20 << 20)), "a.gz")
    (finding,) = (f for f in seen if isinstance(f, Finding))
    assert (finding.rule, finding.incomplete) == ("limit.archive.ratio", True)
    assert any(isinstance(c, Child) for c in seen)
    (member,) = (m for m in seen if isinstance(m, ArchiveMember))
    assert member.note


def test_what_gives_nothing_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="cannot be unpacked"):
        examine(gzip.compress(b"x" * 100)[:10], "a.gz")
