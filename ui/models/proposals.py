"""Second looks and proposals in words."""

from __future__ import annotations

from ui.models.copies import time_word
from workbench.model.proposals import SweepState, sweep_sentence
from workbench.model.remediation import ActionView


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
