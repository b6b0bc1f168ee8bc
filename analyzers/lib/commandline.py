"""Reads what a Windows command line would do, without running any of it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from analyzers.lib.lolbins import INTERPRETERS, PROGRAMS
from analyzers.lib.refang import defang
from analyzers.model.observation import Child, Relation

LONGEST: Final = 65_536  # characters read; CreateProcess takes 32,767
LAYERS: Final = 4  # commands inside encoded commands
_NAMED: Final = 8  # programs and addresses named
SCRIPT_TYPE: Final = "text/x-script"  # by which the sniffer knows what an interpreter is given

_ESCAPES = re.compile(r"[\^`](?=[\x21-\x7e])")  # what cmd and PowerShell drop inside a word
_QUOTED_AWAY = re.compile(r"(?<=\w)(?:\"\"|'')(?=\w)")
_COMSPEC = re.compile(r"%comspec%", re.I)
_ENDED = re.compile(r"[\"'\n]|\Z|[ \t]{1,9}(?:[-/\"]|https?:)")
_WORD = re.compile(r"[\w-]{1,40}")
_ENCODED = re.compile(
    r"(?<![\w-])[-/\u2013\u2014\u2015](?:ec|e(?:n(?:c(?:o(?:d(?:e(?:d(?:c\w{0,6})?)?)?)?)?)?)?)"
    r"[\s:]{1,200}[\"']?([A-Za-z0-9+/]{12,60000}={0,2})",
    re.I,
)
_CHAINED = re.compile(r"FromBase64String\(\s{0,9}[\"']([A-Za-z0-9+/]{12,60000}={0,2})[\"']", re.I)
_HIDDEN = re.compile(
    r"(?<![\w-])[-/](?:w(?:i(?:n(?:d\w{0,9})?)?)?)[\s:]{1,20}[\"']?(?:h(?:i\w{0,4})?|1)\b"
    r"|\bstart\s{1,9}(?:\"[^\"]{0,60}\"\s{0,9})?/min\b|WindowStyle\s{0,9}=\s{0,9}[\"']?hidden"
    r"|CreateNoWindow",
    re.I,
)
_ADDRESS = re.compile(r"\b(?:https?|ftp)://[^\s\"'<>|)}\];,]{3,2000}", re.I)
_SHARE = re.compile(r"(?<![\w\\])\\\\[\w.@-]{2,100}\\[^\s\"'<>|)};,]{1,1000}")
_FETCHES = re.compile(
    r"DownloadString|DownloadFile|DownloadData|DownloadFromUrl|Net\.WebClient|Invoke-WebRequest"
    r"|Invoke-RestMethod|Start-BitsTransfer|\bi(?:wr|rm)\b|\bwget\b|\bcurl\b|urlcache|verifyctl"
    r"|/transfer\b|WinHttp|XMLHTTP|URLDownloadToFile",
    re.I,
)
_EXECUTES = re.compile(
    r"Invoke-Expression|\bi[e3]x\b|Start-Process|\bsaps\b|Reflection\.Assembly|\[ScriptBlock\]"
    r"|\.Invoke\(|VirtualAlloc|WScript\.Shell|ShellExecute|\bstart\s{1,9}(?!/min|/b)[\"'%\w]",
    re.I,
)
_STAYS = re.compile(
    r"schtasks[^&|]{0,200}/create|CurrentVersion\\Run|Register-ScheduledTask"
    r"|New-Service|Startup\\|\bsc\s{1,9}create\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Command:
    """``programs`` are names out of ``PROGRAMS`` in order; ``layers`` what base64 held."""

    text: str
    programs: tuple[str, ...]
    addresses: tuple[str, ...]
    layers: tuple[str, ...]
    hidden: bool
    fetches: bool
    executes: bool
    stays: bool

    @property
    def interpreted(self) -> bool:
        """Whether it hands anything to an interpreter or another tool that runs things."""
        return any(program in INTERPRETERS for program in self.programs)


def read(text: str) -> Command:
    """Everything that can be told of the command, its encoded layers included."""
    text = text[:LONGEST]
    layers = tuple(_layers(text))
    plain = "\n".join([_plain(text), *(_plain(layer) for layer in layers)])
    programs = tuple(_programs(plain))
    urls = [m.group() for m in _ADDRESS.finditer(plain)] + [
        m.group() for m in _SHARE.finditer(plain)
    ]
    tools = any(PROGRAMS[name][1] == "fetch" for name in programs)
    return Command(
        text,
        programs,
        tuple(dict.fromkeys(urls))[:_NAMED],
        layers,
        hidden=bool(_HIDDEN.search(plain)),
        fetches=bool(urls) and (tools or bool(_FETCHES.search(plain))),
        executes=bool(_EXECUTES.search(plain)),
        stays=bool(_STAYS.search(plain)),
    )


def _plain(text: str) -> str:
    """Without the characters that only split words for a reader."""
    return _COMSPEC.sub("cmd.exe", _QUOTED_AWAY.sub("", _ESCAPES.sub("", text)))


def _programs(text: str) -> Iterator[str]:
    """Names of known programs: the first word, and those written with .exe or after a separator."""
    seen: set[str] = set()
    for match in _WORD.finditer(text):
        name = match.group().lower()
        if name in PROGRAMS and name not in seen and _called(text, match):
            seen.add(name)
            yield name
            if len(seen) >= _NAMED:
                return


def _called(text: str, match: re.Match[str]) -> bool:
    """Whether a word stands where a program does: at the start, behind a path or a separator."""
    if text[match.end() : match.end() + 4].lower() == ".exe":
        return True
    before = text[max(0, match.start() - 40) : match.start()].rstrip(" \t\"'(")
    if not before:
        return match.start() <= 40
    if before[-1] == "\\":  # a folder may have the name, and a blank in the middle of its own
        return bool(_ENDED.match(text, match.end()))
    if before[-1] in "&|;\n{":
        return text[match.end() : match.end() + 1] in (" ", "\t", '"', "'", "", "\n", "/")
    return before.lower().endswith((" /c", " /k", " /r", "/c", "start", "call", "-command", "/min"))


def _layers(text: str) -> Iterator[str]:
    """Commands that PowerShell takes in base64, each looked into again."""
    pending, count = [text], 0
    while pending and count < LAYERS:
        source = _plain(pending.pop())
        for match in (*_ENCODED.finditer(source), *_CHAINED.finditer(source)):
            found = decoded(match.group(1))
            if found and count < LAYERS:
                count += 1
                pending.append(found)
                yield found


def decoded(text: str) -> str:
    """The text of a base64 command, UTF-16 as PowerShell wants it or ASCII; "" for neither."""
    try:
        raw = base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))
    except (binascii.Error, ValueError):
        return ""
    wide = raw[1:200:2].count(0) * 2 > len(raw[1:200:2])
    found = raw.decode("utf-16-le" if wide else "utf-8", "replace")
    shown = sum(c.isprintable() or c.isspace() for c in found)
    return found if found and shown * 10 > len(found) * 9 else ""


def handed_on(command: Command) -> Iterator[Child]:
    """What base64 held, as artifacts of their own: scripts, whatever they look like."""
    for number, layer in enumerate(command.layers, 1):
        raw = layer.encode("utf-8", "replace")
        yield Child(f"decoded command {number}", raw, SCRIPT_TYPE, Relation.EMBEDDED)


def sentence(command: Command, subject: str = "Opening it") -> str:
    """One line of what the command does, never more than stands in it."""
    names = [PROGRAMS[name][0] for name in command.programs]
    hidden = " in a hidden window" if command.hidden else ""
    start = f"{subject} runs {' and '.join(dict.fromkeys(names[:3]))}{hidden}" if names else ""
    start = start or f"{subject} starts a program{hidden}"
    return start + ", ".join(["", *_clauses(command)])


def _clauses(command: Command) -> Iterator[str]:
    goal = shortened(command.addresses[0]) if command.addresses else ""
    if command.layers:
        yield "decodes a command"
    if command.fetches:
        runs = " and runs it" if command.executes else ""
        yield f"fetches from {goal}{runs}"
    elif goal:
        yield f"reaches for {goal}"
    elif command.executes:
        yield "runs what it assembled"
    if command.stays:
        yield "and makes it start again later"


def shortened(address: str) -> str:
    """Defanged, and no longer than a line can hold."""
    shown = defang(address) if "://" in address else address
    return f"{shown[:119]}…" if len(shown) > 120 else shown
