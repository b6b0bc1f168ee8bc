"""What of a message is offered for blocking, and that nothing unsafe gets into a task."""

from __future__ import annotations

from workbench.remediation.indicators import MOST, Sort, indicators, task_for


def test_senders_are_ticked_and_what_reaches_further_is_not() -> None:
    found = indicators(["Pay@mail.Evil.example", "pay@mail.evil.example"], ["https://e.example/a"])
    assert [(row.sort, row.value, row.chosen) for row in found.rows] == [
        (Sort.SENDER, "pay@mail.evil.example", True),
        (Sort.DOMAIN, "evil.example", False),
        (Sort.LINK, "e.example/a", False),
    ]
    assert all(row.note for row in found.rows)


def test_neither_free_mail_nor_own_domains_are_offered_whole() -> None:
    found = indicators(["a@gmail.com", "ann@contoso.example"], [], ["Contoso.example"])
    assert [(row.sort, row.value) for row in found.rows] == [(Sort.SENDER, "a@gmail.com")]


def test_what_no_task_carries_safely_is_counted_and_left_out() -> None:
    links = ["https://a.example/$(rm)", "mailto:a@b.example", "https://b.example/x"]
    found = indicators(["a'b@evil.example"], links)
    assert [row.value for row in found.rows] == ["evil.example", "b.example/x"]
    assert found.left_out == 2


def test_links_are_offered_up_to_a_number() -> None:
    found = indicators([], [f"https://a.example/{n}" for n in range(MOST + 5)])
    assert (len(found.rows), found.left_out) == (MOST, 5)


def test_the_task_has_what_is_chosen_alone() -> None:
    found = indicators(["pay@evil.example"], ["https://e.example/a"])
    chosen = [row for row in found.rows if row.chosen]
    assert "'pay@evil.example'" in task_for(chosen, google=False)
    assert "e.example/a" not in task_for(chosen, google=False)
    assert "Blocked senders" in task_for(chosen, google=True)
    assert task_for([], google=True) == ""
