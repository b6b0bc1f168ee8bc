"""What can be chosen for copies, where each choice puts them, and how far it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.connectors.tags import tag_on
from workbench.errors import BadInput, RemediationRefused
from workbench.model.remediation import ActionKind, Choice

QUARANTINE = "quarantine"  # target of an item before its mailbox's own folder is known
_PATH = "path:"
_KNOWN = {
    ActionKind.STRONG: "recoverableitemsdeletions",
    ActionKind.JUNK: "junkemail",
    ActionKind.DELETED: "deleteditems",
}
KNOWN = frozenset(_KNOWN.values())
GOOGLE = "Google Workspace"
MICROSOFT = "Microsoft 365"
# Gmail's help: what lies in Spam or in the Bin is deleted for good after 30 days.
_THIRTY = (
    "can be put back for 30 days; then Gmail deletes it, and for 90 days in all it can be put in "
    "again as a new message from a sealed copy kept here"
)
_UNKNOWN = "for how long cannot be read here"
# Exchange Online keeps recoverable items for 14 days, and for 30 where an administrator says so;
# its default retention policy empties Junk Email after 30 days.
_BACK: dict[str, dict[ActionKind, str]] = {
    MICROSOFT: {
        ActionKind.QUARANTINE: "can be put back until somebody or a retention policy empties the "
        f"folder; {_UNKNOWN}. The folder is hidden, which some mail programs ignore",
        ActionKind.STRONG: "can be put back for as long as the tenant keeps deleted items, 14 days "
        f"unless set otherwise; {_UNKNOWN}. No mail program lists the folder, but the user may "
        "recover from it",
        ActionKind.JUNK: "can be put back until the user or a retention policy empties the folder, "
        f"30 days by default; {_UNKNOWN}. The user still sees it there",
        ActionKind.DELETED: "can be put back until the user or a retention policy empties the "
        f"folder; {_UNKNOWN}. The user still sees it there",
        ActionKind.FOLDER: "can be put back for as long as it lies there. The user still sees it",
        ActionKind.TAG: "gets a category, which can be taken off exactly for as long as the "
        "message is there. Nothing moves: the user still sees it, with the category",
    },
    GOOGLE: {
        ActionKind.QUARANTINE: f"{_THIRTY}. Searches and All Mail leave it out; a user who opens "
        "the Bin sees it",
        ActionKind.JUNK: f"{_THIRTY}. The user still sees it there",
        ActionKind.DELETED: f"{_THIRTY}. The user still sees it there",
        ActionKind.FOLDER: "can be put back for as long as it lies there. The user still sees it",
        ActionKind.TAG: "gets a label, which can be taken off exactly for as long as the message "
        "is there. Nothing moves: the user still sees it, with the label",
    },
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One action as this provider has it, with how far it can be taken back."""

    kind: ActionKind
    back: str


def offers(provider: str) -> tuple[Offer, ...]:
    """The default first; empty where nothing can be changed."""
    return tuple(Offer(kind, back) for kind, back in _BACK.get(provider, {}).items())


def back(kind: ActionKind, provider: str) -> str:
    """How far an action can be taken back, "" where it is not offered."""
    return _BACK.get(provider, {}).get(kind, "")


def require(choice: Choice, provider: str) -> None:
    if not back(choice.kind, provider):
        raise RemediationRefused(f"{provider} offers no action {choice.kind.value}")
    if (choice.kind is ActionKind.FOLDER) != bool(choice.folder.strip()):
        raise RemediationRefused("A move to a folder needs its path, and only such a move has one")


def target_of(choice: Choice) -> str:
    """How the manifest, and its hash, name the place."""
    if choice.kind is ActionKind.FOLDER:
        return f"{_PATH}{choice.folder.strip()}"
    if choice.kind is ActionKind.TAG:
        return tag_on()
    return _KNOWN.get(choice.kind, QUARANTINE)


def path_in(target: str) -> str:
    return target.removeprefix(_PATH)


def read_choice(text: str) -> Choice:
    """As typed: the name of an action, or ``folder:PATH``."""
    name, colon, path = text.partition(":")
    words = {
        "quarantine": ActionKind.QUARANTINE,
        "strong": ActionKind.STRONG,
        "junk": ActionKind.JUNK,
        "deleted": ActionKind.DELETED,
        "folder": ActionKind.FOLDER,
        "tag": ActionKind.TAG,
    }
    kind = words.get(name)
    if kind is None or (kind is ActionKind.FOLDER) != bool(colon and path.strip()):
        known = ", ".join("folder:PATH" if word == "folder" else word for word in words)
        raise BadInput(f"There is no action {text!r}: {known}")
    return Choice(kind, path.strip())


def removed_note(kind: ActionKind) -> str:
    """Why an action halts whose destination somebody removed."""
    if kind is ActionKind.QUARANTINE:
        return "Our quarantine folder was removed from a mailbox"
    return "The folder to move to was removed from a mailbox"
