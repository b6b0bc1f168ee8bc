"""The language of $filter."""

from __future__ import annotations

import pytest

from workbench.simulation.server.calls import GraphRefusal
from workbench.simulation.server.filters import Filter

ITEM = {
    "name": "Anna O'Neill", "age": 30, "active": True, "mail": None,
    "made": "2026-11-20T12:00:00Z", "from/address": "a@x.example",
}  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "name eq 'anna o''neill'",
        "age ge 30 and age lt 31",
        "not (active eq false) and mail eq null",
        "active eq false or age eq 30",
        "contains(name,'O''N')",
        "made ge 2026-11-20T11:59:59Z and made lt 2026-11-20T13:00:00+01:00 or age eq 30",
        "from/address in ('b@x.example', 'A@x.example')",
        "((name ne 'x'))",
    ],
)
def test_true_filters(text: str) -> None:
    assert Filter(text)(ITEM.__getitem__)


@pytest.mark.parametrize(
    "text", ["mail gt 'a'", "endswith(name,'x')", "active eq false and age eq 30 or age gt 99"]
)
def test_false_filters(text: str) -> None:
    assert not Filter(text)(ITEM.__getitem__)


@pytest.mark.parametrize(
    "text",
    ["name eq", "name eq 'x", "eq 'x'", "name like 'x'", "name eq 'x' 'y'", "(" * 99, "age gt 'x'"],
)
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(GraphRefusal):
        Filter(text)(ITEM.__getitem__)


def test_the_properties_are_named_in_their_order() -> None:
    assert Filter("b eq 1 and (a eq 2 or c eq 3)").paths == ["b", "a", "c"]
