"""Archives whose directory is lost."""

from __future__ import annotations

import pytest

from analyzers.lib.mend_zip import mended
from analyzers.lib.unpack import opened
from workbench.simulation.samples.archive import Entry, zip_archive

WHOLE = zip_archive([Entry("a.txt", b"first"), Entry("ü.txt", b"second", stored=True)])


@pytest.mark.parametrize("cut", [WHOLE.find(b"PK\1\2"), WHOLE.find(b"PK\5\6"), len(WHOLE) - 1])
def test_members_are_found_by_their_own_headers(cut: int) -> None:
    made = mended(WHOLE[:cut])
    assert made is not None
    with opened(made) as archive:
        assert [archive.read(name) for name in archive.namelist()] == [b"first", b"second"]


def test_a_name_that_is_no_text_is_kept_readable() -> None:
    made = mended(WHOLE.replace("ü".encode(), b"\xff\xfe"))
    assert made is not None
    with opened(made) as archive:
        assert len(archive.namelist()) == 2


def test_without_members_there_is_nothing_to_mend() -> None:
    assert mended(b"PK\5\6 nothing") is None
    assert mended(b"") is None
