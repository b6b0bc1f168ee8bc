"""Android bytecode: its size in classes, and the calls of a telephone's trade that stand out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import dexfile
from analyzers.lib.strings import defang, printable
from analyzers.model.artifact import Artifact
from analyzers.model.executable import Ability
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit

URLS: Final = 20
# Calls by what they do; numbers are those of ATT&CK for mobile devices.
CALLS: Final = (
    ("dex.calls.sms", Severity.MEDIUM, "Sends text messages", "T1582",
     ("Landroid/telephony/SmsManager;.sendTextMessage",
      "Landroid/telephony/SmsManager;.sendMultipartTextMessage")),
    ("dex.calls.loads", Severity.MEDIUM, "Loads code that is not in this file", "T1407",
     ("Ldalvik/system/DexClassLoader;.<init>", "Ldalvik/system/InMemoryDexClassLoader;.<init>")),
    ("dex.calls.screen", Severity.MEDIUM, "Reads and clicks in other programs' windows", "T1453",
     ("Landroid/accessibilityservice/AccessibilityService;.performGlobalAction",
      "Landroid/accessibilityservice/AccessibilityService;.getRootInActiveWindow")),
    ("dex.calls.starts", Severity.LOW, "Starts other programs", "T1623",
     ("Ljava/lang/Runtime;.exec", "Ljava/lang/ProcessBuilder;.start")),
    ("dex.calls.admin", Severity.MEDIUM, "Locks or wipes the device", "T1629.002",
     ("Landroid/app/admin/DevicePolicyManager;.lockNow",
      "Landroid/app/admin/DevicePolicyManager;.wipeData")),
)  # fmt: skip


def examine(artifact: Artifact, _context: Context) -> Iterator[Observation]:
    dex = dexfile.read(artifact.data)
    yield Finding("dex.attached", Severity.HIGH, "A file that runs: an Android program")
    yield Fact("Kind", f"Android bytecode, version {printable(dex.version)}")
    yield Fact("Classes", f"{dex.classes:,}")
    yield Fact("Methods named", f"{len(dex.methods):,}")
    if dex.cut:
        title = "Not all of the bytecode's tables could be read"
        evidence = f"{len(artifact.data):,} of {dex.size:,} bytes"
        yield Finding("dex.unread", Severity.LOW, title, evidence, incomplete=True)
    named = set(dex.methods)
    for rule, severity, sentence, technique, calls in CALLS:
        if made := [call for call in calls if call in named]:
            evidence = ", ".join(made)
            yield Ability(sentence, technique, evidence)
            yield Finding(rule, severity, sentence, f"{evidence} · ATT&CK {technique}")
    found = [text for text in dex.strings if text.startswith(("http://", "https://"))]
    for url in found[:URLS]:
        yield Fact("Address in strings", printable(defang(url), 200))


UNIT = Unit("dex", 1, frozenset({"dex"}), examine)
