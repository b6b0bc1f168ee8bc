"""Windows executables that only unpack or run what they carry: installers, archives, scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analyzers.lib import peimage, peresources, pyinstaller
from analyzers.lib.peimage import Image
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.document import ArchiveMember
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit

# Marks by kind; behind the sections unless they stand anywhere in the file.
_BEHIND: Final = (
    ("NSIS installer", b"\xef\xbe\xad\xdeNullsoftInst"),
    ("Inno Setup installer", b"Inno Setup Setup Data ("),
    ("7-Zip archive that unpacks itself", b"7z\xbc\xaf\x27\x1c"),
    ("RAR archive that unpacks itself", b"Rar!\x1a\x07"),
    ("InstallShield installer", b"InstallShield\0"),
    ("Nuitka program", b"KAY\x28\xb5\x2f\xfd"),
)
_ANYWHERE: Final = (("AutoIt", b"AU3!EA06"), ("AutoIt", b"AU3!EA05"))
_ARCHIVES: Final = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")
_CONFIG = re.compile(rb";!@Install@!UTF-8!(.{0,8000}?);!@InstallEnd@!", re.S)
_RUNS = re.compile(
    rb"^\s*(?:RunProgram|ExecuteFile|AutoInstall\w*|Setup)\s*=\s*([^\r\n]{1,400})", re.M
)
_IEXPRESS: Final = frozenset({"RUNPROGRAM", "POSTRUNPROGRAM", "ADMQCMD", "USRQCMD"})
_SILENT: Final = frozenset({"<None>", ""})
SCRIPTS, LISTED = 12, 300  # scripts handed on, members listed


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    image = context.memo.once(peimage.read, artifact)
    yield from _marks(image)
    yield from _commands(image)
    yield from _iexpress(artifact)
    yield from _compiled(artifact.data)


def _marks(image: Image) -> Iterator[Observation]:
    start, kinds = image.end(), dict[str, int]()
    for kind, mark in _BEHIND:
        at = image.data.find(mark, start)
        if at >= 0 and kind not in kinds:
            kinds[kind] = at
            if mark in _ARCHIVES and at > start:
                yield Child("packed files", image.data[at:], "", Relation.OVERLAY)
    if any(part.name == b".wixburn" for part in image.sections):
        kinds["WiX bundle"] = 0
    for kind, at in kinds.items():
        yield Fact("Built as", kind)
        where = f"offset {at}" if at else ".wixburn"
        yield Finding("pe.installer", Severity.INFO, f"It is an installer: {kind}", kind, where)


def _commands(image: Image) -> Iterator[Finding]:
    """What a self-extracting archive starts when it is done."""
    start = image.end()
    tail = image.data[start : start + (1 << 20)]
    config = _CONFIG.search(tail)
    for found in _RUNS.finditer(config[1] if config else tail[:8192]):
        title = "It unpacks itself and then starts a program of its own"
        evidence = printable(found.group().strip(), 300)
        yield Finding("pe.installer.runs", Severity.MEDIUM, title, evidence, f"offset {start}")


def _iexpress(artifact: Artifact) -> Iterator[Observation]:
    """Windows' own packer (IExpress) keeps its commands as resources."""
    for resource in peresources.read(artifact).found:
        if resource.name in _IEXPRESS:
            command = resource.data.partition(b"\0")[0].decode("latin-1").strip()
            if command not in _SILENT:
                title = "It unpacks itself and then starts a program of its own"
                shown = f"{resource.name}: {printable(command, 300)}"
                yield Finding("pe.installer.runs", Severity.MEDIUM, title, shown, "IExpress")
        elif resource.label == "PYTHONSCRIPT":
            title = "A script made into a program: Python (py2exe)"
            yield Finding("pe.compiled-script", Severity.MEDIUM, title, resource.label)
            yield Child("PYTHONSCRIPT (marshalled Python code)", resource.data)


def _compiled(data: bytes) -> Iterator[Observation]:
    for kind, mark in _ANYWHERE:
        at = data.find(mark)
        if at >= 0:
            yield Fact("Built as", f"{kind} script")
            title = f"A script made into a program: {kind}"
            shown = mark.decode("ascii")
            yield Finding("pe.compiled-script", Severity.MEDIUM, title, shown, f"offset {at}")
            return
    bundle = pyinstaller.read(data)
    if bundle is not None:
        yield from _python(data, bundle)


def _python(data: bytes, bundle: pyinstaller.Bundle) -> Iterator[Observation]:
    version = f"{bundle.version // 100}.{bundle.version % 100}"
    yield Fact("Built as", f"Python {version} script (PyInstaller)")
    own = [member for member in bundle.members if member.script]
    named = ", ".join(printable(member.name, 60) for member in own[:SCRIPTS])
    title = "A script made into a program: Python (PyInstaller)"
    yield Finding("pe.compiled-script", Severity.MEDIUM, title, named)
    for member in bundle.members[:LISTED]:
        note = "" if member.script else "library or data"
        name = printable(member.name, 200)
        yield ArchiveMember(name, member.size, member.packed, False, note)
    for member in own[:SCRIPTS]:
        if code := pyinstaller.script(data, member):
            yield Child(f"{member.name} (marshalled Python code)", code)
    if bundle.cut or len(own) > SCRIPTS:
        title = "Not all of the scripts inside were taken out"
        yield Finding("limit.pe.scripts", Severity.LOW, title, f"{len(own)} scripts")


UNIT = Unit("pe-installer", 1, frozenset({"pe"}), examine)
