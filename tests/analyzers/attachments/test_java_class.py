"""Compiled Java classes."""

from __future__ import annotations

import pytest

from analyzers.attachments.java_class import CALLS, UNIT
from analyzers.model.executable import Ability
from analyzers.model.unit import Unreadable
from tests.analyzers.attachments.observed import facts, findings, observe, survives
from tests.samples.programs import java_class


def test_a_class_is_described_and_honest_calls_are_nothing() -> None:
    data = java_class(("java/io/PrintStream", "println"), name="com/example/Tool",
                      strings=("https://example.com/x",))  # fmt: skip
    found = observe(UNIT, data, "Tool.class", "class")
    assert facts(found) == {
        "Class": "com.example.Tool",
        "Extends": "java.lang.Object",
        "Needs Java": "17",
        "Address in strings": "hxxps://example[.]com/x",
    }
    assert not findings(found)


@pytest.mark.parametrize("row", CALLS, ids=lambda one: one[0])
def test_calls_that_stand_out_are_found(row: tuple[object, ...]) -> None:
    rule, severity, _, technique, calls = CALLS[[one[0] for one in CALLS].index(str(row[0]))]
    owner, _, method = calls[0].rpartition(".")
    found = observe(UNIT, java_class((owner, method)), "A.class", "class")
    assert findings(found)[rule].severity is severity
    assert [one.technique for one in found if isinstance(one, Ability)] == [technique]


@pytest.mark.parametrize("data", [b"", b"\xca\xfe\xba\xbe\0\0\0\x34\xff\xff", java_class()[:30]])
def test_a_broken_class_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        observe(UNIT, data, "A.class", "class")


def test_damaged_classes_never_crash_the_unit() -> None:
    assert survives(UNIT, java_class(("java/lang/Runtime", "exec")), "class", 300)
