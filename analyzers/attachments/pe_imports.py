"""Windows executables: which functions they take from others, and which they offer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import peimage, peimports
from analyzers.lib.entropy import IMPORTS, entropy
from analyzers.lib.peimage import DOTNET, Image
from analyzers.lib.peimports import Exports, Imports
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.executable import ExportedFunctions, ImportedLibrary
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit

LIBRARIES, FUNCTIONS, SHOWN = 200, 500, 300  # listed: libraries, functions of each, exports
FEW: Final = 5  # functions; an unpacked program needs more to do anything
PACKED: Final = 7.2  # bits per byte of a section
# Functions that a host program calls by their name as soon as it loads the library.
HOSTS: Final = {
    "xlAutoOpen": "Excel runs it as an add-in (xlAutoOpen)",
    "DllRegisterServer": "regsvr32 runs it (DllRegisterServer)",
    "CPlApplet": "the control panel runs it (CPlApplet)",
    "ServiceMain": "the service host runs it (ServiceMain)",
    "ReflectiveLoader": "it carries a loader that hides it from the system (ReflectiveLoader)",
}


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    image = context.memo.once(peimage.read, artifact)
    imports = context.memo.once(peimports.imports, artifact)
    yield from _imports(imports)
    yield from _unpacks(image, imports)
    yield from _exports(context.memo.once(peimports.exports, artifact), artifact.name)


def _imports(imports: Imports) -> Iterator[Observation]:
    if imports.digest:
        yield Fact("Import hash", imports.digest)
    listed = imports.libraries[:LIBRARIES]
    for library in listed:
        names = tuple(map(printable, library.functions[:FUNCTIONS]))
        yield ImportedLibrary(printable(library.name), names, library.delayed)
    unlisted = len(imports.libraries) > LIBRARIES
    if imports.cut or unlisted or any(len(one.functions) > FUNCTIONS for one in listed):
        title = "The program imports more than is listed here"
        yield Finding("limit.pe.imports", Severity.LOW, title, f"{len(imports.names()):,} read")


def _unpacks(image: Image, imports: Imports) -> Iterator[Finding]:
    names = imports.names()
    if len(names) >= FEW or image.directory(DOTNET)[1]:
        return
    view = memoryview(image.data)
    parts = (view[part.start : part.start + part.size] for part in image.sections)
    if any(entropy(part) > PACKED for part in parts):
        title = "Hardly any imports beside packed data: the program unpacks itself"
        yield Finding("pe.imports.few", Severity.MEDIUM, title, ", ".join(map(printable, names)))


def _exports(exports: Exports, name: str) -> Iterator[Observation]:
    if not exports.count and not exports.functions:
        return
    shown = tuple(map(printable, exports.functions[:SHOWN]))
    yield Fact("Exports", f"{exports.count} functions as {printable(exports.name) or '(no name)'}")
    yield ExportedFunctions(printable(exports.name), exports.count, shown)
    for function, sentence in HOSTS.items():
        if function in exports.functions:
            yield from _hosted(function, sentence, name)


def _hosted(function: str, sentence: str, name: str) -> Iterator[Finding]:
    grave = function in ("xlAutoOpen", "ReflectiveLoader", "CPlApplet")
    severity = Severity.HIGH if grave else Severity.INFO
    title = f"Something else starts this library: {sentence}"
    evidence = f"{function} in {printable(name)}" if name else function
    yield Finding("pe.exports.host", severity, title, evidence)


UNIT = Unit(
    "pe-imports",
    1,
    frozenset({"pe"}),
    examine,
    (*peimports.IMPORTS, *IMPORTS),
)
