"""What a quarantine, or taking one back, would do; confirmed with Ctrl+Enter alone."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from ui.fonts import Weight
from ui.models import consequences
from ui.models.copies import gaps_text, many
from ui.models.ticks import TickRows
from ui.naming import named
from ui.presenters.remedy import RemedyPresenter, RemedyState, Stage
from ui.theme import Theme
from ui.tokens import Tone
from ui.views.reading.remedy_action import ActionChooser
from ui.widgets.boxes import column, framed, row
from ui.widgets.button import Button
from ui.widgets.caution import Caution
from ui.widgets.label import PlainLabel, WrappingLabel
from ui.widgets.secret_line import SecretLine
from ui.widgets.tick_table import TickTable
from workbench.model.remediation import ActionKind, Scope

NOT_YET = "Nothing has been changed yet. Each step is written to the journal before it is sent."
HELD = "Begins in {} s; nothing has been sent. Esc takes it back, Ctrl+Enter begins now."
KEYS = "Ctrl+Enter confirms · Esc closes"
WIDTHS = (300, 116, 76, 62, 150)
VERBS = {ActionKind.QUARANTINE: "Quarantine", ActionKind.TAG: "Tag"}
ROWS = 9  # of the table before it scrolls
DIGITS = 9  # of a typed count


class PreviewPage(QFrame):
    cancelled = Signal()
    block_asked = Signal()

    def __init__(self, theme: Theme, remedy: RemedyPresenter) -> None:
        super().__init__()
        self._remedy = remedy
        self._shown: object = None
        self.sentence = WrappingLabel("", 13)
        self._promise = WrappingLabel(NOT_YET, 12, "second")
        self.weak = Caution(theme)
        self.unreached = Caution(theme)
        self.untouched = WrappingLabel("", 13, "second")
        rows = TickRows(consequences.TITLES)
        self.action = ActionChooser(remedy)
        self.table = TickTable(theme, rows, WIDTHS, "Copies to move", frozenset({0}))
        self.reason = named(QLineEdit(), "remedy.reason", "Reason, kept in the journal")
        self.reason.setPlaceholderText("Why? Kept in the journal")
        self.count = named(QLineEdit(), "remedy.count", "Number of copies, typed to confirm")
        self.count.setMaxLength(DIGITS)
        self.passphrase = SecretLine("remedy.passphrase", "Passphrase of the remediator's key")
        self.unlock_problem = WrappingLabel("", 13)
        self.unlock_problem.set_tone(Tone.MALICIOUS.value)
        self._count_label = PlainLabel("", 12, Weight.SEMIBOLD, ink="second")
        self.cancel = named(Button(theme, "Cancel"), "remedy.cancel")
        block = Button(theme, "Block…", "", "", "Block sender, domain or link")
        self.block = named(block, "remedy.block")
        self.confirm = named(Button(theme, "", "danger", "quarantine"), "remedy.confirm")
        self._arrange()
        rows.asked.connect(self._on_tick)
        self.count.textChanged.connect(self._offer)
        self.cancel.clicked.connect(self.cancelled)
        self.block.clicked.connect(self.block_asked)
        self.confirm.clicked.connect(self.confirm_now)

    def _arrange(self) -> None:
        reason_label = PlainLabel("Reason", 12, Weight.SEMIBOLD, ink="second")
        self._reason_row = framed(row(reason_label, self.reason))
        self._count_row = framed(row(self._count_label, self.count, None))
        unlock_label = PlainLabel("Unlock", 12, Weight.SEMIBOLD, ink="second")
        self._unlock_row = framed(row(unlock_label, self.passphrase))
        self.count.setFixedWidth(120)
        self._hint = PlainLabel("", 12, ink="third")
        foot = row(self._hint, None, self.block, self.cancel, self.confirm)
        self.setLayout(
            column(
                self.sentence,
                self._promise,
                self.action,
                self.table,
                self.weak,
                self.unreached,
                self.untouched,
                self._reason_row,
                self._count_row,
                self._unlock_row,
                self.unlock_problem,
                foot,
                spacing=10,
            )
        )

    @property
    def first(self) -> QWidget:
        """Where the focus begins: never on what confirms."""
        return self.table if not self.table.isHidden() else self.cancel

    def draw(self, state: RemedyState) -> None:
        fresh = state.undoing if state.undoing is not None else _frozen(state.scope)
        if fresh != self._shown:
            self._shown = fresh
            self._begin(state)
        if state.undoing is not None:
            self.sentence.setText(consequences.undo_sentence(state.undoing))
            self.untouched.setText(consequences.untouched_sentence(state.undoing))
        elif state.scope is not None:
            self._draw_scope(state.scope, state)
        self.action.draw(state)
        self._draw_unlocking(state)
        self._draw_count(state)
        self._draw_hold(state)
        self._offer()

    def _draw_unlocking(self, state: RemedyState) -> None:
        """Nothing was sent: the passphrase alone is typed again, all else stays as it was."""
        told = state.unlock_problem
        if told and told != self.unlock_problem.text():
            self.passphrase.setFocus()
        self.unlock_problem.setText(told)
        self.unlock_problem.setVisible(bool(told))

    def _draw_hold(self, state: RemedyState) -> None:
        """While an action is held nothing but taking it back or beginning is left to do."""
        held = state.stage is Stage.HOLD
        for part in (self.table, self.reason, self.count, self.action, self.block):
            part.setEnabled(not held)
        self._promise.setText(HELD.format(state.held) if held else NOT_YET)
        self.cancel.set_label("Take back" if held else "Cancel")

    def forget(self) -> None:
        """The next preview is another one, even of the same copies."""
        self.passphrase.clear()
        self._shown = None

    @Slot()
    def confirm_now(self) -> None:
        """Does nothing while the count has to be typed and is not."""
        if self._remedy.state.stage is Stage.HOLD:
            self._remedy.begin()
        elif self.confirm.isEnabled():
            typed = self.count.text().strip()
            count = int(typed) if typed.isdecimal() else None
            self._remedy.confirm(self.reason.text().strip(), count, self.passphrase.taken())

    def _begin(self, state: RemedyState) -> None:
        self.reason.clear()
        self.count.clear()
        self.passphrase.clear()
        self._unlock_row.setVisible(state.locked)
        quarantine = state.undoing is None
        ticking = "Space ticks · Ctrl+1… action · "
        self._hint.setText(f"{ticking if quarantine else ''}{KEYS}")
        self.action.fill(state)
        for part in (self.table, self._reason_row, self.block):
            part.setVisible(quarantine)
        self.untouched.setVisible(not quarantine and bool(_left(state)))
        for caution in (self.weak, self.unreached):
            caution.say("")
        scope = state.scope
        if quarantine and scope is not None:
            ticks = [one.selected for one in scope.rows]
            self.table.ticks.fill_ticked(consequences.preview_rows(scope), ticks)
            self.table.fit_rows(ROWS)
            self.table.setVisible(bool(scope.rows or scope.outside))
            if scope.rows:
                self.table.selectRow(0)

    def _draw_scope(self, scope: Scope, state: RemedyState) -> None:
        told = consequences.quarantine_sentence(scope, state.choice, state.provider)
        self.sentence.setText(told)
        self.table.ticks.set_ticks([one.selected for one in scope.rows])
        self.weak.say(consequences.weak_sentence(scope))
        self.unreached.say(gaps_text(scope))

    def _draw_count(self, state: RemedyState) -> None:
        self._count_row.setVisible(state.needs_count)
        wanted = _wanted(state)
        why = "Some mailboxes may be protected" if state.is_untold else "This is a large action"
        self._count_label.setText(f"{why}: type {wanted} to confirm")

    @Slot()
    def _offer(self) -> None:
        state = self._remedy.state
        wanted = _wanted(state)
        typed = not state.needs_count or self.count.text().strip() == str(wanted)
        held = state.stage is Stage.HOLD
        self.confirm.setEnabled(held or (wanted > 0 and typed and state.is_ready))
        label = f"{_verb(state)} {many(wanted, 'copy', 'copies')}"
        if held:
            label = f"Begin now ({state.held} s)"
        self.confirm.set_label(label, f"{label} (Ctrl+Enter)")
        self.confirm.set_icon("undo" if state.undoing is not None else "quarantine")

    @Slot(object, bool)
    def _on_tick(self, rows: tuple[int, ...], ticked: bool) -> None:
        self._remedy.tick(rows, selected=ticked)


def _verb(state: RemedyState) -> str:
    if state.undoing is not None:
        return "Put back"
    return VERBS.get(state.choice.kind, "Move")


def _wanted(state: RemedyState) -> int:
    if state.undoing is not None:
        return state.undoing.undoable
    return len(state.scope.selected) if state.scope else 0


def _left(state: RemedyState) -> str:
    return consequences.untouched_sentence(state.undoing) if state.undoing else ""


def _frozen(scope: Scope | None) -> object:
    return (scope.message_id, scope.frozen) if scope else None
