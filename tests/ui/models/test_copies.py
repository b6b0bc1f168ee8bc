"""The copies of a message in rows: what nobody found or could ask has rows and words too."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from tests.ui.tray import scope
from ui.models.consequences import preview_rows
from ui.models.copies import gaps_text, marks_cell, note_cell, scope_rows
from ui.tokens import Tone
from workbench.model.deeds import Deed, DeedKind
from workbench.model.deliveries import Delivery
from workbench.model.meetings import Meeting
from workbench.model.remediation import Scope


def delivery(recipient: str, action: str, place: str = "") -> Delivery:
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    return Delivery("<1@x.example>", "n", recipient, "a@x.example", "S", moment, action, place)


def recorded() -> Scope:
    held = delivery("held@x.example", "Blocked", "Quarantine")
    lost = delivery("lost@x.example", "Delivered", "Inbox/folder")
    return replace(
        scope(1, 1), held=(held,), missing=(lost,), unreached=(("c@x.example", "no answer"),)
    )


def test_what_is_recorded_and_not_found_has_rows_between_copies_and_silence() -> None:
    rows = scope_rows(recorded(), ())
    assert [row[0].text for row in rows[1:]] == ["held@x.example", "lost@x.example", "c@x.example"]
    assert rows[1][1].text == "the provider's quarantine"
    assert rows[2][1].tone is Tone.UNKNOWN
    assert "recorded as Delivered" in rows[2][6].text


def test_what_the_owner_is_known_to_have_done_stands_in_the_note() -> None:
    (row,) = scope(1, 1).rows
    assert note_cell(row).text == ""
    assert note_cell(replace(row, replied=False, forwarded=None)).text == ""
    done = replace(row, note="deleted by the user", replied=True, forwarded=True)
    assert note_cell(done).text == "deleted by the user, answered, passed on"
    invited = replace(row, meeting=Meeting("e", "1", "", "", owned=False))
    assert note_cell(invited).text == "calendar event"


def test_gaps_are_told_beside_mailboxes_that_did_not_answer() -> None:
    assert gaps_text(scope(1, 1)) == ""
    told = gaps_text(replace(recorded(), gaps=("archives",)))
    assert "1 mailbox could not be asked" in told
    assert told.endswith("Not known: archives")
    assert gaps_text(replace(scope(1, 1), notes=("none had one",))) == "None had one"


def test_a_mailbox_with_an_archive_is_marked_and_the_hint_says_what_that_means() -> None:
    (row,) = scope(1, 1).rows
    cell = marks_cell(replace(row, mailbox_marks=("online archive",)))
    assert cell.text == "online archive"
    assert "are not found" in cell.hint


def test_an_excluded_mailbox_is_said_to_be_so_and_not_to_be_empty() -> None:
    scope = replace(recorded(), excluded=("evidence@x.example",))
    rows = scope_rows(scope, ())
    assert [cell.text for cell in rows[-1]][:2] == ["evidence@x.example", "excluded by you"]
    assert "Excluded by you: 1 (evidence@x.example)" in gaps_text(scope)


def test_special_mailboxes_are_marked_in_words_and_those_outside_have_rows() -> None:
    found = scope(1, 2)
    plain, board = found.rows
    board = replace(board, mailbox_marks=("protected", "shared mailbox"))
    assert marks_cell(plain).text == "–"
    assert marks_cell(board).text == "protected, shared mailbox"
    assert "a second person must approve" in marks_cell(board).hint
    marked = replace(found, rows=(plain, board), outside=("far@x.example",))
    for rows, mark in ((preview_rows(marked), 4), (scope_rows(marked, ()), 5)):
        assert [row[mark].text for row in rows] == [
            "–", "protected, shared mailbox", "outside the pilot",
        ]  # fmt: skip
        assert [len(row) for row in rows] == [mark + 2] * 3
        assert rows[-1][0].text == "far@x.example"


def test_what_the_log_says_stands_in_the_note_once_with_its_moment() -> None:
    (row,) = scope(1, 1).rows
    at = datetime(2026, 3, 2, 10, tzinfo=UTC)
    clicked = Deed(DeedKind.CLICKED, row.mailbox_address, "<1@x>", at)
    answered = Deed(DeedKind.ANSWERED, row.mailbox_address, "<1@x>", at)
    cell = note_cell(replace(row, replied=True, deeds=(answered, clicked)))
    assert (cell.text, cell.tone) == ("answered, clicked a link", Tone.SUSPICIOUS)
    assert "clicked a link first at 2026-03-02" in cell.hint
