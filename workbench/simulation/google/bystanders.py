"""What users do in Gmail at the very moment a request for one of their messages comes in."""

from __future__ import annotations

from workbench.simulation.google.calls import GoogleCall
from workbench.simulation.google.mailstore import GmailMailbox
from workbench.simulation.google.site import GoogleSite
from workbench.simulation.server.effects import Cause


def act(site: GoogleSite, kind: str, call: GoogleCall) -> None:
    """Nothing, where the request names no message that is there; ids never change in Gmail."""
    user = call.path[3].casefold() if len(call.path) > 3 else ""
    person = site.state.people.get(user)
    if person is None:
        return
    mailbox = site.state.mailbox(person)
    for key in _named(call):
        _acted(site, mailbox, kind, key)


def _named(call: GoogleCall) -> list[str]:
    match call.path[4:]:
        case ("messages", "batchModify"):
            return [str(key) for key in call.document().get("ids", ())]
        case ("messages", key, *_):
            return [key]
        case _:
            return []


def _acted(site: GoogleSite, mailbox: GmailMailbox, kind: str, key: str) -> None:
    message = mailbox.messages.get(key)
    if message is None:
        return
    match kind:
        case "user-moves":
            labels = message.labels - {"INBOX", "SPAM"} | {"TRASH"}
            site.state.relabel(mailbox, message, labels, Cause())
        case "user-deletes":
            mailbox.remove(message)
        case "folder-deleted":
            for name in [name for name, label in mailbox.labels.items() if label.kind == "user"]:
                site.state.relabel(mailbox, message, message.labels - {name}, Cause())
                del mailbox.labels[name]
