"""Everything the analyst can do, as one table: menus, shortcuts, the palette and the key help."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from workbench.model.verdict import Disposition


class Need(enum.Flag):
    """What must be there for a command to be possible; else it cannot be chosen."""

    NOTHING = 0
    DESK = enum.auto()
    TENANT = enum.auto()
    MESSAGE = enum.auto()  # at least one is selected
    WORK = enum.auto()  # something runs


@dataclass(frozen=True, slots=True)
class Command:
    """``keys`` work in the whole window, ``letters`` while the list or the reading pane has the
    focus, ``list_keys`` only in the list."""

    name: str
    title: str
    menu: str
    keys: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    list_keys: tuple[str, ...] = ()
    needs: Need = Need.NOTHING

    @property
    def all_keys(self) -> tuple[str, ...]:
        return (*self.letters, *self.list_keys, *self.keys)


MENUS = ("Message", "View", "Go", "Workbench")

# Letter after E, disposition
CLOSE_AS = (
    ("C", Disposition.CLEAN),
    ("S", Disposition.SPAM),
    ("P", Disposition.PHISH),
    ("M", Disposition.MALWARE),
    ("B", Disposition.BEC),
    ("G", Disposition.GRAYMAIL),
    ("T", Disposition.SIMULATION),
    ("N", Disposition.CANNOT_TELL),
)

_TABS = tuple(
    Command(f"tab {n}", f"Show tab {n} of the message", "View", letters=(str(n),))
    for n in range(1, 8)
)

COMMANDS = (
    Command("next", "Next message", "Message", ("Ctrl+Down", "F8"), ("J",)),
    Command("previous", "Previous message", "Message", ("Ctrl+Up", "F7"), ("K",)),
    Command("next unreviewed", "Next unreviewed message", "Message", letters=("N",)),
    Command("next alike", "Next message of the campaign", "Message", ("Ctrl+.",)),
    Command("previous alike", "Previous message of the campaign", "Message", ("Ctrl+,",)),
    Command("open", "Read the message", "Message", list_keys=("Return", "Enter")),
    Command("page", "Page down, then next message", "Message", list_keys=("Space",)),
    Command("select", "Select or unselect", "Message", list_keys=("X",)),
    Command("extend down", "Extend the selection down", "Message", list_keys=("Shift+J",)),
    Command("extend up", "Extend the selection up", "Message", list_keys=("Shift+K",)),
    Command("close as", "Close as…", "Message", letters=("E",), needs=Need.DESK | Need.MESSAGE),
    Command(
        "quarantine",
        "Quarantine… (shows what would happen first)",
        "Message",
        letters=("Q",),
        needs=Need.TENANT | Need.MESSAGE,
    ),
    Command(
        "account",
        "Look at an account of the message…",
        "Message",
        letters=("U",),
        needs=Need.TENANT | Need.MESSAGE,
    ),
    Command(
        "block",
        "Block sender, domain or link…",
        "Message",
        letters=("B",),
        needs=Need.DESK | Need.MESSAGE,
    ),
    Command("undo", "Undo the last action…", "Message", letters=("Z",), needs=Need.TENANT),
    *_TABS,
    Command("body view", "Next view of the body", "View", letters=("V",)),
    Command("switch theme", "Switch between light and dark", "View"),
    Command("system theme", "Follow the colours of the system", "View"),
    Command("go reported", "Reported", "Go", ("Ctrl+1",)),
    Command("go flagged", "Flagged", "Go", ("Ctrl+2",)),
    Command("go all", "All mail", "Go", ("Ctrl+3",)),
    Command("go offline", "Offline files", "Go", ("Ctrl+4",)),
    Command("go actions", "Actions", "Go", ("Ctrl+5",)),
    Command("go search", "Search every mailbox", "Go", ("Ctrl+6",)),
    Command("go proposals", "Proposals", "Go", ("Ctrl+7",)),
    Command("filter", "Filter the list", "Go", ("Ctrl+F",), ("/",)),
    Command("back", "Back", "Go", ("Alt+Left",)),
    Command("forward", "Forward", "Go", ("Alt+Right",)),
    Command("next pane", "Next pane", "Go", ("F6",)),
    Command("previous pane", "Previous pane", "Go", ("Shift+F6",)),
    Command("open files", "Open files…", "Workbench", ("Ctrl+O",), needs=Need.DESK),
    Command("tenants", "Connect a tenant…", "Workbench", ("Ctrl+T",), needs=Need.DESK),
    Command("refresh", "Ask the tenant again", "Workbench", ("F5",), needs=Need.TENANT),
    Command("watch", "Watch for new mail, or pause", "Workbench", needs=Need.TENANT),
    Command("watch these", "Choose what is watched…", "Workbench", needs=Need.TENANT),
    Command("dns", "Ask DNS about senders, or stop asking", "Workbench", needs=Need.DESK),
    Command("propose", "Propose actions for old mail, or stop", "Workbench", needs=Need.DESK),
    Command("disarm", "Disarm every policy", "Workbench", needs=Need.DESK),
    Command("palette", "Commands…", "Workbench", ("Ctrl+K",)),
    Command("keys", "Keys", "Workbench", ("F1",)),
    Command("escape", "Stop what runs, or close the panel", "Workbench", ("Esc",)),
    Command("quit", "Quit", "Workbench", ("Ctrl+Q",)),
)


def command(name: str) -> Command:
    return next(command for command in COMMANDS if command.name == name)
