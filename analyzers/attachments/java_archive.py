"""Java archives: which class a double click starts, and what else the manifest asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib.opc import Package
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit

SHOWN: Final = frozenset({
    "main-class", "class-path", "created-by", "built-by", "implementation-title",
    "implementation-version", "permissions", "application-name", "codebase",
})  # fmt: skip
_AGENTS: Final = ("premain-class", "agent-class", "launcher-agent-class")


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    with Package(artifact.data, context.limits) as package:
        name = next(iter(package.names(r"/?META-INF/MANIFEST\.MF")), "")
        manifest = fields(package.read(name)) if name else {}
        classes = len(package.names(r".*\.class"))
        signers = package.names(r"/?META-INF/[^/]+\.(?:RSA|DSA|EC)")
        unread = bool(package.stops)
    yield Fact("Classes", f"{classes:,}")
    yield Fact("Signature", f"{printable(signers[0])}, not verified here" if signers else "none")
    for key in sorted(SHOWN & manifest.keys()):
        yield Fact(f"Manifest: {key}", printable(manifest[key], 200))
    if main := manifest.get("main-class", ""):
        title = "A file that runs: a Java program"
        yield Finding("jar.attached", Severity.HIGH, title, f"starts {printable(main, 200)}")
    for key in _AGENTS:
        if key in manifest:
            title = "It hooks itself into other Java programs (agent)"
            evidence = f"{key}: {printable(manifest[key], 200)}"
            yield Finding("jar.agent", Severity.LOW, title, evidence)
    if unread or not name:
        title = "The manifest could not be read: which class starts is not known"
        yield Finding("jar.manifest.unread", Severity.LOW, title, incomplete=unread)


def fields(data: bytes) -> dict[str, str]:
    """Names in lower case; a line that begins with a space goes on with the one before it."""
    text = data[: 256 << 10].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    found: dict[str, str] = {}
    for line in text.replace("\n ", "").split("\n\n")[0].split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().casefold(), value.strip())
    return found


UNIT = Unit("java-archive", 1, frozenset({"jar"}), examine)
