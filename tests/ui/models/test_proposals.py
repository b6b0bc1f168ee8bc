"""Looks after an action, in words."""

from __future__ import annotations

from datetime import timedelta

from tests.ui.tray import NOW, action
from ui.models.copies import time_word
from ui.models.proposals import still_looks, sweep_lines
from workbench.model.proposals import SweepState, SweepView


def test_looks_to_come_stand_in_one_line() -> None:
    looks = tuple(
        SweepView(n, NOW + timedelta(hours=n), SweepState.WAITING, note="") for n in (1, 2)
    )
    done = SweepView(0, NOW, SweepState.PARTIAL, NOW, unreached=(("bob@x.example", "denied"),))
    told = action(sweeps=(done, *looks))
    first, second = sweep_lines(told)
    assert first.startswith(f"Looked again at {time_word(NOW)}: nothing new where asked")
    assert "not looked: mailbox bob@x.example did not answer (denied)" in first
    assert time_word(looks[1].due) in second
    assert still_looks(told)


def test_dropped_looks_are_one_line() -> None:
    dropped = tuple(
        SweepView(n, NOW, SweepState.CANCELLED, note="the action was taken back") for n in (1, 2)
    )
    told = action(sweeps=dropped)
    assert sweep_lines(told) == ["No more looks for late copies: the action was taken back"]
    assert not still_looks(told)
    assert sweep_lines(action()) == []
