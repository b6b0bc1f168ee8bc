"""Second looks after an action, and what is proposed without anybody having asked."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


class SweepState(enum.StrEnum):
    WAITING = "waiting"
    NOTHING = "nothing new"
    FOUND = "found"
    PARTIAL = "nothing new where asked"  # some mailbox did not answer
    COVERED = "covered by a later look"  # nobody was connected when it was due
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class SweepView:
    """One look after an action; ``found`` counts copies, ``proposal`` is the id of what came of
    it, ``note`` says why it has not been done yet, or never will be."""

    number: int
    due: datetime
    state: SweepState
    looked: datetime | None = None
    found: int = 0
    unreached: tuple[tuple[str, str], ...] = ()  # mailbox address, reason
    note: str = ""
    proposal: str = ""


class Origin(enum.StrEnum):
    """What made a proposal."""

    SWEEP = "second look"
    INDICATOR = "indicator"
    RULE = "rule"
    VERDICT = "verdict"


class ProposalState(enum.StrEnum):
    MATCHED = "matched"  # found in the workspace; frozen once the tenant is asked
    WAITING = "waits for you"
    ACTED = "acted on"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Proposal:
    """``action`` is what it follows, ``became`` the action it led to; "" for none.

    ``copies`` and ``mailboxes`` count what its frozen scope has chosen, ``rows`` all it holds.
    """

    id: str
    tenant: str
    origin: Origin
    title: str
    reason: str
    evidence: tuple[str, ...]
    state: ProposalState
    made: datetime
    action: str = ""
    became: str = ""
    note: str = ""
    rows: int = 0
    copies: int = 0
    mailboxes: int = 0
    detail: str = ""  # of an indicator its kind, of a rule its name


NAMED = 3  # mailboxes named one by one


def sweep_sentence(sweep: SweepView, word: Callable[[datetime], str]) -> str:
    """How a look stands; ``word`` spells a moment."""
    looked = word(sweep.looked) if sweep.looked else ""
    match sweep.state:
        case SweepState.WAITING:
            text = f"Looks again at {word(sweep.due)}"
            return f"{text}; {sweep.note}" if sweep.note else text
        case SweepState.CANCELLED:
            return f"Does not look again at {word(sweep.due)}: {sweep.note or 'cancelled'}"
        case SweepState.COVERED:
            return f"Did not look at {word(sweep.due)}: {sweep.note}"
        case SweepState.FOUND:
            copies = "one copy" if sweep.found == 1 else f"{sweep.found:,} copies"
            text = f"Looked again at {looked}: {copies} to decide about, proposed"
        case _:
            text = f"Looked again at {looked}: {sweep.state.value}"
    return text + _silent(sweep)


def _silent(sweep: SweepView) -> str:
    told = [f"mailbox {address} did not answer ({why})" for address, why in sweep.unreached[:NAMED]]
    more = len(sweep.unreached) - len(told)
    told += [f"{more:,} more"] if more > 0 else []
    return f"; not looked: {', '.join(told)}" if told else ""
