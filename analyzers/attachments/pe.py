"""Windows executables: what headers, sections, imports and resources give away, unexecuted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from analyzers.lib.capability import capabilities
from analyzers.lib.entropy import entropy
from analyzers.lib.failures import PARSER_FAILURES, reason
from analyzers.lib.quiet import quiet
from analyzers.lib.strings import addresses, defang, printable
from analyzers.model.artifact import Artifact
from analyzers.model.executable import ImportedLibrary, Section
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

if TYPE_CHECKING:
    import pefile

PACKED = 7.2  # bits per byte; plain machine code rarely passes 6.8
FEW_IMPORTS = 5  # functions; an unpacked program needs more to do anything
SECTIONS, LIBRARIES, FUNCTIONS, URLS = 96, 200, 500, 20  # 96: the loader's own limit
SEARCHED = 8 << 20  # bytes searched for addresses
WRITE, EXECUTE, READ = 0x8000_0000, 0x2000_0000, 0x4000_0000  # PE format, section flags
CERTIFICATES, DEBUG, TLS, DOTNET = 4, 6, 9, 14  # PE format, data directories
# Directories that are read; resources only for the version block.  Import tables can point
# anywhere: pefile bounds them, and the box bounds pefile.
READ_DIRECTORIES = (0, 1, 2, DEBUG, TLS)
CODEVIEW = b"RSDS"  # the debug record that holds the path of the symbol file
# Section names that packers leave, after their own documentation.
PACKERS = {
    "UPX": "UPX", ".aspack": "ASPack", ".adata": "ASPack", ".MPRESS": "MPRESS", ".petite": "Petite",
    ".themida": "Themida", ".winlice": "WinLicense", ".vmp": "VMProtect", ".enigma": "Enigma",
    "FSG!": "FSG", ".nsp": "NsPack", ".boom": "Boomerang", "PEC2": "PECompact", ".y0da": "yoda",
}  # fmt: skip


def examine(artifact: Artifact, _context: Context) -> Iterator[Observation]:
    with quiet():
        pe = _open(artifact.data)
    with closing(pe):
        yield from _identity(pe)
        sections = [_section(raw, artifact.data) for raw in pe.sections[:SECTIONS]]
        yield from _sections(pe, sections)
        yield from _imports(pe, sections)
        yield from _origin(pe)
        yield from _addresses(artifact.data)
        yield from _overlay(pe, artifact.data)


def _open(data: bytes) -> pefile.PE:
    import pefile

    try:
        pe = pefile.PE(data=data, fast_load=True)
        pe.parse_data_directories(list(READ_DIRECTORIES))
    except (pefile.PEFormatError, *PARSER_FAILURES) as problem:
        raise Unreadable(f"Not a readable Windows executable ({reason(problem)})") from problem
    return pe


def _identity(pe: pefile.PE) -> Iterator[Observation]:
    import pefile

    kind = "driver" if pe.is_driver() else "library" if pe.is_dll() else "program"
    machine = pefile.MACHINE_TYPE.get(pe.FILE_HEADER.Machine, hex(pe.FILE_HEADER.Machine))
    yield Finding("pe.attached", Severity.HIGH, f"A file that runs: a Windows {kind}")
    yield Fact("Kind", f"Windows {kind} for {str(machine).removeprefix('IMAGE_FILE_MACHINE_')}")
    subsystem = pefile.SUBSYSTEM_TYPE.get(pe.OPTIONAL_HEADER.Subsystem, "unknown")
    yield Fact("Subsystem", str(subsystem).removeprefix("IMAGE_SUBSYSTEM_"))
    yield from _compiled(pe.FILE_HEADER.TimeDateStamp)
    if digest := pe.get_imphash():
        yield Fact("Import hash", digest)
    exports = getattr(getattr(pe, "DIRECTORY_ENTRY_EXPORT", None), "symbols", ())
    if exports:
        yield Fact("Exports", f"{len(exports)}")
    if _directory(pe, DOTNET):
        yield Fact("Runtime", ".NET")
    signed = "present, not verified here" if _directory(pe, CERTIFICATES) else "none"
    yield Fact("Signature", signed)


def _compiled(stamp: int) -> Iterator[Observation]:
    when = datetime.fromtimestamp(stamp, UTC)
    yield Fact("Compile time", f"{when.isoformat()} (as the file claims)" if stamp else "not set")
    if stamp and when > datetime.now(UTC):
        title = "The compile time lies in the future"
        yield Finding("pe.time.future", Severity.LOW, title, when.isoformat())


def _directory(pe: pefile.PE, number: int) -> int:
    """The size in bytes of a data directory, 0 where it is absent."""
    table = pe.OPTIONAL_HEADER.DATA_DIRECTORY
    return int(table[number].Size) if number < len(table) else 0


def _sections(pe: pefile.PE, sections: list[Section]) -> Iterator[Observation]:
    for section in sections:
        yield section
        yield from _suspicions(section)
    entry = pe.OPTIONAL_HEADER.AddressOfEntryPoint
    home = next((section for section in sections if _holds(section, entry)), None)
    yield Fact("Entry point", f"{entry:#x} in {home.name if home else 'no section'}")
    if entry and home is None:
        title = "The program starts outside every section"
        yield Finding("pe.entry.outside", Severity.MEDIUM, title, f"{entry:#x}")
    elif home and "w" in home.flags and "x" in home.flags:
        title = "The program starts in code that rewrites itself"
        yield Finding("pe.entry.writable", Severity.MEDIUM, title, f"{entry:#x}", home.name)


def _holds(section: Section, address: int) -> bool:
    size = max(section.virtual_size, section.size)
    return section.virtual_address <= address < section.virtual_address + size


def _section(raw: pefile.SectionStructure, data: bytes) -> Section:
    start, size = raw.PointerToRawData, raw.SizeOfRawData
    body = memoryview(data)[start : start + size]
    flags = "".join(
        letter if raw.Characteristics & bit else "-"
        for letter, bit in (("r", READ), ("w", WRITE), ("x", EXECUTE))
    )
    name = printable(raw.Name.rstrip(b"\0"))
    place = (raw.VirtualAddress, raw.Misc_VirtualSize, start, size)
    return Section(name, *place, round(entropy(body), 3), flags)


def _suspicions(section: Section) -> Iterator[Finding]:
    code = "x" in section.flags
    if code and "w" in section.flags:
        title = "Code that can be rewritten while it runs"
        yield Finding("pe.section.writable-code", Severity.MEDIUM, title, "", section.name)
    if code and section.entropy > PACKED:
        evidence = f"entropy {section.entropy:.2f} bits per byte"
        title = "Code is packed or encrypted"
        yield Finding("pe.section.packed", Severity.MEDIUM, title, evidence, section.name)
    for start, packer in PACKERS.items():
        if section.name.startswith(start):
            title = f"Section name of the packer {packer}"
            yield Finding("pe.section.packer", Severity.MEDIUM, title, section.name, section.name)
            return


def _imports(pe: pefile.PE, sections: list[Section]) -> Iterator[Observation]:
    functions: list[str] = []
    for table in getattr(pe, "DIRECTORY_ENTRY_IMPORT", [])[:LIBRARIES]:
        names = [_function(entry) for entry in table.imports[:FUNCTIONS]]
        functions += names
        yield ImportedLibrary(printable(table.dll or b"?"), tuple(names))
    for capability, evidence in capabilities(functions):
        yield Finding(capability.rule, capability.severity, capability.sentence, evidence)
    packed = any(section.entropy > PACKED for section in sections)
    if packed and len(functions) < FEW_IMPORTS and not _directory(pe, DOTNET):
        title = "Hardly any imports beside packed data: the program unpacks itself"
        yield Finding("pe.imports.few", Severity.MEDIUM, title, ", ".join(functions))


def _function(entry: pefile.ImportData) -> str:
    return printable(entry.name) if entry.name else f"#{entry.ordinal}"


def _origin(pe: pefile.PE) -> Iterator[Observation]:
    for label, value in _version(pe):
        yield Fact(label, value)
    for entry in getattr(pe, "DIRECTORY_ENTRY_DEBUG", []):
        path = getattr(entry.entry, "PdbFileName", b"") if entry.entry else b""
        if path:
            yield Fact("Debug path", printable(path.rstrip(b"\0")))
    tls = getattr(pe, "DIRECTORY_ENTRY_TLS", None)
    if tls and tls.struct.AddressOfCallBacks:
        evidence = f"callbacks at {tls.struct.AddressOfCallBacks:#x}"
        title = "Code runs before the entry point (TLS callbacks)"
        yield Finding("pe.tls.callbacks", Severity.LOW, title, evidence)


def _version(pe: pefile.PE) -> Iterator[tuple[str, str]]:
    """The strings of the version resource, as the maker of the file wrote them."""
    for group in getattr(pe, "FileInfo", []):
        for block in group:
            for table in getattr(block, "StringTable", []):
                for key, value in table.entries.items():
                    if value:
                        yield f"Version: {printable(key, 40)}", printable(value)


def _addresses(data: bytes) -> Iterator[Fact]:
    found = addresses(data[:SEARCHED], URLS)
    for url in found:
        yield Fact("Address in strings", printable(defang(url), 200))


def _overlay(pe: pefile.PE, data: bytes) -> Iterator[Observation]:
    start = pe.get_overlay_data_start_offset()
    certificates = pe.OPTIONAL_HEADER.DATA_DIRECTORY
    if start is None or start >= len(data):
        return
    if len(certificates) > CERTIFICATES and certificates[CERTIFICATES].Size:
        signature = certificates[CERTIFICATES]
        if signature.VirtualAddress <= start:
            start = max(start, signature.VirtualAddress + signature.Size)
    if start < len(data):
        yield Fact("Overlay", f"{len(data) - start} bytes after the last section")
        yield Child("overlay", data[start:], "", Relation.OVERLAY)


UNIT = Unit(
    "pe",
    version=2,
    kinds=frozenset({"pe"}),
    examine=examine,
    imports=("pefile", "ordlookup", "ordlookup.oleaut32", "ordlookup.ws2_32"),
)
