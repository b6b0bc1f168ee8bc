"""Android packages: what they are called, which permissions they want, what they start."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import binaryxml
from analyzers.lib.opc import Package
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

PERMISSIONS: Final = 120  # shown
# Those that thieves of money and passwords need, by what they allow.
GRAVE: Final = {
    "RECEIVE_SMS": "read arriving text messages", "READ_SMS": "read text messages",
    "SEND_SMS": "send text messages", "SYSTEM_ALERT_WINDOW": "draw over other programs",
    "BIND_ACCESSIBILITY_SERVICE": "see and press what is on the screen",
    "REQUEST_INSTALL_PACKAGES": "install other programs", "BIND_DEVICE_ADMIN": "rule the device",
    "BIND_NOTIFICATION_LISTENER_SERVICE": "read notifications", "RECORD_AUDIO": "record sound",
    "READ_CALL_LOG": "read the list of calls", "PROCESS_OUTGOING_CALLS": "redirect calls",
    "QUERY_ALL_PACKAGES": "see which programs are installed",
}  # fmt: skip


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    yield Finding("apk.attached", Severity.HIGH, "A file that runs: an Android program")
    with Package(artifact.data, context.limits) as package:
        name = next(iter(package.names(r"/?AndroidManifest\.xml")), "")
        manifest = package.read(name) if name else b""
        yield Fact("Bytecode files", str(len(package.names(r"[^/]*\.dex"))))
        yield Fact("Native libraries", str(len(package.names(r"lib/.*\.so"))))
    try:
        elements = list(binaryxml.read(manifest))
    except Unreadable as problem:
        title = "The manifest could not be read: permissions are not known"
        yield Finding("apk.manifest.unread", Severity.LOW, title, str(problem), incomplete=True)
        return
    yield from _facts(elements)
    yield from _permissions(elements)


def _facts(elements: list[binaryxml.Element]) -> Iterator[Fact]:
    for one in elements:
        if one.name == "manifest":
            version = one.attributes.get("versionName", "")
            package = one.attributes.get("package", "")
            yield Fact("Package", printable(f"{package} {version}".strip(), 200))
        elif one.name == "uses-sdk" and "targetSdkVersion" in one.attributes:
            yield Fact("Made for Android level", printable(one.attributes["targetSdkVersion"], 10))
    parts = ("activity", "service", "receiver", "provider")
    counts = (f"{sum(1 for one in elements if one.name == part)} {part}" for part in parts)
    yield Fact("Components", ", ".join(counts))


def _permissions(elements: list[binaryxml.Element]) -> Iterator[Observation]:
    """Those asked for, and those that a service demands of the system."""
    asked = [one.attributes.get("name", "") for one in elements if one.name == "uses-permission"]
    bound = [one.attributes.get("permission", "") for one in elements if one.name == "service"]
    wanted = dict.fromkeys(name for name in (*asked, *bound) if name)
    for name in list(wanted)[:PERMISSIONS]:
        yield Fact("Permission", printable(name, 120))
    grave = {name.rpartition(".")[2] for name in wanted} & GRAVE.keys()
    if grave:
        title = f"It wants to {GRAVE[min(grave)]}" + (" and more" if len(grave) > 1 else "")
        severity = Severity.MEDIUM if len(grave) > 1 else Severity.LOW
        yield Finding("apk.permissions", severity, title, ", ".join(sorted(grave)))


UNIT = Unit("android-package", 1, frozenset({"apk"}), examine)
