"""What users do at their mailboxes while an application is at work there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from workbench.simulation.letters.reporting import wrapped
from workbench.simulation.server.effects import Cause
from workbench.simulation.server.site import Site
from workbench.simulation.server.state import DELETED, RECOVERABLE, Folder, Mailbox, Message
from workbench.simulation.world import SimReport


class Unknown(Exception):
    """There is no such mailbox, message or folder."""


class People:
    """Mailboxes go by id or address; messages by id or Message-ID; folders by id or name."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def move(self, mailbox: str, message: str, folder: str) -> None:
        box, item = self._found(mailbox, message)
        self._move(box, item, self.folder(box, folder))

    def delete(self, mailbox: str, message: str) -> None:
        """To Deleted Items, from there to Recoverable Items, from there for good."""
        box, item = self._found(mailbox, message)
        deleted, recoverable = self.folder(box, DELETED), self.folder(box, RECOVERABLE)
        if item.now.folder == recoverable.id:
            self._forget(box, item)
            self._log("delete", box, item, item.now.folder, "")
        else:
            self._move(box, item, recoverable if item.now.folder == deleted.id else deleted)

    def edit(self, mailbox: str, message: str, subject: str) -> None:
        box, item = self._found(mailbox, message)
        before = item.now.subject
        item.change(subject=subject)
        self._log("change", box, item, before, subject)

    def read(self, mailbox: str, message: str) -> None:
        box, item = self._found(mailbox, message)
        item.change(is_read=True)
        self._log("change", box, item, "", "is_read")

    def delete_folder(self, mailbox: str, folder: str) -> None:
        """The folder and what lies in it are gone."""
        box = self.mailbox(mailbox)
        gone = self.folder(box, folder)
        for item in box.inside(gone):
            self._forget(box, item)
        del box.folders[gone.id]
        self._site.log.add("folder-deleted", box.person.key, Cause(), before=gone.id)

    def receive(self, mailbox: str, message: str) -> str:
        """Another copy of a message arrives now; answers its immutable id."""
        box, item = self._found(mailbox, message)
        key = f"{item.source.key}+{len(box.messages)}"
        source = replace(item.source, key=key, received=datetime.now(UTC), is_read=False)
        return self._site.state.deliver(box, source, self.folder(box, "inbox").id).immutable_id

    def reimport(self, mailbox: str, message: str) -> str:
        """Exported and imported again: the same message in the same folder under a new id."""
        box, item = self._found(mailbox, message)
        self._forget(box, item)
        self._log("delete", box, item, item.now.folder, "")
        source = replace(item.source, key=f"{item.source.key}+again")
        return self._site.state.deliver(box, source, item.now.folder).immutable_id

    def report(self, mailbox: str, message: str, category: str = "phishing") -> str:
        """The user presses the report button; answers the submission's id."""
        box, item = self._found(mailbox, message)
        state = self._site.state
        source, address = item.source, box.person.address
        key = f"{source.key}/{len(state.reports)}"
        report = SimReport(
            key, source.key, source.internet_id, address, address, category,
            datetime.now(UTC), source.subject,
        )  # fmt: skip
        state.reports.append(report)
        self._log("report", box, item, "", category)
        return key

    def wrap(self, mailbox: str, message: str, to: str, how: str = "item", words: str = "") -> str:
        """The user forwards the message to a report mailbox in the way of ``letters.reporting``;
        answers the wrapper's immutable id."""
        _, item = self._found(mailbox, message)
        target = self.mailbox(to)
        made = wrapped(
            self._site.world, item.source, target.person, how, words or "What is this?",
            datetime.now(UTC),
        )  # fmt: skip
        inbox = self.folder(target, "inbox")
        return self._site.state.deliver(target, made, inbox.id).immutable_id

    def mailbox(self, name: str) -> Mailbox:
        person = self._site.state.person(name)
        if person is None:
            raise Unknown(f"mailbox {name}")
        return self._site.state.mailbox(person)

    def folder(self, mailbox: Mailbox, name: str) -> Folder:
        found = mailbox.folder(name) or next(
            (f for f in mailbox.folders.values() if f.name == name), None
        )
        if found is None:
            raise Unknown(f"folder {name}")
        return found

    def _found(self, mailbox: str, message: str) -> tuple[Mailbox, Message]:
        box = self.mailbox(mailbox)
        found = box.message(message) or next(
            (m for m in box.messages.values() if m.source.internet_id == message), None
        )
        if found is None:
            raise Unknown(f"message {message} in {mailbox}")
        return box, found

    def _forget(self, box: Mailbox, item: Message) -> None:
        del box.messages[item.immutable_id]
        box.regular.pop(item.regular_id(item.now), None)

    def _move(self, box: Mailbox, item: Message, folder: Folder) -> None:
        before = item.now.folder
        box.place(item, folder)
        self._log("move", box, item, before, folder.id)

    def _log(self, kind: str, box: Mailbox, item: Message, before: str, after: str) -> None:
        self._site.log.add(
            kind, box.person.key, Cause(), message=item.immutable_id,
            internet_id=item.source.internet_id, before=before, after=after,
        )  # fmt: skip
