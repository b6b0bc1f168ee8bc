"""Second looks and proposals in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ui.models.copies import counted, many, time_word
from ui.models.table import Cell
from ui.tokens import Tone
from workbench.model.policies import Policy
from workbench.model.proposals import Proposal, ProposalState, SweepState, sweep_sentence
from workbench.model.remediation import ActionView
from workbench.suggesting import Outcome

PROPOSALS = ("Time", "From", "Subject", "Copies", "State", "Why")
_TONES = {
    ProposalState.MATCHED: Tone.UNKNOWN,
    ProposalState.WAITING: Tone.SUSPICIOUS,
    ProposalState.ACTED: Tone.CLEAN,
    ProposalState.DISMISSED: Tone.UNKNOWN,
}


def sweep_lines(action: ActionView) -> list[str]:
    """What was looked for after an action, and when it is next; looks to come in one line."""
    done = [look for look in action.sweeps if look.state is not SweepState.WAITING]
    waits = [look for look in action.sweeps if look.state is SweepState.WAITING]
    if done and all(look.state is SweepState.CANCELLED for look in done) and not waits:
        return [f"No more looks for late copies: {done[-1].note or 'cancelled'}"]
    lines = [sweep_sentence(look, time_word) for look in done]
    if waits:
        times = ", ".join(time_word(look.due) for look in waits)
        lines.append(f"Looks again for late copies, while connected: {times}")
        lines += [look.note for look in waits if look.note][:1]
    return lines


def still_looks(action: ActionView) -> bool:
    return any(look.state is SweepState.WAITING for look in action.sweeps)


def proposal_rows(proposals: Iterable[Proposal]) -> list[tuple[Cell, ...]]:
    return [
        (
            Cell(time_word(one.made)),
            Cell(one.origin.value),
            Cell(one.title or "(no subject)"),
            Cell(_copies(one)),
            Cell(one.state.value, _TONES[one.state]),
            Cell(one.reason),
        )
        for one in proposals
    ]


def arrival(proposal: Proposal) -> str:
    """For a notice."""
    return f"Proposed ({proposal.reason}): {_copies(proposal)} of “{proposal.title}”"


def outcome_text(outcome: Outcome) -> str:
    """What became of an indicator that was added."""
    one, found = outcome.indicator, len(outcome.matched)
    listed = "listed" if outcome.fresh else "was listed already"
    text = f"{one.kind.value} {one.value} {listed}: in {many(found, 'stored message')}"
    if outcome.unlooked:
        text += f"; {outcome.unlooked:,} not analysed, compared by their sender alone"
    return f"{text}; {many(outcome.proposed, 'proposal')}" if outcome.proposed else text


def details(proposal: Proposal) -> list[str]:
    """Why it was proposed, with the evidence, and what stands in its way."""
    lines = [proposal.reason, *proposal.evidence]
    if proposal.state is ProposalState.MATCHED:
        lines.append("Found in this workspace. The mailboxes are asked once a tenant is connected.")
    if proposal.note:
        lines.append(proposal.note)
    if proposal.became:
        lines.append(f"Became action {proposal.became}")
    return lines


def _copies(proposal: Proposal) -> str:
    if proposal.state is ProposalState.MATCHED:
        return "copies not asked for yet"
    if not proposal.copies:
        return f"{many(proposal.rows, 'copy', 'copies')}, none ticked"
    return counted(proposal.copies, proposal.mailboxes)


def armed_words(armed: Sequence[Policy]) -> str:
    """What may act alone is never out of sight; "" where nothing may."""
    if not armed:
        return ""
    first = f"{armed[0].name} until {armed[0].expires:%Y-%m-%d}"
    return f"Armed: {first}" + (f" and {len(armed) - 1} more" if len(armed) > 1 else "")
