"""The command line: finds out what is asked and hands it on, importing nothing else."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import ConnectorError, WorkbenchError
from workbench.report.printable import printable
from workbench.settings import WindowSettings, profiles_path, workspace_path

if TYPE_CHECKING:
    from workbench.model.tenant import Profile

# Command to the module that carries it out, and its help.  A module is imported when it is asked.
COMMANDS = {
    "analyze": ("workbench.commands.analyze", "analyse files and folders on this computer"),
    "simulate": ("workbench.simulation.command", "serve the built-in simulated tenant"),
    "rules": ("workbench.commands.rules", "try YARA rules, and say which are in use"),
    "doctor": ("workbench.commands.doctor", "look for what is missing on this machine"),
    "audit": ("workbench.commands.audit", "prove the log of what was done, or print it"),
    "anchors": ("workbench.commands.anchors", "say where heads of that log go for safety"),
    "search": ("workbench.commands.search", "find mail in the mailboxes of a tenant"),
    "remediate": ("workbench.commands.remediate", "move every copy of a message out of reach"),
    "approval": ("workbench.commands.approval", "ask for a second person's approval, or give it"),
    "block": ("workbench.commands.block", "print what blocks senders, domains and links"),
    "resume": ("workbench.commands.resume", "go on with an action that was paused or interrupted"),
    "look": ("workbench.commands.look", "look again after actions, where that is due"),
    "undo": ("workbench.commands.undo", "put back what an action moved"),
    "profile": ("workbench.commands.profile", "remember tenants, and try what they grant"),
    "account": ("workbench.commands.account", "read rules, sign-ins and grants of an account"),
    "contain": ("workbench.commands.contain", "end sessions, disable an account, switch rules off"),
    "probe": ("workbench.commands.probe", "put what is doubtful to one real test mailbox"),
    "indicators": ("workbench.commands.indicators", "list what is bad, and find it in old mail"),
    "policy": ("workbench.commands.policy", "arm what may act on proposals alone, or disarm it"),
    "journal": ("workbench.commands.journal", "print what was done to mailboxes"),
}
USAGE_ERROR = 2
NO_ANSWER = 5  # of a tenant: not reached, not trusted, or it did not let us in
INTERRUPTED = 130  # what shells report for a program that SIGINT ended
OpenWindow = Callable[[WindowSettings], int]


def main(argv: Sequence[str], open_window: OpenWindow) -> int:
    """The exit code; ``open_window`` is how the caller shows the program, loaded when needed."""
    command = argv[0] if argv else ""
    _make_tolerant()
    try:
        if command in COMMANDS:
            return _command(command, argv[1:])
        return open_window(_window_settings(argv))
    except WorkbenchError as error:
        print(f"workbench: {printable(str(error))}", file=sys.stderr)
        return NO_ANSWER if isinstance(error, ConnectorError) else USAGE_ERROR
    except BrokenPipeError:
        _silence()
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def _make_tolerant() -> None:
    """A terminal whose encoding lacks a character gets its escape, not the end of the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _silence() -> None:
    """The reader is gone: what is still buffered goes nowhere, and the end is not a second error
    (as Python's documentation of SIGPIPE advises)."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _command(name: str, argv: Sequence[str]) -> int:
    module = importlib.import_module(COMMANDS[name][0])
    parser = argparse.ArgumentParser(prog=f"workbench {name}", description=module.__doc__)
    module.add_arguments(parser)
    return int(module.run(parser.parse_args(argv)))


def _window_settings(argv: Sequence[str]) -> WindowSettings:
    width = max(map(len, COMMANDS))
    commands = "\n".join(f"  {name:<{width}}  {text}" for name, (_, text) in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="workbench",
        description="Desktop workbench for e-mail security analysts.",
        epilog=f"other commands (workbench COMMAND --help):\n{commands}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "what", nargs="?", choices=["demo"], help="demo: open on the simulated tenant"
    )
    parser.add_argument("--workspace", type=Path, metavar="FILE", help="the workspace file")
    parser.add_argument(
        "--rules", action="append", default=[], type=Path, metavar="DIR", help="YARA rules to add"
    )
    parser.add_argument(
        "--dns", action="store_true", help="ask the system's DNS for keys and policies of senders"
    )
    parser.add_argument(
        "--google", action="store_true", help="with demo: the tenant as Google Workspace shows it"
    )
    parser.add_argument(
        "--proposals", action="store_true", help="propose actions for old mail, until taken back"
    )
    parser.add_argument("--profile", metavar="NAME", help="connect this remembered tenant")
    chosen = parser.parse_args(argv)
    demo = chosen.what == "demo"
    if chosen.google and not demo:
        parser.error("--google goes with demo")
    if chosen.profile and demo:
        parser.error("--profile does not go with demo")
    path = chosen.workspace or workspace_path(demo=demo, google=chosen.google)
    return WindowSettings(
        path, demo, chosen.google, tuple(chosen.rules), _profile(chosen.profile), chosen.dns,
        chosen.proposals,
    )  # fmt: skip


def _profile(name: str | None) -> Profile | None:
    """The remembered tenant, its secret asked for on the terminal where one is needed."""
    if not name:
        return None
    from workbench.commands.profile import profile_of
    from workbench.profiles.book import ProfileBook

    return profile_of(ProfileBook(profiles_path()).named(name))
