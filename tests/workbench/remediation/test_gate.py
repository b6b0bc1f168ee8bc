"""Nothing is sent without a gate that holds, whatever was done in whatever order (F7)."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from tests.workbench.remediation.gating import BOXES, EDITS, OPENINGS, PEOPLE, Desk
from workbench.jobs import unheard
from workbench.model.safeguards import DAILY_ITEMS
from workbench.model.thresholds import CUSTOMARY, Thresholds

BOX_SETS = st.sampled_from((("ann",), ("ann", "bob"), ("bob", "cem"), ("cem",), BOXES))
ACTIONS = st.data()
STRICT = Thresholds(count_items=2, approval_items=10)


class Gate(RuleBasedStateMachine):
    sent = 0  # by all machines of a test: a check that never lets anything through proves nothing

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.desk = Desk(Path(self._folder.name))

    def teardown(self) -> None:
        type(self).sent += self.desk.sent
        self.desk.close()
        self._folder.cleanup()

    def _one(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.desk.planned)))

    @rule(
        boxes=BOX_SETS, weak=st.booleans(), typed=st.sampled_from((0, 0, 1)), breaks=st.booleans()
    )
    def plan(self, boxes: tuple[str, ...], weak: bool, typed: int, breaks: bool) -> None:
        with self.desk.signed_out(breaks):
            self.desk.plan(boxes, weak, typed)

    @precondition(lambda self: self.desk.planned)
    @rule(
        data=ACTIONS,
        who=st.sampled_from(("sue", "sue", "tom")),
        hours=st.sampled_from((1, 24)),
        forged=st.sampled_from(("", "", "copies", "key")),
        breaks=st.booleans(),
    )
    def approve(self, data: st.DataObject, who: str, hours: int, forged: str, breaks: bool) -> None:
        with self.desk.signed_out(breaks):
            self.desk.approve(self._one(data), who, timedelta(hours=hours), forged)

    @rule(weak=st.booleans(), who=st.sampled_from(("sue", "sue", "tom")), breaks=st.booleans())
    def plan_and_approve(self, weak: bool, who: str, breaks: bool) -> None:
        before = set(self.desk.planned)
        self.desk.plan(("bob", "cem"), weak, 0)
        for id in set(self.desk.planned) - before:
            with self.desk.signed_out(breaks):
                self.desk.approve(id, who, timedelta(hours=1), "")

    @precondition(lambda self: self.desk.planned)
    @rule(data=ACTIONS)
    def proceed(self, data: st.DataObject) -> None:
        id = self._one(data)
        self.desk.do(lambda: self.desk.bench.engine.proceed(id, unheard, "seen"))

    @rule()
    def resume(self) -> None:
        self.desk.do(lambda: self.desk.bench.engine.resume(unheard))

    @precondition(lambda self: self.desk.planned)
    @rule(data=ACTIONS)
    def cancel(self, data: st.DataObject) -> None:
        id = self._one(data)
        self.desk.do(lambda: self.desk.bench.engine.cancel(id))

    @precondition(lambda self: self.desk.planned)
    @rule(data=ACTIONS)
    def undo(self, data: st.DataObject) -> None:
        self.desk.undo(self._one(data))

    @rule(
        people=st.sets(st.sampled_from(sorted(PEOPLE))),
        spared=st.sampled_from(((), ("cem@*",), ("*@*",))),
        daily=st.sampled_from((DAILY_ITEMS, 20)),
        limits=st.sampled_from((CUSTOMARY, CUSTOMARY, STRICT)),
    )
    def another_profile(
        self, people: set[str], spared: tuple[str, ...], daily: int, limits: Thresholds
    ) -> None:
        lines = tuple(PEOPLE[name][0].line for name in sorted(people))
        self.desk.safeguards = replace(
            self.desk.safeguards,
            approvers=lines, protected=spared, daily_items=daily, thresholds=limits,
        )  # fmt: skip
        self.desk.sit_down()

    @rule(people=st.sets(st.sampled_from(sorted(PEOPLE)), max_size=1))
    def keys_lie_here(self, people: set[str]) -> None:
        self.desk.own = frozenset(people)

    @rule(hours=st.sampled_from((0.5, 2, 25)))
    def time_passes(self, hours: float) -> None:
        self.desk.bench.clock.time += hours * 3_600

    @rule()
    def restart(self) -> None:
        self.desk.restart()

    @precondition(lambda self: self.desk.planned)
    @rule(data=ACTIONS, how=st.sampled_from(sorted(EDITS)), rehash=st.booleans())
    def edit(self, data: st.DataObject, how: str, rehash: bool) -> None:
        self.desk.edit(self._one(data), EDITS[how], rehash=rehash)

    @precondition(lambda self: self.desk.planned)
    @rule(data=ACTIONS, how=st.sampled_from(sorted(OPENINGS)))
    def open_by_hand(self, data: st.DataObject, how: str) -> None:
        self.desk.edit(self._one(data), OPENINGS[how])


def _run(runs: int, *, repeatable: bool) -> int:
    Gate.sent = 0
    run_state_machine_as_test(
        Gate,
        settings=settings(
            max_examples=runs,
            stateful_step_count=20,
            deadline=None,
            database=None,
            phases=(Phase.generate,),  # shrinking such stories takes minutes
            derandomize=repeatable,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return Gate.sent


def test_nothing_is_sent_without_a_gate_that_holds() -> None:
    assert _run(25, repeatable=True) > 50


@pytest.mark.long
def test_nothing_is_sent_in_many_more_orders() -> None:
    assert _run(500, repeatable=False) > 1_000
