"""Android bytecode."""

from __future__ import annotations

import pytest

from analyzers.attachments.dex import CALLS, UNIT
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import facts, findings, observe, survives
from tests.samples.programs import dex


def test_an_honest_program_is_described() -> None:
    data = dex(("Landroid/util/Log;", "d"), strings=("https://example.com/x",))
    found = observe(UNIT, data, "classes.dex", "dex")
    assert set(findings(found)) == {"dex.attached"}
    shown = facts(found)
    assert shown["Classes"] == "3"
    assert shown["Methods named"] == "1"
    assert shown["Address in strings"] == "hxxps://example[.]com/x"


@pytest.mark.parametrize("row", CALLS, ids=lambda one: one[0])
def test_calls_that_stand_out_are_found(row: tuple[object, ...]) -> None:
    rule, severity, _, _, calls = CALLS[[one[0] for one in CALLS].index(str(row[0]))]
    owner, _, method = calls[0].rpartition(".")
    found = observe(UNIT, dex((owner, method)), "classes.dex", "dex")
    assert findings(found)[rule].severity is severity


def test_what_is_cut_is_incomplete() -> None:
    data = dex(("Landroid/util/Log;", "d"))
    assert findings(observe(UNIT, data[:-3], "a", "dex"))["dex.unread"].incomplete


def test_broken_bytecode_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        observe(UNIT, b"dex\n035\0", "a", "dex")


def test_damaged_bytecode_never_crashes_the_unit() -> None:
    assert survives(UNIT, dex(("LA;", "b"), ("LC;", "d"), strings=("e",)), "dex", 300)
