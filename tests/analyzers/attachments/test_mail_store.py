"""Outlook data files are recognised and never pass for read."""

from __future__ import annotations

import struct

import pytest

from analyzers.attachments.mail_store import UNIT
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import facts, findings, observe


def test_a_store_says_what_it_is_and_that_it_was_not_read() -> None:
    header = (b"!BDN" + bytes(4) + b"SM" + struct.pack("<H", 23)).ljust(600, b"\0")
    data = header[:513] + b"\1" + header[514:]
    found = observe(UNIT, data, "a.pst", "pst")
    assert facts(found)["Kind"] == "personal folders (.pst)"
    assert facts(found)["Version"] == "23 (Unicode)"
    assert facts(found)["Encoding"].startswith("permutation")
    assert findings(found)["store.unread"].incomplete


def test_a_cut_header_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        observe(UNIT, b"!BDN", "a.pst", "pst")
