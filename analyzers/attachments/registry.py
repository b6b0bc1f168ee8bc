"""Registry scripts (.reg): what would start by itself, what protection would be switched off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analyzers.lib import charset, commandline, reached, regfile, urls
from analyzers.lib.parsed import Letter
from analyzers.lib.regfile import Entry
from analyzers.lib.strings import printable
from analyzers.lib.words import words
from analyzers.model.artifact import Artifact
from analyzers.model.content import PlainView
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit

SHOWN: Final = 5  # entries named in one finding
# Places from which Windows starts programs (MITRE ATT&CK T1547, T1546, T1037, T1543).
_STARTS = re.compile(
    r"\\CurrentVersion\\(?:Policies\\Explorer\\)?Run(?:Once|OnceEx|Services)?(?:\\|\Z)"
    r"|\\Windows NT\\CurrentVersion\\(?:Winlogon|Windows|SilentProcessExit)"
    r"|\\CurrentVersion\\Image File Execution Options"
    r"|\\Control\\Session Manager(?:\\AppCertDlls)?\Z|\\Active Setup\\Installed Components"
    r"|\\Services\\[^\\]{1,100}(?:\\Parameters)?\Z|\\shell\\[^\\]{1,60}\\command\Z"
    r"|\\(?:InprocServer32|LocalServer32)\Z|\\Command Processor\Z|\\Control Panel\\Desktop\Z"
    r"|\\Environment\Z|\\Explorer\\(?:Shell Folders|User Shell Folders|BootExecute)\Z"
    r"|\\Control\\(?:Lsa|Print\\Monitors|NetworkProvider)",
    re.I,
)
_NAMES: Final = {  # where only some values of a key start something
    "winlogon": "shell userinit notify",
    "windows": "appinit_dlls loadappinit_dlls load run",
    "desktop": "scrnsave.exe",
    "environment": "userinitmprlogonscript cor_profiler cor_profiler_path",
    "session manager": "bootexecute execute setupexecute",
    "command processor": "autorun",
    "lsa": "authentication packages|notification packages|security packages",
    "parameters": "servicedll",
}
# Switches of Windows' and Office's protection that malware turns (MITRE ATT&CK T1562, T1112).
_GUARDS = re.compile(
    r"\\(?:Windows Defender|Microsoft Antimalware)(?:\\|\Z)|\\Policies\\System\Z|\\Security\\?\Z"
    r"|\\ProtectedView\Z|\\FirewallPolicy\\|\\Windows Script Host\\Settings\Z|\\SystemRestore\Z"
    r"|\\ZoneMap\\|\\Internet Settings\\Zones\\|\\WindowsUpdate(?:\\|\Z)"
    r"|\\SmartScreen|\\Attachments\Z"
    r"|\\Explorer\Z",
    re.I,
)
_SWITCHES: Final = words(
    "disableantispyware disablerealtimemonitoring disablebehaviormonitoring disableioavprotection",
    "disableantivirus enablelua consentpromptbehavioradmin disabletaskmgr disableregistrytools",
    "disablecmd vbawarnings accessvbom disableinternetfilesinpv disableattachmentsinpv",
    "disableunsafelocationsinpv enablefirewall disablesr smartscreenenabled enablesmartscreen",
    "savezoneinformation packagerprompt disablescanonrealtimeenable donotallowexceptions",
    "scanwithantivirus hidezoneinfoonproperties",
)


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    letter = context.memo.once(Letter, artifact)
    yield PlainView(letter.text, letter.truncated)
    entries = list(regfile.read(letter.text))
    if letter.truncated or letter.text.count("\n") > regfile.LINES:
        title = "The registry script is longer than is read"
        yield Finding("limit.registry.lines", Severity.LOW, title, incomplete=True)
    keys = dict.fromkeys(entry.key for entry in entries)
    yield Fact("Keys", f"{len(keys)}")
    yield Fact("Values", f"{sum(bool(entry.name) for entry in entries)}")
    starting = [entry for entry in entries if starts(entry)]
    weakening = [entry for entry in entries if weakens(entry)]
    if starting:
        title = "Opening it makes something start by itself"
        yield Finding("registry.persists", Severity.HIGH, title, *_named(starting))
    if weakening:
        title = "Opening it changes what protects the computer"
        yield Finding("registry.weakens", Severity.HIGH, title, *_named(weakening))
    if not starting and not weakening and entries:
        title = "Opening it changes settings of Windows"
        yield Finding("registry.changes", Severity.LOW, title, *_named(entries))
    yield from _commands(entries)


def starts(entry: Entry) -> bool:
    """Whether Windows runs what the value holds, at some time."""
    if entry.deleted or not _STARTS.search(entry.key) or not entry.value:
        return False
    last = entry.key.rpartition("\\")[2].lower()
    wanted = re.split(r"[|]" if "|" in _NAMES.get(last, "") else r" ", _NAMES.get(last, ""))
    if last in _NAMES:
        return entry.name.lower() in wanted
    if "\\services\\" in entry.key.lower():
        return entry.name.lower() in ("imagepath", "failurecommand")
    if "image file execution" in entry.key.lower() or "silentprocessexit" in entry.key.lower():
        return entry.name.lower() in ("debugger", "verifierdlls", "monitorprocess")
    return True


def weakens(entry: Entry) -> bool:
    key = entry.key.lower()
    if entry.name.lower() in _SWITCHES and _GUARDS.search(entry.key):
        return True
    return "\\windows defender\\exclusions\\" in key + "\\" and bool(entry.name)


def _named(entries: list[Entry]) -> tuple[str, str]:
    """Evidence and place of the first few."""
    lines = [
        printable(f"{entry.key}\\{entry.name} = {entry.value or '(deleted)'}", 300)
        for entry in entries[:SHOWN]
    ]
    more = f"\n+ {len(entries) - SHOWN} more" if len(entries) > SHOWN else ""
    return "\n".join(lines) + more, f"line {entries[0].line}"


def _commands(entries: list[Entry]) -> Iterator[Observation]:
    """Values that hand something to an interpreter."""
    read = [(entry, commandline.read(entry.value)) for entry in entries[:2_000] if entry.value]
    found = [(entry, command) for entry, command in read if command.interpreted]
    for entry, command in found[:1]:
        title = commandline.sentence(command, "A value that it sets")
        where = f"line {entry.line}"
        yield Finding("registry.command", Severity.HIGH, title, printable(entry.value, 500), where)
    addresses = [address for _, command in read for address in command.addresses]
    yield from reached.recorded(addresses, "command")


UNIT = Unit("registry script", 1, frozenset({"reg"}), examine, (*urls.IMPORTS, *charset.IMPORTS))
