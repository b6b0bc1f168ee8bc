"""Remote desktop files (.rdp): whom they connect to, and what of this computer they hand over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import charset, commandline, reached, urls, winpaths
from analyzers.lib.parsed import Letter
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.content import PlainView
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit

LINES: Final = 2_000  # read; the client writes some fifty
# Setting: label of the fact (Microsoft Learn, "Supported RDP properties").
_FACTS: Final = {
    "full address": "Connects to",
    "alternate full address": "Connects to (second name)",
    "gatewayhostname": "Gateway",
    "username": "User name",
    "domain": "Domain",
    "remoteapplicationprogram": "Remote program",
    "remoteapplicationname": "Shown as",
    "remoteapplicationcmdline": "Its arguments",
    "alternate shell": "Program started there",
    "drivestoredirect": "Drives handed over",
    "devicestoredirect": "Devices handed over",
    "usbdevicestoredirect": "USB devices handed over",
    "camerastoredirect": "Cameras handed over",
    "signscope": "Signed settings",
    "kdcproxyname": "Kerberos proxy",
}
_SHARED: Final = {
    "redirectclipboard": "the clipboard",
    "redirectsmartcards": "smart cards",
    "redirectwebauthn": "passkeys",
    "redirectprinters": "printers",
    "redirectcomports": "serial ports",
    "audiocapturemode": "the microphone",
    "redirectdrives": "all drives",
}
_BLIND: Final = frozenset({"0"})  # authentication level: connect without a warning
Settings = dict[str, str]


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    letter = context.memo.once(Letter, artifact)
    yield PlainView(letter.text, letter.truncated)
    settings = read(letter.text)
    for name, label in _FACTS.items():
        if value := settings.get(name, ""):
            yield Fact(label, printable(value, 300))
    yield Fact("Signed", "a signature is there; not checked" if settings.get("signature") else "no")
    yield from _connection(settings)
    yield from _program(settings)
    hosts = (settings.get("full address", ""), settings.get("gatewayhostname", ""))
    yield from reached.recorded([f"rdp://{host}" for host in hosts if host], "remote desktop")


def read(text: str) -> Settings:
    """Values by setting, both from name:type:value; the first counts."""
    found: Settings = {}
    for line in text.splitlines()[:LINES]:
        name, _, rest = line.partition(":")
        kind, colon, value = rest.partition(":")
        if colon and len(kind) == 1:
            found.setdefault(name.strip().lower(), value.strip())
    return found


def _connection(settings: Settings) -> Iterator[Finding]:
    host = settings.get("full address", "")
    if not host:
        return
    outside = winpaths.outside(f"\\\\{_bare(host)}\\")
    given = list(_handed(settings))
    title = "Opening it connects this computer to " + (
        "one on the internet" if outside else "another"
    )
    severity = Severity.MEDIUM if outside else Severity.INFO
    yield Finding("rdp.connect", severity, title, printable(host, 300), "full address")
    if given:
        title = "The other computer gets " + " and ".join(given[:4])
        drives = any("drive" in what for what in given)
        severity = (Severity.HIGH if drives else Severity.MEDIUM) if outside else Severity.LOW
        yield Finding("rdp.redirects", severity, title, ", ".join(given))
    if settings.get("authentication level") in _BLIND and outside:
        title = "It connects without a warning about an unknown computer"
        yield Finding("rdp.unchecked", Severity.LOW, title)


def _bare(host: str) -> str:
    return host.partition(":")[0] if host.count(":") == 1 else host


def _handed(settings: Settings) -> Iterator[str]:
    """What the settings share, drives first."""
    drives = settings.get("drivestoredirect", "")
    if drives.strip() or settings.get("redirectdrives") == "1":
        yield "all drives" if "*" in drives or not drives else "drives of this computer"
    for name, what in _SHARED.items():
        if settings.get(name) == "1" and name != "redirectdrives":
            yield what
    if settings.get("usbdevicestoredirect") or settings.get("devicestoredirect"):
        yield "devices"


def _program(settings: Settings) -> Iterator[Finding]:
    if settings.get("remoteapplicationmode") == "1" or settings.get("remoteapplicationprogram"):
        title = "What opens looks like a program of this computer and runs on the other"
        shown = settings.get("remoteapplicationname") or settings.get(
            "remoteapplicationprogram", ""
        )
        yield Finding("rdp.program", Severity.LOW, title, printable(shown))
    shell = settings.get("alternate shell", "")
    if commandline.read(shell).interpreted:
        title = "It starts a command on the other computer"
        yield Finding("rdp.shell", Severity.LOW, title, printable(shell, 300))


UNIT = Unit("remote desktop", 1, frozenset({"rdp"}), examine, (*urls.IMPORTS, *charset.IMPORTS))
