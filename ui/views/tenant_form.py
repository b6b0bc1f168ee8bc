"""The form that describes a tenant to be remembered; no secret is typed into it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QLineEdit

from ui.naming import named
from ui.theme import Theme
from ui.widgets.boxes import column, framed, row
from ui.widgets.button import Button
from ui.widgets.choice import Choice
from ui.widgets.label import PlainLabel, WrappingLabel
from workbench.errors import BadInput
from workbench.profiles.clouds import CLOUDS
from workbench.profiles.saved import Saved, SavedGoogle, SavedMicrosoft

LABEL = 150  # pixels
LONGEST = 1_000  # characters of a field
LIST_BYTES = 1 << 20  # of a file that names the pilot's mailboxes
APPLICATION, BROWSER = "application", "interactive"
SIGN_INS = {
    APPLICATION: "As an application, which reaches every mailbox",
    BROWSER: "As yourself, in the browser",
    "device": "As yourself, by a code typed on another device",
}
DELEGATION = "delegation"
GOOGLE_SIGN_INS = {
    DELEGATION: "As a service account, which reaches every mailbox",
    BROWSER: "As yourself, in the browser",
}
NOTES = {
    APPLICATION: "An application of your tenant with application permissions, proven by a "
    "certificate. Give the one that reads and the one that changes mail a registration of its own "
    "each.",
    DELEGATION: "A service account with domain-wide delegation. Google cannot limit it to some "
    "mailboxes: the pilot's list below is held by this program.",
}
OWN_NOTES = {
    False: "Reaches your own mailbox and the shared ones named below, and asks for the right to "
    "change mail at the first change. Without a key store you sign in anew at each start.",
    True: "Reaches your own mailbox alone, with a desktop application's client file, and asks for "
    "the right to change mail at the first change.",
}  # by whether it is Google's


class TenantForm(QFrame):
    wished = Signal(object)  # Saved
    wrong = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._google = False
        self.microsoft = named(Button(theme, "Microsoft 365", "choice"), "tenant.microsoft")
        self.google = named(Button(theme, "Google Workspace", "choice"), "tenant.google")
        for button in (self.microsoft, self.google):
            button.setCheckable(True)
        self.name = self._line("tenant.name", "Name", "as it is shown to you")
        self.tenant = self._line("tenant.tenant", "Tenant id", "directory id of the portal")
        self.client = self._line("tenant.client", "Application id", "client id")
        hint = "PEM with key; empty: a secret is asked for"
        self.certificate = self._line("tenant.certificate", "Certificate", hint)
        hint = "application id of a second one that writes; empty: the first does"
        self.remediator = self._line("tenant.remediator", "Remediator", hint)
        hint = "PEM with encrypted key; empty: a kept secret"
        self.remediator_certificate = self._line(
            "tenant.remediator_certificate", "Its certificate", hint
        )
        clouds = {key: cloud.name for key, cloud in CLOUDS.items()}
        self.cloud = Choice("tenant.cloud", "Cloud", clouds)
        self.sign_in = Choice("tenant.sign_in", "Sign-in", SIGN_INS)
        hint = "addresses, separated by commas; empty: your own mailbox alone"
        self.shared = self._line("tenant.shared", "Shared mailboxes", hint)
        self.domain = self._line("tenant.domain", "Domain", "primary domain")
        hint = "address of who may read the directory, or of who signs in"
        self.admin = self._line("tenant.admin", "Administrator", hint)
        self.key = self._line("tenant.key", "Key file", "JSON of the service account or client")
        self.google_sign_in = Choice("tenant.google_sign_in", "Sign-in", GOOGLE_SIGN_INS)
        hint = "key file of a second account that writes; empty: the first does"
        self.remediator_key = self._line("tenant.remediator_key", "Remediator's key", hint)
        hint = "file with an address a line; empty: all mailboxes"
        self.pilot = self._line("tenant.pilot", "Pilot", hint)
        hint = "and a group's members: object id, of Google its address"
        self.pilot_group = self._line("tenant.pilot_group", "Pilot's group", hint)
        hint = "addresses users forward suspects to, separated by commas"
        self.reports = self._line("tenant.reports", "Report mailboxes", hint)
        hint = "security-operations, journal, evidence: actions leave them alone"
        self.excluded = self._line("tenant.excluded", "Excluded mailboxes", hint)
        told = "Tell the provider what reports and alerts came to"
        self.write_back = named(QCheckBox(told), "tenant.write_back")
        self.note = WrappingLabel("", 12, "second")
        self.add = named(Button(theme, "Remember it", "primary"), "tenant.add")
        self._arrange()
        self.microsoft.clicked.connect(lambda: self.choose(google=False))
        self.google.clicked.connect(lambda: self.choose(google=True))
        self.add.clicked.connect(self._on_add)
        for choice in (self.sign_in, self.google_sign_in):
            choice.currentIndexChanged.connect(self._on_sign_in)
        self.choose(google=False)

    def choose(self, *, google: bool) -> None:
        self._google = google
        self.microsoft.setChecked(not google)
        self.google.setChecked(google)
        self._for_google.setVisible(google)
        self._for_microsoft.setVisible(not google)
        self._on_sign_in()

    @property
    def _way(self) -> str:
        return (self.google_sign_in if self._google else self.sign_in).value

    @property
    def _by_user(self) -> bool:
        return self._way not in NOTES

    @Slot()
    def _on_sign_in(self) -> None:
        """Only what goes with the way of signing in is there to be filled in."""
        own = self._by_user
        self.note.setText(OWN_NOTES[self._google] if own else NOTES[self._way])
        for part in (*self._of_application, *self._of_account):
            part.setVisible(not own)
        self._of_user.setVisible(own)

    @property
    def is_begun(self) -> bool:
        """Whether anything is typed into it."""
        return any(line.text() for line in self.findChildren(QLineEdit))

    def empty(self) -> None:
        for line in self.findChildren(QLineEdit):
            line.clear()
        for choice in (self.cloud, self.sign_in, self.google_sign_in):
            choice.reset()
        self.write_back.setChecked(False)

    def saved(self) -> Saved:
        """What is typed; ``BadInput`` where the pilot's list cannot be read."""
        fence = _addresses(self.pilot.text().strip())
        name, group = self.name.text().strip(), self.pilot_group.text().strip()
        if self._google:
            domain, admin = self.domain.text().strip(), self.admin.text().strip()
            return SavedGoogle(
                *(name, domain, admin, self.key.text().strip(), fence, _listed(self.reports)),
                remediator_key="" if self._by_user else self.remediator_key.text().strip(),
                sign_in=self._way,
                fence_group=group,
                write_back=self.write_back.isChecked(),
                excluded=_listed(self.excluded),
            )
        tenant, client = self.tenant.text().strip(), self.client.text().strip()
        application = (self.certificate, self.remediator, self.remediator_certificate)
        proofs = ("", "", "") if self._by_user else (line.text().strip() for line in application)
        certificate, remediator, remediator_certificate = proofs
        return SavedMicrosoft(
            *(name, tenant, client, self.cloud.value, certificate, fence, _listed(self.reports)),
            sign_in=self._way,
            remediator=remediator,
            remediator_certificate=remediator_certificate,
            fence_group=group,
            write_back=self.write_back.isChecked(),
            excluded=_listed(self.excluded),
            shared_mailboxes=_listed(self.shared) if self._by_user else (),
        )

    @Slot()
    def _on_add(self) -> None:
        try:
            saved = self.saved()
        except BadInput as problem:
            self.wrong.emit(str(problem))
            return
        self.wished.emit(saved)

    def _line(self, name: str, label: str, hint: str) -> QLineEdit:
        line = named(QLineEdit(), name, label)
        line.setPlaceholderText(hint)
        line.setMaxLength(LONGEST)
        line.returnPressed.connect(self._on_add)
        return line

    def _arrange(self) -> None:
        its = self.remediator_certificate
        self._of_application = (
            _labelled("Certificate", self.certificate, self._browse(self.certificate)),
            _labelled("Remediator", self.remediator),
            _labelled("Its certificate", its, self._browse(its)),
        )
        self._of_user = _labelled("Shared mailboxes", self.shared)
        self._for_microsoft = framed(
            column(
                _labelled("Sign-in", self.sign_in),
                _labelled("Tenant id", self.tenant),
                _labelled("Application id", self.client),
                *self._of_application,
                _labelled("Cloud", self.cloud),
                self._of_user,
            )
        )
        key = self.remediator_key
        self._of_account = (_labelled("Remediator's key", key, self._browse(key)),)
        self._for_google = framed(
            column(
                _labelled("Sign-in", self.google_sign_in),
                _labelled("Domain", self.domain),
                _labelled("Administrator", self.admin),
                _labelled("Key file", self.key, self._browse(self.key)),
                *self._of_account,
            )
        )
        providers = row(self.microsoft, self.google, None)
        pilot = _labelled("Pilot", self.pilot, self._browse(self.pilot))
        parts = (providers, self.note, _labelled("Name", self.name))
        group = _labelled("Pilot's group", self.pilot_group)
        reports = _labelled("Report mailboxes", self.reports)
        excluded = _labelled("Excluded", self.excluded)
        fields = (self._for_microsoft, self._for_google, pilot, group, reports, excluded)
        foot = row(self.write_back, None, self.add)
        self.setLayout(column(*parts, *fields, foot, spacing=8))

    def _browse(self, line: QLineEdit) -> Button:
        spoken = f"Choose a file: {line.accessibleName()}"
        button = named(Button(self._theme, "…", spoken=spoken), f"{line.objectName()}.file")
        button.clicked.connect(lambda: self._choose_file(line))
        return button

    def _choose_file(self, line: QLineEdit) -> None:
        name, _ = QFileDialog.getOpenFileName(self, line.accessibleName())
        if name:
            line.setText(name)


def _labelled(text: str, *parts: QLineEdit | Choice | Button) -> QFrame:
    label = PlainLabel(text, 13, ink="second")
    label.setFixedWidth(LABEL)
    return framed(row(label, *parts))


def _listed(line: QLineEdit) -> tuple[str, ...]:
    found = (one.strip() for one in line.text().replace(";", ",").split(","))
    return tuple(dict.fromkeys(filter(None, found)))


def _addresses(path: str) -> tuple[str, ...]:
    if not path:
        return ()
    try:
        if Path(path).stat().st_size > LIST_BYTES:
            raise BadInput("The pilot's list is too large to be one")
        lines = Path(path).read_text("utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise BadInput(f"The pilot's list cannot be read: {error}") from error
    found = tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))
    if not found:
        raise BadInput("The pilot's list names no mailbox; without a list all are in reach")
    return found
