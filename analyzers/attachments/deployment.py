"""Files that install or start programs from the web: JNLP, App Installer, ClickOnce, MSIX."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin

from analyzers.lib import reached, urls
from analyzers.lib.safexml import Element, Refused, elements
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

LARGEST: Final = 8 << 20  # bytes; manifests have some kilobytes
FACTS: Final = 60  # shown of one file
_FULL_TRUST: Final = "runfulltrust"


def examine(artifact: Artifact, _context: Context) -> Iterator[Observation]:
    parts = _parts(artifact.data)
    match artifact.kind:
        case "jnlp":
            yield from _java(parts)
        case "appinstaller":
            yield from _installer(parts)
        case "clickonce":
            yield from _click_once(parts)
        case _:
            yield from _package(parts)


def _parts(data: bytes) -> list[Element]:
    if len(data) > LARGEST:
        raise Unreadable(f"The manifest has {len(data)} bytes, {LARGEST} are read")
    try:
        return elements(data)
    except (Refused, ValueError) as problem:
        raise Unreadable(f"The manifest cannot be read: {problem}") from problem


def _text(parts: list[Element], tag: str) -> str:
    return next((part.text for part in parts if part.tag == tag and part.text), "")


def _given(parts: list[Element], tag: str, name: str) -> str:
    """The first value of an attribute of the elements of a name."""
    values = (part.attributes.get(name, "") for part in parts if part.tag == tag)
    return next((value for value in values if value), "")


def _known(pairs: tuple[tuple[str, str], ...]) -> Iterator[Fact]:
    for label, value in pairs[:FACTS]:
        if value:
            yield Fact(label, reached.shown(value, 400))


def _java(parts: list[Element]) -> Iterator[Observation]:
    """JSR 56: resources are taken from the code base."""
    base = _given(parts, "jnlp", "codebase")
    whole = f"{base.rstrip('/')}/" if base else ""
    used = [
        p.attributes.get("href", "") for p in parts if p.tag in ("jar", "nativelib", "extension")
    ]
    goals = [urljoin(whole, href) for href in used if href]
    yield from _known((
        ("Title", _text(parts, "title")), ("Vendor (a claim)", _text(parts, "vendor")),
        ("Description", _text(parts, "description")), ("Code base", base),
        ("Program file", _given(parts, "jnlp", "href")),
        ("Main class", _given(parts, "application-desc", "main-class")),
        ("Java version", _given(parts, "j2se", "version") or _given(parts, "java", "version")),
        ("Loads", ", ".join(goals[:10])),
    ))  # fmt: skip
    title = "Opening it downloads a Java program and runs it"
    yield Finding("deploy.java", Severity.HIGH, title, reached.shown(goals[0] if goals else base))
    if any(
        part.tag in ("all-permissions", "j2ee-application-client-permissions") for part in parts
    ):
        title = "The Java program asks for full rights on the computer"
        yield Finding("deploy.java.rights", Severity.MEDIUM, title)
    yield from reached.recorded([*goals, base], "program")


def _installer(parts: list[Element]) -> Iterator[Observation]:
    """Microsoft Learn, "App Installer file (.appinstaller) overview"."""
    mains = [p for p in parts if p.tag in ("MainPackage", "MainBundle", "Package", "Bundle")]
    goals = [uri for part in mains if (uri := part.attributes.get("Uri", ""))]
    yield from _known((
        ("Package", _given(mains, "MainPackage", "Name") or _given(mains, "MainBundle", "Name")),
        ("Publisher (a claim)", next((p.attributes.get("Publisher", "") for p in mains), "")),
        ("Version", next((p.attributes.get("Version", "") for p in mains), "")),
        ("Updates from", _given(parts, "AppInstaller", "Uri")), ("Loads", ", ".join(goals[:10])),
    ))  # fmt: skip
    title = "Opening it offers to install a program from the web"
    yield Finding(
        "deploy.installer", Severity.HIGH, title, reached.shown(goals[0] if goals else "")
    )
    yield from reached.recorded([*goals, _given(parts, "AppInstaller", "Uri")], "program")


def _click_once(parts: list[Element]) -> Iterator[Observation]:
    """Microsoft Learn, "ClickOnce deployment manifest": dependencies lie beside the provider."""
    provider = _given(parts, "deploymentProvider", "codebase")
    needed = [p.attributes.get("codebase", "") for p in parts if p.tag == "dependentAssembly"]
    goals = [urljoin(provider, path.replace("\\", "/")) for path in needed if path]
    yield from _known((
        ("Publisher (a claim)", _given(parts, "description", "publisher")),
        ("Product", _given(parts, "description", "product")),
        ("Application", _given(parts, "assemblyIdentity", "name")), ("Deployed from", provider),
        ("Entry point", _given(parts, "commandLine", "file")), ("Loads", ", ".join(goals[:10])),
        ("Signed", "a signature is there; not checked" if _text(parts, "SignatureValue") else "no"),
    ))  # fmt: skip
    if provider or any(part.tag == "deployment" for part in parts):
        title = "Opening it downloads a program and runs it (ClickOnce)"
        yield Finding("deploy.clickonce", Severity.HIGH, title, reached.shown(provider))
    yield from reached.recorded([provider, *goals], "program")


def _package(parts: list[Element]) -> Iterator[Observation]:
    """The manifest of an MSIX or AppX package."""
    rights = [p.attributes.get("Name", "") for p in parts if p.tag.endswith("Capability")]
    yield from _known((
        ("Package", _given(parts, "Identity", "Name")),
        ("Publisher (a claim)", _given(parts, "Identity", "Publisher")),
        ("Shown as", _text(parts, "DisplayName")),
        ("Publisher shown (a claim)", _text(parts, "PublisherDisplayName")),
        ("Version", _given(parts, "Identity", "Version")),
        ("Starts", _given(parts, "Application", "Executable")), ("Rights", ", ".join(rights)),
    ))  # fmt: skip
    if any(right.lower() == _FULL_TRUST for right in rights):
        title = "The package installs a program that may do all its user may"
        evidence = printable(_given(parts, "Application", "Executable"))
        yield Finding("deploy.package.rights", Severity.MEDIUM, title, evidence)
    yield from _started(parts)


def _started(parts: list[Element]) -> Iterator[Finding]:
    """Package Support Framework scripts and tasks that begin with Windows."""
    if any(part.tag == "StartupTask" for part in parts):
        title = "The package's program starts with Windows"
        yield Finding(
            "deploy.package.startup", Severity.LOW, title, _given(parts, "StartupTask", "TaskId")
        )


UNIT = Unit(
    "deployment",
    1,
    frozenset({"jnlp", "appinstaller", "clickonce", "appxmanifest"}),
    examine,
    (*urls.IMPORTS, "xml.parsers.expat", "pyexpat"),
)
