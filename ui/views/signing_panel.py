"""Shows the code or the browser's turn while a user signs in, and how long it holds."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ui.fonts import Weight
from ui.naming import named
from ui.presenters.signing import SigningPresenter, SigningState
from ui.theme import Theme
from ui.tokens import Tone
from ui.widgets.boxes import column, framed, row
from ui.widgets.button import Button
from ui.widgets.copying import copy
from ui.widgets.label import ElidingLabel, PlainLabel, WrappingLabel
from ui.widgets.overlay import Overlay
from ui.widgets.typed import takes_text
from workbench.model.signing import SignInStage, SignInStep

WIDTH = 600  # pixels
CODE = 34  # pixels; it is read from this screen and typed on another
LAST = 60  # seconds from which on the time left is a warning
BY_CODE = "Open this page, here or on another device, and type the code there:"
BY_BROWSER = (
    "The sign-in page is open in your browser. This window goes on by itself once you have signed "
    "in there."
)
HEADS = {
    SignInStage.EXPIRED: "The time to sign in is over",
    SignInStage.DECLINED: "The sign-in was declined",
    SignInStage.FAILED: "The sign-in failed",
}
GOES_ON = "The action waits, and goes on once you have signed in."
AGAIN = "Begin what needed it again to be asked once more."


class SigningPanel(Overlay):
    def __init__(self, theme: Theme, presenter: SigningPresenter, parent: QWidget) -> None:
        self._presenter = presenter
        self._application: Any = QApplication.instance()
        self._first: QWidget | None = None  # to have the keyboard once nobody types any more
        self._typed: QWidget | None = None
        self.head = PlainLabel("", 17, Weight.BOLD)
        self.purpose = ElidingLabel("", 12, ink="second")
        self.told = WrappingLabel("", 13)
        self.address = ElidingLabel("", 13, mono=True, selectable=True)
        self.open_page = named(Button(theme, "Open in browser", "", "link"), "signing.open")
        self.copy_address = named(
            Button(theme, "", "quiet", "copy", "Copy the address"), "signing.copy_address"
        )
        self.code = named(PlainLabel("", CODE, Weight.BOLD, mono=True), "signing.code")
        self.copy_code = named(Button(theme, "Copy code", "primary", "copy"), "signing.copy")
        self.left = named(PlainLabel("", 13), "signing.left")
        self.problem = WrappingLabel("", 13)
        self.problem.set_tone(Tone.MALICIOUS.value)
        self.cancel = named(Button(theme, "Cancel"), "signing.cancel")
        self.renew = named(Button(theme, "New code", "primary"), "signing.renew")
        super().__init__(parent, self._body(), WIDTH, "Sign in", centred=True)
        self._wire()

    def _body(self) -> QVBoxLayout:
        self._page = framed(row(self.address, None, self.open_page, self.copy_address))
        code = row(self.code, None, self.copy_code, margins=(16, 8, 12, 8), spacing=12)
        self._well = framed(code, "well")
        foot = row(self.left, None, self.cancel, self.renew)
        return column(
            self.head, self.purpose, self.told, self._page, self._well, self.problem, foot,
            margins=(20, 16, 18, 16), spacing=10,
        )  # fmt: skip

    def _wire(self) -> None:
        self.cancel.clicked.connect(self._presenter.cancel)
        self.renew.clicked.connect(self._presenter.renew)
        self.open_page.clicked.connect(self._presenter.open_page)
        self.copy_code.clicked.connect(self._on_copy_code)
        self.copy_address.clicked.connect(self._on_copy_address)
        self._presenter.asked.connect(self.ask)
        self._presenter.changed.connect(self.draw)

    @Slot(object)
    def ask(self, state: SigningState) -> None:
        typing = state.unwatched and takes_text(QApplication.focusWidget())
        self.draw(state)
        first = self.copy_code if state.step is not None and state.step.code else self.open_page
        if self.isVisible():
            self._lead(first)
        elif typing:
            self._leave_keyboard(first)
        else:
            self.open(first)

    def _leave_keyboard(self, first: QWidget) -> None:
        """Whoever types goes on typing; the panel has the keyboard once the field is left."""
        self._first, self._typed = first, QApplication.focusWidget()
        self.open_beside()
        self._application.focusChanged.connect(self._on_focus)

    @Slot(QWidget, QWidget)
    def _on_focus(self, old: QWidget | None, now: QWidget | None) -> None:
        """Another window's turn is no leaving."""
        if now is not None and now is not self._typed:
            self._take_over(inside=self.isAncestorOf(now))

    def _take_over(self, *, inside: bool = False) -> None:
        first, self._first = self._first, None
        self._application.focusChanged.disconnect(self._on_focus)
        if first is not None and not inside:
            first.setFocus()

    def _lead(self, button: QWidget) -> None:
        """The keyboard to this button, now or once it is ours."""
        if self._first is None:
            button.setFocus()
        else:
            self._first = button

    def shut(self) -> None:
        if self._first is not None:
            self._take_over(inside=True)
        super().shut()

    @Slot(object)
    def draw(self, state: SigningState) -> None:
        if (step := state.step) is None:
            self.shut()
        elif step.stage is SignInStage.WAITING:
            self._draw_waiting(state, step)
        else:
            self._draw_ended(state, step)

    def _draw_waiting(self, state: SigningState, step: SignInStep) -> None:
        by_code = bool(step.code)
        self.head.setText("Sign in with a code" if by_code else "Go on in the browser")
        self.purpose.setText(state.purpose)
        self.told.setText(BY_CODE if by_code else BY_BROWSER)
        self.address.setText(step.address if by_code else "")
        self.open_page.set_label("Open in browser" if by_code else "Open it again")
        self._draw_code(step.code)
        self._draw_left(state.left)
        self._draw_problem(state.problem)
        self.cancel.set_label("Cancel")
        self._arrange(waiting=True, by_code=by_code)

    def _draw_code(self, code: str) -> None:
        if code != self.code.text():
            self.copy_code.set_label("Copy code")
        self.code.setText(code)
        self.code.setAccessibleName("Code " + " ".join(code))

    def _draw_left(self, left: int) -> None:
        self.left.setText(f"{left // 60}:{left % 60:02} left · Esc cancels")
        self.left.set_tone(Tone.SUSPICIOUS.value if left <= LAST else "")

    def _draw_problem(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def _draw_ended(self, state: SigningState, step: SignInStep) -> None:
        self.head.setText(HEADS[step.stage])
        self.purpose.setText(state.purpose)
        again = "" if state.renewable else AGAIN
        self.told.setText(GOES_ON if state.goes_on and state.renewable else again)
        self._draw_problem(step.problem)
        self.cancel.set_label("Close")
        self.renew.set_label("New code" if self.code.text() else "Sign in again")
        self._arrange(waiting=False, by_code=False)
        self.renew.setVisible(state.renewable)
        self._lead(self.renew if state.renewable else self.cancel)

    def _arrange(self, *, waiting: bool, by_code: bool) -> None:
        self._page.setVisible(waiting)
        self._well.setVisible(by_code)
        self.left.setVisible(waiting)
        self.told.setVisible(bool(self.told.text()))
        self.renew.setVisible(False)

    @Slot()
    def _on_copy_code(self) -> None:
        step = self._presenter.state.step
        if step is not None:
            copy(step.code)
            self.copy_code.set_label("Copied")

    @Slot()
    def _on_copy_address(self) -> None:
        step = self._presenter.state.step
        if step is not None:
            copy(step.address)

    def event(self, event: QEvent) -> bool:
        """No shortcut of the window works behind an open panel."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._presenter.cancel()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the panel ends no sign-in, but typing."""
        if self._first is not None:
            self._take_over()
