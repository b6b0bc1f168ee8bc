"""Section files that Windows acts upon: themes, Explorer commands (.scf), setup files (.inf)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analyzers.lib import charset, commandline, inifile, reached, urls
from analyzers.lib.inifile import Sections
from analyzers.lib.parsed import Letter
from analyzers.model.artifact import Artifact
from analyzers.model.content import PlainView
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit

SHOWN: Final = 40  # values listed
# Sections whose lines cmstp and the old installer run (LOLBAS, "Cmstp"; Microsoft Learn).
_RUNS = re.compile(r"\A(?:run(?:pre|post)setupcommands\w*|unregisterocx\w*|registerocx\w*)\Z")
_KEYS: Final = frozenset(
    ["runpresetupcommands", "runpostsetupcommands", "unregisterocxs", "registerocxs"]
)
_STARTS = re.compile(
    r"currentversion\\+(?:run|runonce|winlogon)\b|image file execution options", re.I
)
_SCRIPTLET = re.compile(r"scrobj\.dll|\bN[IU],|https?://", re.I)


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    letter = context.memo.once(Letter, artifact)
    yield PlainView(letter.text, letter.truncated)
    sections = inifile.read(letter.text)
    match artifact.kind:
        case "theme":
            yield from _theme(sections)
        case "scf":
            yield from _explorer(sections)
        case _:
            yield from _setup(sections)


def _values(sections: Sections) -> Iterator[tuple[str, str, str]]:
    for section, pairs in sections.items():
        for key, value in pairs:
            yield section, key, value.strip('"')


def _theme(sections: Sections) -> Iterator[Observation]:
    remote = [(f"{s}, {k}", v) for s, k, v in _values(sections) if reached.remote(v)]
    for key, label in (("displayname", "Name"), ("brandimage", "Brand image")):
        if value := inifile.first(sections, "theme", key):
            yield Fact(label, reached.shown(value))
    saver = inifile.first(sections, "boot", "scrnsave.exe")
    style = inifile.first(sections, "visualstyles", "path")
    yield from (
        Fact(n, reached.shown(v)) for n, v in (("Screen saver", saver), ("Style", style)) if v
    )
    if remote:
        title = "Merely showing the theme fetches files from another computer"
        where, path = remote[0]
        yield Finding("theme.remote", reached.weight(path), title, reached.shown(path), where)
    if reached.remote(saver) or reached.remote(style):
        title = "The theme brings a program or style library from another computer (CVE-2023-38146)"
        yield Finding("theme.program", Severity.HIGH, title, reached.shown(saver or style))
    yield from reached.recorded([path for _, path in remote], "theme")


def _explorer(sections: Sections) -> Iterator[Observation]:
    icon = inifile.first(sections, "shell", "iconfile")
    for key, label in (("command", "Command"), ("iconfile", "Icon")):
        if value := inifile.first(sections, "shell", key):
            yield Fact(label, reached.shown(value))
    if reached.remote(icon):
        title = "Merely showing the folder it lies in asks another computer for a picture"
        yield Finding("scf.remote", Severity.HIGH, title, reached.shown(icon), "IconFile")
    yield from reached.recorded([icon], "shortcut")


def _setup(sections: Sections) -> Iterator[Observation]:
    for key, label in (
        ("class", "Class"),
        ("provider", "Provider (a claim)"),
        ("driverver", "Version"),
    ):
        if value := inifile.first(sections, "version", key):
            yield Fact(label, reached.shown(_named(sections, value)))
    commands = list(dict.fromkeys(_commands(sections)))
    for command in commands[:SHOWN]:
        yield Fact("Would run", reached.shown(_named(sections, command), 1_000))
    risky = [c for c in commands if commandline.read(c).interpreted or _SCRIPTLET.search(c)]
    if commands:
        title = "Installing it runs commands" + (" through an interpreter" if risky else "")
        severity = Severity.HIGH if risky else Severity.MEDIUM
        evidence = reached.shown((risky or commands)[0], 500)
        yield Finding("inf.runs", severity, title, evidence)
    started = next((v for _, _, v in _values(sections) if _STARTS.search(v)), "")
    if started:
        title = "Installing it makes something start with Windows"
        yield Finding("inf.persists", Severity.HIGH, title, reached.shown(started))
    found = [u for c in commands for u in commandline.read(c).addresses]
    yield from reached.recorded(found, "command")


def _commands(sections: Sections) -> Iterator[str]:
    """Lines of the sections that are run, and of those that an install section names as such."""
    named = {
        name.strip().lower()
        for _, key, value in _values(sections)
        if key in _KEYS
        for name in value.split(",")
    }
    for section, pairs in sections.items():
        if section in named or _RUNS.match(section):
            yield from (f"{key}={value}" if key else value for key, value in pairs)


def _named(sections: Sections, value: str) -> str:
    """With %name% replaced by what [Strings] says, once."""
    strings = {key: text.strip('"') for key, text in sections.get("strings", ())}
    return re.sub(r"%(\w{1,60})%", lambda m: strings.get(m.group(1).lower(), m.group()), value)


UNIT = Unit(
    "settings files",
    1,
    frozenset({"theme", "scf", "inf"}),
    examine,
    (*urls.IMPORTS, *charset.IMPORTS),
)
