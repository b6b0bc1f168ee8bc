"""What is due first, and in which order."""

from __future__ import annotations

from tests.workbench.live.clocks import ManualClock
from workbench.connectors.watching import Place
from workbench.live.timetable import FOLDERS, Timetable


def _taken(table: Timetable) -> list[Place]:
    found = []
    while (place := table.take()) is not None:
        found.append(place)
    return found


def test_inboxes_come_first_and_the_rest_as_it_was_added() -> None:
    table = Timetable(ManualClock())
    for box in ("ann", "ben"):
        for known in ("", "junkemail", "sentitems", "inbox"):
            table.add(Place(box, f"{box}/{known}", known))
    order = [(place.mailbox, place.known) for place in _taken(table)]
    assert order == [
        (box, known) for known in ("inbox", "sentitems", "junkemail", "") for box in ("ann", "ben")
    ]


def test_a_mailbox_is_listed_before_what_is_due_beside_its_inbox() -> None:
    table = Timetable(ManualClock())
    table.add(Place("ann", "1", "sentitems"))
    table.add(Place("ben", "", FOLDERS))
    table.add(Place("ann", "2", "inbox"))
    assert [place.known for place in _taken(table)] == ["inbox", FOLDERS, "sentitems"]


def test_what_waits_comes_by_its_time_whatever_it_is() -> None:
    clock = ManualClock()
    table = Timetable(clock)
    junk, inbox = Place("ann", "1", "junkemail"), Place("ann", "2", "inbox")
    for place in (junk, inbox):
        table.add(place)
    assert len(_taken(table)) == 2
    table.again(junk, 10.0)
    table.again(inbox, 20.0)
    assert table.left() == 10.0
    clock.advance(15.0)
    assert _taken(table) == [junk]
    clock.advance(15.0)
    assert _taken(table) == [inbox]


def test_a_whole_mailbox_counts_as_an_inbox() -> None:
    table = Timetable(ManualClock())
    table.add(Place("ann", "1", "sentitems"))
    table.add(Place("ben"))
    assert [place.mailbox for place in _taken(table)] == ["ben", "ann"]


def test_what_is_due_at_once_is_said_to_be_due_now() -> None:
    clock = ManualClock()
    table = Timetable(clock)
    table.add(Place("ann", "1", "inbox"))
    assert table.following == clock.now()
    assert table.left() == 0.0
