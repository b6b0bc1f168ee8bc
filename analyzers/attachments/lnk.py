"""Windows shortcuts: the command they would run, where they were made, what hangs behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from analyzers.lib import commandline, linkset, shelllink, shortcutfacts, urls, winpaths
from analyzers.lib.commandline import SCRIPT_TYPE, Command
from analyzers.lib.linkfindings import judge
from analyzers.lib.shelllink import ShellLink
from analyzers.lib.shortcutfacts import icon, targets
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Child, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit

SHOWN: Final = 260  # characters of a command line that the Properties window shows
GAP: Final = 30  # white space in a row; nobody types as much
TAIL: Final = 16  # bytes behind the end that writers leave as alignment
SCRIPT: Final = 80  # characters from which a command is also examined as a script
_MINIMISED: Final = 7  # SW_SHOWMINNOACTIVE ([MS-SHLLINK] 2.1)
# Pictures of documents and of the programs that show them; system libraries hold any picture.
_POSES = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|rtf|txt|jpe?g|png|html?|zip|csv)\Z|(?:\A|[\\/])(?:acrord32|acrobat"
    r"|acrocef|winword|excel|powerpnt|msedge|chrome|firefox|iexplore|notepad|wordpad|foxit\w*"
    r"|outlook|onenote|photos?)\.(?:exe|ico)\Z",
    re.I,
)
_GAP = re.compile(rf"[\s\u00a0\u2000-\u200b\u2800\u3000]{{{GAP},}}")


def examine(artifact: Artifact, _context: Context) -> Iterator[Observation]:
    link = shelllink.read(artifact.data)
    arguments = link.strings.get("arguments", "")
    command = commandline.read(f"{targets(link)[0] if targets(link) else ''} {arguments}".strip())
    yield from shortcutfacts.facts(link, command)
    yield from _runs(link, command)
    yield from _arguments(arguments)
    yield from _target(link)
    yield from _icon(link, command)
    links = [linkset.make(address, "", "command") for address in command.addresses]
    yield from links
    yield from judge(links)
    yield from _scripts(command, arguments)
    yield from _ending(artifact, link)


def _runs(link: ShellLink, command: Command) -> Iterator[Finding]:
    if not command.interpreted:
        yield from _opens(link)
        return
    title = commandline.sentence(_windowed(link, command))
    drastic = command.layers or (command.fetches and (command.executes or command.hidden))
    severity = Severity.CRITICAL if drastic else Severity.HIGH
    yield Finding("lnk.command", severity, title, printable(command.text, 500), "command line")


def _opens(link: ShellLink) -> Iterator[Finding]:
    named = targets(link)
    if named:
        title = f"It opens {printable(winpaths.base(named[0]), 80)}"
        yield Finding("lnk.target", Severity.INFO, title, printable(named[0], 300))


def _windowed(link: ShellLink, command: Command) -> Command:
    """Hidden also where the shortcut itself asks for a minimised window."""
    return replace(command, hidden=command.hidden or link.show == _MINIMISED)


def _arguments(arguments: str) -> Iterator[Finding]:
    if gap := _GAP.search(arguments):
        title = "White space pushes the command's end out of sight"
        evidence = f"{len(gap.group())} characters of white space"
        yield Finding(
            "lnk.arguments.padded", Severity.HIGH, title, evidence, f"argument {gap.start()}"
        )
    if len(arguments) > SHOWN:
        title = "The command is longer than the Properties window shows"
        evidence = f"{len(arguments)} characters, {SHOWN} shown"
        yield Finding("lnk.arguments.long", Severity.MEDIUM, title, evidence)


def _target(link: ShellLink) -> Iterator[Finding]:
    named = targets(link)
    # A name in another code page reads differently in each place and tells nothing.
    if len({winpaths.base(path) for path in named if path.isascii()}) > 1:
        title = "The shortcut shows one target and starts another"
        evidence = " / ".join(printable(path, 200) for path in named)
        yield Finding("lnk.target.differs", Severity.MEDIUM, title, evidence)
    remote = next((path for path in named if winpaths.server(path)), "")
    if remote:
        severity = Severity.HIGH if winpaths.outside(remote) else Severity.LOW
        title = "What the shortcut opens lies on another computer"
        yield Finding("lnk.target.remote", severity, title, printable(remote, 300))
    if link.items.library:
        title = "Merely showing the shortcut loads a library (CVE-2010-2568, CVE-2017-8464)"
        yield Finding("lnk.library", Severity.HIGH, title, printable(link.items.library, 300))


def _icon(link: ShellLink, command: Command) -> Iterator[Finding]:
    shown = icon(link)
    if winpaths.server(shown):
        severity = Severity.HIGH if winpaths.outside(shown) else Severity.LOW
        title = "Merely showing the shortcut asks another computer for its picture"
        yield Finding("lnk.icon.remote", severity, title, printable(shown, 300))
    if command.interpreted and _POSES.search(shown):
        title = "The picture is that of a document, the target runs commands"
        yield Finding("lnk.icon.poses", Severity.HIGH, title, printable(shown, 300))


def _scripts(command: Command, arguments: str) -> Iterator[Child]:
    """What is handed to an interpreter, for the examiners of scripts."""
    if command.interpreted and len(arguments) >= SCRIPT:
        raw = arguments.encode("utf-8", "replace")
        yield Child("command line", raw, SCRIPT_TYPE, Relation.EMBEDDED)
    yield from commandline.handed_on(command)


def _ending(artifact: Artifact, link: ShellLink) -> Iterator[Observation]:
    if link.damage:
        title = "The shortcut is damaged: not all of it could be read"
        yield Finding("lnk.damaged", Severity.LOW, title, link.damage, incomplete=True)
        return
    tail = artifact.data[link.end :]
    if len(tail) > TAIL and tail.strip(b"\0"):
        title = "Behind the shortcut's end stands more data, which its command can take out"
        where = f"offset {link.end}"
        yield Finding("lnk.appended", Severity.HIGH, title, f"{len(tail)} bytes", where)
        yield Child("appended data", tail, "", Relation.OVERLAY)


UNIT = Unit("shortcut", 1, frozenset({"lnk"}), examine, urls.IMPORTS)
