"""Sentences about an action: every state has its words, and numbers agree with what they count."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.ui.tray import action, scope
from ui.models.consequences import (
    quarantine_sentence,
    quarantine_title,
    undo_sentence,
    untouched_sentence,
    weak_sentence,
)
from ui.models.copies import age_word, unreached_text
from ui.models.outcomes import (
    ACTIONS,
    KINDS,
    count_lines,
    is_stopped,
    item_tone,
    item_word,
    may_go_on,
    settled_title,
    why_final,
)
from ui.tokens import Tone
from workbench.model.remediation import ActionKind, ActionState, ItemState, Tier
from workbench.remediation.consequence import PASSED_ON


@pytest.mark.parametrize("state", list(ItemState))
@pytest.mark.parametrize("kind", list(ActionKind))
def test_every_state_of_a_copy_has_words_and_only_proof_is_green(
    kind: ActionKind, state: ItemState
) -> None:
    assert item_word(kind, state)
    assert (item_tone(state) is Tone.CLEAN) == (state is ItemState.DONE)
    assert "unknown: could not be proven" in item_word(kind, ItemState.REVIEW)


@pytest.mark.parametrize("state", list(ActionState))
def test_every_state_of_an_action_has_words(state: ActionState) -> None:
    title, tone = settled_title(action(state=state))
    waits = state is ActionState.AWAITING_APPROVAL
    assert title.startswith("2 copies" if waits else "Quarantined 2 copies")
    assert (tone is Tone.CLEAN) == (state is ActionState.COMPLETED)
    assert set(ACTIONS) == set(ActionState)
    assert set(KINDS) == set(ActionKind)


def test_titles_agree_with_their_numbers() -> None:
    assert quarantine_title(scope(1, 1)) == "Quarantine 1 copy in 1 mailbox"
    assert quarantine_title(scope(1, 4, per_box=2)) == "Quarantine 4 copies in 2 mailboxes"
    assert quarantine_title(replace(scope(1), rows=())) == "No copy to quarantine"
    assert quarantine_sentence(scope(1, 1)) == (
        "Moves 1 message in 1 mailbox to a hidden folder; it can be put back."
    )
    assert quarantine_sentence(replace(scope(1), rows=())) == "No copy was found."


def test_what_an_undo_leaves_alone_is_counted() -> None:
    counts = ((ItemState.DONE, 5), (ItemState.ALREADY, 2), (ItemState.REVIEW, 1))
    assert untouched_sentence(action(counts=counts, undoable=5)) == (
        "Not touched: 2 already in quarantine before us; 1 unknown: could not be proven, needs you."
    )
    assert untouched_sentence(action()) == ""


def test_only_what_we_moved_can_be_put_back() -> None:
    assert why_final(action()) == ""
    assert why_final(action(reversed_by="u1")) == "Already taken back"
    assert "Nothing of it was moved" in why_final(action(undoable=0))
    assert why_final(action(kind=ActionKind.UNDO))


def test_states_that_do_not_occur_are_not_told() -> None:
    counts = ((ItemState.DONE, 2), (ItemState.GONE, 0))
    assert count_lines(action(counts=counts)) == [(Tone.CLEAN, "2 moved and seen in quarantine")]


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(-5, "just now"), (59, "just now"), (60, "1 minute ago"), (7_200, "2 hours ago"),
     (200_000, "2 days ago")],
)  # fmt: skip
def test_the_age_of_an_answer_reads_short(seconds: int, shown: str) -> None:
    assert age_word(timedelta(seconds=seconds)) == shown


def test_many_silent_mailboxes_are_counted_not_listed() -> None:
    silent = tuple((f"u{n}@x.example", "offline") for n in range(40))
    text = unreached_text(silent)
    assert text.startswith("40 mailboxes could not be asked: u0@x.example (offline); ")
    assert text.endswith("; and 37 more")


def test_what_passes_the_message_on_is_not_said_to_share_its_id() -> None:
    found = scope(2, 2)
    first, second = (replace(row, tier=Tier.WEAK, selected=False) for row in found.rows)
    first, second = (
        replace(first, note="same Message-ID, other content"),
        replace(second, note=PASSED_ON),
    )
    assert weak_sentence(replace(found, rows=(first, second))) == (
        "1 copy shares only the Message-ID and differs in content. 1 copy is a message that "
        "passes it on. They are left out; ticking needs the approval of a second person."
    )


def test_an_undo_says_which_events_are_made_again() -> None:
    assert "calendar" not in undo_sentence(action(undoable=2))
    told = undo_sentence(action(undoable=2, events=2))
    assert "The 2 calendar events that went with them are made again without other guests" in told


def test_events_in_doubt_are_a_line_of_their_own_and_may_be_gone_on_with() -> None:
    ended = action(doubtful=2)
    lines = count_lines(ended)
    assert lines[-1] == (Tone.SUSPICIOUS, "2 calendar events not proven, needs you")
    assert may_go_on(ended)
    assert not may_go_on(action())
    assert not is_stopped(ended)
