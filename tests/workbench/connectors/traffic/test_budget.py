"""No more than three requests in ten are repeated, but a few always may be."""

from __future__ import annotations

from workbench.connectors.traffic.budget import AMPLIFICATION, SECONDS, SPARE, RetryBudget


def test_a_few_may_always_be_repeated() -> None:
    budget = RetryBudget()
    assert [budget.again(0.0) for _ in range(SPARE + 1)] == [True] * SPARE + [False]


def test_the_rest_is_a_share_of_what_was_needed() -> None:
    budget = RetryBudget()
    budget.first(0.0, 1_000)
    again = sum(budget.again(1.0) for _ in range(1_000))
    assert again == SPARE + round(1_000 * (AMPLIFICATION - 1))


def test_what_is_long_past_counts_neither_way() -> None:
    budget = RetryBudget()
    budget.first(0.0, 1_000)
    assert budget.again(0.0, 200)
    later = SECONDS * 1.1
    assert not budget.again(later, SPARE + 1)
    assert budget.again(later, SPARE)
