"""Whoever shows something hears of every change of it."""

from __future__ import annotations

import threading

from workbench.changes import Change, Changes


def test_every_listener_hears_every_change_in_order() -> None:
    changes = Changes()
    heard: list[list[Change]] = [[], []]
    for ear in heard:
        changes.listen(ear.append)
    told = [Change(messages=frozenset({1})), Change(actions=frozenset({"a"})), Change(lists=True)]
    for change in told:
        changes.tell(change)
    assert heard == [told, told]


def test_a_change_is_heard_in_the_thread_that_made_it() -> None:
    changes = Changes()
    threads: list[str] = []
    changes.listen(lambda change: threads.append(threading.current_thread().name))
    teller = threading.Thread(target=lambda: changes.tell(Change()), name="data")
    teller.start()
    teller.join()
    assert threads == ["data"]
