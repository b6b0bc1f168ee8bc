"""Compound files through olefile."""

from __future__ import annotations

import pytest

from analyzers.lib.compound import Compound
from analyzers.model.unit import Unreadable
from tests.samples.office import EQUATION, embedded
from workbench.simulation.samples.ole import Storage, Stream, compound_file


def test_streams_are_found_at_any_depth() -> None:
    inner = Storage("Pool", (Stream("Contents", b"inner"),))
    with Compound(compound_file(Storage("", (inner, Stream("contents", b"outer"))))) as file:
        assert dict(file.named("CONTENTS")) == {"contents": b"outer", "Pool/Contents": b"inner"}
        assert file.read("no such stream") == b""
        assert file.damaged == ["no such stream"]


def test_class_ids_are_told_with_their_storage() -> None:
    with Compound(embedded("x", b"y", EQUATION)) as file:
        assert list(file.class_ids()) == [("", "0002CE02-0000-0000-C000-000000000046")]


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_600)])
def test_what_is_no_compound_file_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable, match="Not a readable OLE file"):
        Compound(data)
