"""What only looks like the message is never touched: 1,000 random plans, none by mistake."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.workbench.remediation.tenant import NOON, MemoryTenant
from workbench.model.mail import Copy
from workbench.model.remediation import Scope
from workbench.remediation import planner, scope
from workbench.remediation.copy_rows import begins_otherwise
from workbench.remediation.variants import Variants, core_of
from workbench.store.identity import identity

PLANS = 1_000
BOXES = ("ann", "bob", "cem", "dan", "eve")
TEXT = "Dear colleague, your invoice is overdue. Please settle the amount before Friday noon."
OTHER = "Minutes taken during yesterday's board meeting: budget approved, hiring postponed again."
BANNER = "CAUTION: external sender, think before opening attachments or following links. "


class Plot:
    """One random tenant: copies of the message, and decoys of every kind."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.tenant = MemoryTenant()
        self.copies: dict[tuple[str, str], Copy] = {}
        self.true: set[tuple[str, str]] = set()
        self.variants = Variants()
        for box in BOXES:
            for _ in range(self.random.randrange(3)):
                self._add(box, TEXT, is_true=True)
            for make in self.random.choices(self._kinds(), k=self.random.randrange(5)):
                make(box)

    def _kinds(self) -> list[Callable[[str], None]]:
        return [self.other_body, self.other_head, self.same_subject, self.reply]

    def other_body(self, box: str) -> None:
        self._add(box, OTHER)

    def other_head(self, box: str) -> None:
        heads: list[dict[str, Any]] = [
            {"subject": "Minutes"},
            {"sender_address": "x@else.example"},
            {"sent": NOON + DAY},
        ]
        self._add(box, TEXT, **self.random.choice(heads))

    def same_subject(self, box: str) -> None:
        """Of the campaign's mark or not: offered as likely at most."""
        copy = self._add(box, TEXT, internet_id="<other@x>")
        del self.copies[copy.ref.mailbox, copy.ref.key]
        if self.random.random() < 0.5:
            self.variants.campaign[copy.ref.mailbox, copy.ref.key] = copy

    def reply(self, box: str) -> None:
        copy = self._add(box, TEXT, internet_id="<re@x>", subject="Re: Invoice 1")
        del self.copies[copy.ref.mailbox, copy.ref.key]
        where = self.random.choice([self.variants.answers, self.variants.passed_on])
        where[copy.ref.mailbox, copy.ref.key] = copy

    def _add(self, box: str, text: str, *, is_true: bool = False, **changed: Any) -> Copy:
        key = f"{box}-{len(self.tenant.copies)}"
        folder = self.random.choice(["inbox", "invoices", "junk", "deleted"])
        made = self.tenant.deliver(1, box, folder, key=key)
        text = self.random.choice(["", BANNER]) + text
        made = replace(made, preview=text[:255], **changed)
        self.copies[box, key] = made
        if is_true:
            self.true.add((box, key))
        return made

    async def scope(self) -> Scope:
        first = self.tenant.deliver(1, "ann", key="lead")
        wanted = scope._Wanted((), (), 0, {}, {identity(first): TEXT})
        found = scope._Search(dict(self.copies))
        rows = await scope._rows(self.tenant, wanted, {}, found, self.variants)
        return Scope("contoso", 1, "Invoice 1", tuple(rows), (), NOON)


DAY = timedelta(days=1)


def test_no_decoy_is_in_a_plan_and_no_copy_is_missing() -> None:
    async def plot(seed: int) -> tuple[int, int]:
        made = Plot(seed)
        found = await made.scope()
        chosen = {(row.ref.mailbox, row.ref.key) for row in found.selected}
        assert chosen == made.true, seed
        if not chosen:
            return 0, 0
        plan = planner.freeze(found, "phish")
        assert {(t.ref.mailbox, t.ref.key) for t in plan.targets} == made.true
        return len(plan.targets), len(found.rows) - len(plan.targets)

    async def everything() -> list[tuple[int, int]]:
        return [await plot(seed) for seed in range(PLANS)]

    counts = asyncio.run(everything())
    copies, decoys = (sum(numbers) for numbers in zip(*counts, strict=True))
    print(f"{PLANS} plans: {copies} copies, {decoys} decoys, none of them chosen")
    assert decoys > 4 * PLANS


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        (TEXT, OTHER, True),
        (TEXT, BANNER + TEXT, False),
        (TEXT, TEXT.replace("colleague", "Ann"), False),
        (TEXT, "", False),
        ("Hello", OTHER, False),
    ],
)
def test_beginnings_differ_only_where_next_to_nothing_is_alike(
    one: str, other: str, differs: bool
) -> None:
    assert begins_otherwise(one, other) is differs
    assert begins_otherwise(other, one) is differs


def test_marks_of_replies_do_not_hide_a_subject() -> None:
    assert core_of("Re: Invoice 1") == core_of("Invoice 1")
