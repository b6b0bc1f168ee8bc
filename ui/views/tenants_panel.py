"""The panel of tenants: connect one, add one, and what the connected one granted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from ui.fonts import Weight
from ui.models.health import HEALTH, health_rows
from ui.models.messages import local_now
from ui.models.rights import RIGHTS, detail_of, right_rows
from ui.naming import named
from ui.plain import line
from ui.presenters.tenants import TenantsPresenter, TenantsState
from ui.theme import Theme
from ui.tokens import Tone
from ui.views.consent_view import ConsentView
from ui.views.tenant_form import TenantForm
from ui.widgets.boxes import column, framed, hairline, row
from ui.widgets.button import Button
from ui.widgets.label import ElidingLabel, PlainLabel, WrappingLabel
from ui.widgets.overlay import Overlay
from ui.widgets.secret_line import SecretLine
from ui.widgets.table_section import TableSection
from workbench.profiles import guarding
from workbench.profiles.saved import Saved

WIDTH = 860  # pixels
NONE_YET = "No tenant is remembered yet."
DESCRIBE = " Describe one below; secrets are typed when you connect."
KEEPING_NOTE = (
    "The secret is used until the program ends. With a passphrase it is kept, encrypted; the "
    "passphrase alone uses the one that is kept."
)
NO_STORE = " This computer has no key store that could keep it without a passphrase."
STORE_NOTE = " With neither, the one in the key store is used."


class TenantsPanel(Overlay):
    def __init__(self, theme: Theme, presenter: TenantsPresenter, parent: QWidget) -> None:
        self._theme = theme
        self._presenter = presenter
        self._chosen = ""  # the tenant whose secret is asked for
        self.rows = QVBoxLayout()
        self.buttons: dict[str, Button] = {}  # "connect NAME", "forget NAME"
        self.guarded: dict[str, ElidingLabel] = {}  # what an action needs there, by name
        closing = Button(theme, "", "quiet", "close", "Close (Esc)")
        self.shut_button = named(closing, "tenants.close")
        self.problem = WrappingLabel("", 13)
        self.problem.set_tone(Tone.MALICIOUS.value)
        self.secret = SecretLine("tenants.secret", "Client secret")
        self.passphrase = SecretLine("tenants.passphrase", "Passphrase")
        self.keeping_note = WrappingLabel(KEEPING_NOTE, 12, "second")
        self.keep = named(QCheckBox("Keep it in the key store"), "tenants.keep")
        self.use = named(Button(theme, "Connect", "primary"), "tenants.use")
        self._secrets = framed(
            column(
                self.keeping_note,
                row(self.secret, self.passphrase, self.use),
                self.keep,
            )
        )
        self.more = named(Button(theme, "Remember another tenant…"), "tenants.more")
        self.form = TenantForm(theme)
        self.consent = ConsentView(theme)
        self.health = TableSection(theme, "Health", HEALTH, (250, 170), frozenset())
        self.rights = TableSection(theme, "Rights granted", RIGHTS, (250, 170), frozenset({0}))
        super().__init__(parent, self._laid_out(), WIDTH, "Tenants")
        self._secrets.hide()
        self._wire()
        self.draw(presenter.state)

    def show_tenants(self) -> None:
        self._presenter.load()
        self.rights.fill(right_rows(self._presenter.rights()))
        health = self._presenter.health()
        self.health.fill(health_rows(health, local_now()) if health is not None else [])
        self.draw(self._presenter.state)
        self.consent.hide()
        self._ask_secret("")
        first = self.more if self.form.isHidden() else self.form.name
        self.open(next(iter(self.buttons.values()), first))

    @Slot(object)
    def draw(self, state: TenantsState) -> None:
        self.problem.setText(state.problem)
        self.problem.setVisible(bool(state.problem))
        self.keep.setVisible(bool(state.keeping))
        if state.keeping:
            self.keep.setText(line(f"Keep it in {state.keeping}"))
        self.keeping_note.setText(KEEPING_NOTE + (STORE_NOTE if state.keeping else NO_STORE))
        while (item := self.rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons, self.guarded = {}, {}
        # A small window has no room for the form beside health and rights.
        alone = not state.saved and self._presenter.health() is None
        self.more.setVisible(not alone)
        self.form.setVisible(alone or self.form.is_begun)
        for saved in state.saved:
            self.rows.addWidget(self._row(saved))
        if not state.saved:
            told = NONE_YET + (DESCRIBE if alone else "")
            self.rows.addWidget(WrappingLabel(told, 13, "second"))

    def _laid_out(self) -> QVBoxLayout:
        head = row(PlainLabel("Tenants", 17, Weight.BOLD), None, self.shut_button)
        self.rows.setSpacing(6)
        more = row(self.more, None)
        parts = (
            head,
            self.rows,
            self._secrets,
            self.problem,
            self.health,
            self.rights,
            self.consent,
            hairline(),
            more,
        )
        return column(*parts, self.form, margins=(18, 14, 14, 16), spacing=10)

    def _wire(self) -> None:
        presenter = self._presenter
        self.shut_button.clicked.connect(self.shut)
        self.use.clicked.connect(self._on_use)
        self.more.clicked.connect(self._show_form)
        for field in (self.secret, self.passphrase):
            field.returnPressed.connect(self._on_use)
        self.form.wished.connect(presenter.add)
        self.form.wrong.connect(self._on_wrong)
        presenter.changed.connect(self.draw)
        presenter.added.connect(self._on_added)
        presenter.connecting.connect(self.shut)

    def _row(self, saved: Saved) -> QFrame:
        name = PlainLabel(saved.name, 14, Weight.SEMIBOLD)
        told = ElidingLabel(detail_of(saved), 12, ink="second")
        kept = ElidingLabel(" · ".join(guarding.told(saved.safeguards)), 12, ink="second")
        self.guarded[saved.name] = kept
        connect = self._button(saved, "connect", lambda: self._on_connect(saved))
        grant = self._button(saved, "rights", lambda: self._show_consent(saved))
        forget = self._button(saved, "forget", lambda: self._presenter.remove(saved.name))
        cells = row(column(name, told, kept, spacing=0), connect, grant, forget)
        cells.setStretch(0, 1)
        return framed(cells)

    def _button(self, saved: Saved, does: str, act: Callable[[], object]) -> Button:
        text = does.capitalize()
        button = Button(self._theme, text, spoken=f"{text} {saved.name}")
        button.clicked.connect(lambda: act())
        self.buttons[f"{does} {saved.name}"] = button
        return button

    def _on_connect(self, saved: Saved) -> None:
        if saved.needs_secret:
            self._ask_secret(saved.name)
        else:
            self._presenter.connect_tenant(saved.name)

    def _ask_secret(self, name: str) -> None:
        """What was typed goes with the tenant it was typed for."""
        self._chosen = name
        for field in (self.secret, self.passphrase):
            field.clear()
        self.secret.setAccessibleName(f"Client secret of {name}" if name else "Client secret")
        self._secrets.setVisible(bool(name))
        if name:
            self.secret.setFocus()

    def _show_consent(self, saved: Saved) -> None:
        """In the place of the rights and the form: a small window has no room for all."""
        self.rights.hide()
        self.health.hide()
        self.form.hide()
        self.consent.show_for(saved)

    @Slot()
    def _show_form(self) -> None:
        """In the place of the rights: a small window has no room for both."""
        self.rights.hide()
        self.health.hide()
        self.consent.hide()
        self.form.show()
        self.form.name.setFocus()

    @Slot()
    def _on_use(self) -> None:
        secret, passphrase = self.secret.taken(), self.passphrase.taken()
        keep = bool(self._presenter.state.keeping) and self.keep.isChecked()
        self._presenter.connect_tenant(self._chosen, secret, passphrase, keep=keep)

    @Slot()
    def _on_added(self) -> None:
        self.form.empty()
        self.form.hide()
        self.more.setFocus()

    @Slot(str)
    def _on_wrong(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.show()
