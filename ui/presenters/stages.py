"""How far an action is that the analyst is looking at."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from ui.models.outcomes import may_go_on
from workbench.jobs import Progress
from workbench.model.remediation import (
    CUSTOMARY,
    SECOND_PERSON,
    ActionKind,
    ActionState,
    ActionView,
    Choice,
    Scope,
)
from workbench.model.safeguards import UNTOLD
from workbench.model.thresholds import CUSTOMARY as LOOSEST
from workbench.model.thresholds import Thresholds

NOTHING = Progress(0, 0)


class Stage(enum.Enum):
    IDLE = enum.auto()
    SCOPING = enum.auto()
    PREVIEW = enum.auto()
    HOLD = enum.auto()  # confirmed, and nothing is sent yet
    RUNNING = enum.auto()
    DONE = enum.auto()
    FAILED = enum.auto()


@dataclass(frozen=True, slots=True)
class RemedyState:
    """``scope`` is frozen but for its ticks; ``action`` is what the journal has in the end.
    ``undoing`` is the action that would be taken back.  ``hidden`` while a run is not looked at."""

    stage: Stage = Stage.IDLE
    message_id: int = -1
    scope: Scope | None = None
    undoing: ActionView | None = None
    progress: Progress = NOTHING
    action: ActionView | None = None
    problem: str = ""
    hidden: bool = False
    choice: Choice = CUSTOMARY
    provider: str = ""  # of the tenant the scope was taken in
    exceptions: tuple[str, ...] = ()  # what is not where it shall be, why, and what to do
    locked: bool = False  # whether the remediator has to be unlocked for it
    held: int = 0  # seconds until a confirmed action begins
    unlock_problem: str = ""  # why the remediator was not unlocked; nothing was sent
    together: bool = False  # with all messages that are one row with it
    limits: Thresholds = LOOSEST  # of the connected profile, as the engine's guard has them

    @property
    def is_ready(self) -> bool:
        """Whether what is chosen says all it needs."""
        return self.choice.kind is not ActionKind.FOLDER or bool(self.choice.folder.strip())

    @property
    def needs_count(self) -> bool:
        """Whether the analyst has to type how many copies are moved."""
        rows = self.scope.selected if self.scope else ()
        mailboxes = {row.ref.mailbox for row in rows}
        most = self.limits
        large = len(rows) > most.count_items or len(mailboxes) > most.count_mailboxes
        return large or self.is_untold

    @property
    def is_untold(self) -> bool:
        """Whether nobody told what some mailbox is, where kinds of them are protected."""
        rows = self.scope.selected if self.scope else ()
        return any(UNTOLD in row.mailbox_marks for row in rows)


def waits(state: RemedyState) -> bool:
    """Whether what is shown waits for a second person, from the start or because the profile has
    become stricter since."""
    if (action := state.action) is None or state.stage is not Stage.DONE:
        return False
    refused = any(SECOND_PERSON in text for text in (state.problem, action.note))
    return action.state is ActionState.AWAITING_APPROVAL or (may_go_on(action) and refused)
