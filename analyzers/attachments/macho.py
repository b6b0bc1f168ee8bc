"""macOS programs: load commands, libraries, signature and the rights they ask for, unexecuted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analyzers.lib import machoimage
from analyzers.lib.entropy import IMPORTS, entropy
from analyzers.lib.machoimage import MachO
from analyzers.lib.strings import addresses, defang, legible, printable
from analyzers.model.artifact import Artifact
from analyzers.model.executable import ImportedLibrary, Section
from analyzers.model.observation import Child, Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit

CPUS: Final = {
    7: "x86", 0x0100_0007: "x86-64", 12: "ARM", 0x0100_000C: "ARM64", 0x0200_000C: "ARM64 (32)",
    18: "PowerPC", 0x0100_0012: "PowerPC 64",
}  # fmt: skip
TYPES: Final = {1: "object file", 2: "program", 6: "library", 7: "loader", 8: "bundle",
                10: "debug symbols", 11: "kernel extension"}  # fmt: skip
_KEY = re.compile(rb"<key>\s*([\w.\-]{1,100})\s*</key>\s*<true/>")
# Rights that take protection of the system away from the process.
RISKY: Final = frozenset({
    "com.apple.security.get-task-allow",
    "com.apple.security.cs.disable-library-validation",
    "com.apple.security.cs.allow-dyld-environment-variables",
    "com.apple.security.cs.allow-unsigned-executable-memory",
    "com.apple.security.cs.disable-executable-page-protection",
    "com.apple.private.security.no-sandbox",
})  # fmt: skip


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    if parts := machoimage.slices(artifact.data):
        shown = ", ".join(CPUS.get(cpu, f"{cpu:#x}") for cpu, _ in parts)
        yield Fact("Kind", f"macOS programs for {shown} in one file")
        for number, (cpu, data) in enumerate(parts):
            yield Child(f"{number} {CPUS.get(cpu, f'{cpu:#x}')}", data)
        yield Finding("macho.attached", Severity.HIGH, "A file that runs: a macOS program", shown)
        return
    found = machoimage.read(artifact.data)
    kind = TYPES.get(found.kind, f"file of type {found.kind}")
    severity = Severity.HIGH if found.kind in (2, 6, 8, 11) else Severity.MEDIUM
    yield Finding("macho.attached", severity, f"A file that runs: a macOS {kind}")
    yield Fact("Kind", f"macOS {kind} for {CPUS.get(found.cpu, f'{found.cpu:#x}')}")
    for label, value in (("Needs macOS", found.system), ("UUID", found.uuid)):
        if value:
            yield Fact(label, value)
    yield from _segments(found)
    for library in found.libraries[:300]:
        yield ImportedLibrary(printable(library, 200), ())
    for path in found.paths[:20]:
        yield Fact("Library path", printable(path, 200))
    yield from _signature(found)
    text = context.memo.once(legible, artifact)
    for url in addresses(text.narrow, 20):
        yield Fact("Address in strings", printable(defang(url), 200))


def _segments(found: MachO) -> Iterator[Observation]:
    if found.commands < found.declared:
        title = "Not all load commands could be read"
        evidence = f"{found.commands} of {found.declared}"
        yield Finding("macho.commands.unread", Severity.LOW, title, evidence, incomplete=True)
    for one in found.segments[:200]:
        flags = "".join(
            letter if one.rights & bit else "-" for letter, bit in (("r", 1), ("w", 2), ("x", 4))
        )
        dense = round(entropy(memoryview(found.data)[one.offset : one.offset + one.size]), 3)
        name = printable(one.name, 20)
        yield Section(name, one.address, one.memory, one.offset, one.size, dense, flags)
        if flags == "rwx":
            title = "Code that can be rewritten while it runs"
            yield Finding("macho.segment.writable-code", Severity.MEDIUM, title, flags, name)
    if found.encrypted:
        title = "The code is encrypted: only the system that it was sold to can read it"
        yield Finding("macho.encrypted", Severity.LOW, title, incomplete=True)


def _signature(found: MachO) -> Iterator[Observation]:
    signed = found.signed
    if signed is None:
        yield Fact("Signature", "none")
        if found.kind == 2:
            title = "The program carries no signature at all"
            yield Finding("macho.signature.none", Severity.LOW, title)
        return
    who = f"{signed.identifier or '(no name)'}, team {signed.team or 'none'}"
    yield Fact("Signature", f"{printable(who, 200)}; not verified here")
    if signed.adhoc:
        title = "The signature names nobody (ad hoc)"
        yield Finding("macho.signature.adhoc", Severity.INFO, title, printable(who, 200))
    keys = [key.decode("ascii", "replace") for key in _KEY.findall(signed.entitlements[:100_000])]
    for key in keys[:60]:
        yield Fact("Right asked for", key)
    if risky := [key for key in keys if key in RISKY]:
        title = "It asks for rights that take protection away"
        yield Finding("macho.entitlements", Severity.LOW, title, ", ".join(risky))


UNIT = Unit("macho", 1, frozenset({"macho"}), examine, IMPORTS)
