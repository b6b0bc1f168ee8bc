"""Windows executables: what headers and sections give away, unexecuted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib import peheaders, peimage
from analyzers.lib.entropy import IMPORTS, entropy
from analyzers.lib.peimage import EXECUTE, READ, SECURITY, WRITE, Image, Part
from analyzers.lib.strings import addresses, defang, legible, printable
from analyzers.model.artifact import Artifact
from analyzers.model.executable import Section
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit

PACKED: Final = 7.2  # bits per byte; plain machine code rarely passes 6.8
URLS: Final = 20
UNFOLDS: Final = 0x1000  # bytes of memory; less is padding
DENSE: Final = 7.9  # bits per byte of an overlay that is packed or encrypted
LEAST: Final = 16  # bytes of an overlay worth a place in the tree


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    image = context.memo.once(peimage.read, artifact)
    yield from _identity(image)
    sections = [_section(part, image) for part in image.sections]
    yield from _sections(image, sections)
    yield from _entry(image, sections)
    text = context.memo.once(legible, artifact)
    for url in addresses(text.narrow + b"\n" + text.wide, URLS):
        yield Fact("Address in strings", printable(defang(url), 200))
    yield from _overlay(image)


def _identity(image: Image) -> Iterator[Observation]:
    header, kind = image.header, peheaders.kind(image)
    yield Finding("pe.attached", Severity.HIGH, f"A file that runs: a Windows {kind}")
    yield Fact("Kind", f"Windows {kind} for {peheaders.machine(header.machine)}")
    yield Fact("Subsystem", peheaders.subsystem(header.subsystem))
    yield Fact("Needs Windows", ".".join(map(str, header.system)))
    yield Fact("Protections", peheaders.protections(header.protections))
    flags = peheaders.characteristics(header.characteristics)
    yield Fact("Characteristics", flags or "none")
    yield Fact("Linker", ".".join(map(str, header.linker)))
    yield Fact("Image base", f"{header.base:#x}")
    yield Fact("Checksum", peheaders.checksum(image))


def _section(part: Part, image: Image) -> Section:
    body = memoryview(image.data)[part.start : part.start + part.size]
    flags = "".join(
        letter if part.flags & bit else "-"
        for letter, bit in (("r", READ), ("w", WRITE), ("x", EXECUTE))
    )
    place = (part.address, part.virtual_size, part.offset, part.size)
    return Section(printable(part.name), *place, round(entropy(body), 3), flags)


def _sections(image: Image, sections: list[Section]) -> Iterator[Observation]:
    if image.declared > len(sections):
        title = "Not all sections that the header counts could be read"
        evidence = f"{len(sections)} of {image.declared}"
        yield Finding("pe.section.unread", Severity.MEDIUM, title, evidence, incomplete=True)
    for section in sections:
        yield section
        yield from _suspicions(section, len(image.data))


def _suspicions(section: Section, length: int) -> Iterator[Finding]:
    code, name = "x" in section.flags, section.name
    if code and "w" in section.flags:
        title = "Code that can be rewritten while it runs"
        yield Finding("pe.section.writable-code", Severity.MEDIUM, title, section.flags, name)
    if code and section.entropy > PACKED:
        evidence = f"entropy {section.entropy:.2f} bits per byte"
        title = "Code is packed or encrypted"
        yield Finding("pe.section.packed", Severity.MEDIUM, title, evidence, name)
    if code and not section.size and section.virtual_size >= UNFOLDS:
        title = "Code that is not in the file: it appears while the program runs"
        evidence = f"{section.virtual_size:,} bytes of memory, none in the file"
        yield Finding("pe.section.unfolds", Severity.MEDIUM, title, evidence, name)
    if section.offset + section.size > length:
        title = "A section reaches beyond the file's end: the file is cut or damaged"
        evidence = f"{section.offset:#x} + {section.size:#x} of {length:#x}"
        yield Finding("pe.section.cut", Severity.LOW, title, evidence, name, incomplete=True)
    if packer := peheaders.packer(name):
        title = f"Section name of the packer {packer}"
        yield Finding("pe.section.packer", Severity.MEDIUM, title, name, name)


def _entry(image: Image, sections: list[Section]) -> Iterator[Observation]:
    entry, home = image.header.entry, image.home(image.header.entry)
    name = printable(home.name) if home else "no section"
    yield Fact("Entry point", f"{entry:#x} in {name}" if entry else "none")
    if not entry:
        return
    if home is None:
        title = "The program starts outside every section"
        yield Finding("pe.entry.outside", Severity.MEDIUM, title, f"{entry:#x}")
    elif home.flags & WRITE and home.flags & EXECUTE:
        title = "The program starts in code that rewrites itself"
        yield Finding("pe.entry.writable", Severity.MEDIUM, title, f"{entry:#x}", name)
    elif len(sections) > 1 and home is image.sections[-1] and peheaders.late(image):
        title = "The program starts in its last section, where infected files do"
        yield Finding("pe.entry.last", Severity.LOW, title, f"{entry:#x}", name)


def _overlay(image: Image) -> Iterator[Observation]:
    """Bytes that no header speaks of, except the signature, which lies there by design."""
    start, (place, size) = image.end(), image.directory(SECURITY)
    pieces = [(start, len(image.data))]
    if size and start <= place < len(image.data):
        pieces = [(start, place), (place + size, len(image.data))]
    for begin, end in pieces:
        tail = image.data[begin:end]
        if len(tail) < LEAST or not tail.strip(b"\0"):
            continue
        dense = entropy(tail)
        evidence = f"{len(tail):,} bytes at {begin:#x}, entropy {dense:.2f} bits per byte"
        yield Fact("Overlay", evidence)
        yield Child("overlay", tail, "", Relation.OVERLAY)


UNIT = Unit("pe", 3, frozenset({"pe"}), examine, IMPORTS)
