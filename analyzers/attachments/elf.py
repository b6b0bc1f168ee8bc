"""Linux programs: headers, what they link and call, packers, odd segments, unexecuted."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Final

from analyzers.lib import elfimage
from analyzers.lib.elfimage import DYNSYM, NOBITS, SYMTAB, Elf
from analyzers.lib.entropy import IMPORTS, entropy
from analyzers.lib.strings import addresses, defang, legible, printable
from analyzers.model.artifact import Artifact
from analyzers.model.executable import Ability, ImportedLibrary, Section
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit

TYPES: Final = {1: "object file", 2: "program", 3: "library or program", 4: "core dump"}
MACHINES: Final = {
    3: "x86", 8: "MIPS", 20: "PowerPC", 21: "PowerPC 64", 22: "S/390", 40: "ARM", 42: "SuperH",
    43: "SPARC 64", 62: "x86-64", 183: "AArch64", 243: "RISC-V", 247: "BPF", 258: "LoongArch",
}  # fmt: skip
PACKED: Final = 7.2  # bits per byte
LEAST: Final = 16  # bytes of an overlay worth a place in the tree
# Texts and functions by what they show; numbers are ATT&CK's.
ABILITIES: Final = (
    ("elf.capability.memory-run", Severity.MEDIUM, "Can run a program that is in no file",
     ("memfd_create", "fexecve"), (), "T1620"),
    ("elf.capability.preload", Severity.MEDIUM, "Knows the file by which libraries get everywhere",
     (), ("/etc/ld.so.preload",), "T1574.006"),
    ("elf.capability.cron", Severity.MEDIUM, "Can have itself started by cron", (),
     ("/etc/cron.d", "/etc/crontab", "/var/spool/cron"), "T1053.003"),
    ("elf.capability.mining", Severity.MEDIUM, "Talks to a pool that mines cryptocurrency", (),
     ("stratum+tcp://", "--donate-level"), "T1496"),
    ("elf.capability.devices", Severity.HIGH, "Behaves as the bots of small devices do", (),
     ("/bin/busybox wget", "/bin/busybox tftp"), "T1059.004"),
    ("elf.capability.trace", Severity.LOW, "Can look into and change other processes", ("ptrace",),
     (), "T1055.008"),
)  # fmt: skip


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    elf = elfimage.read(artifact.data)
    kind = TYPES.get(elf.kind, f"file of type {elf.kind}")
    interpreter = _interpreter(elf)
    if elf.kind == 3:
        kind = "program" if interpreter else "library"
    severity = Severity.HIGH if elf.kind in (2, 3) else Severity.MEDIUM
    yield Finding("elf.attached", severity, f"A file that runs: a Linux {kind}")
    machine = MACHINES.get(elf.machine, f"machine {elf.machine}")
    yield Fact("Kind", f"Linux {kind} for {machine}, {64 if elf.wide else 32} bits")
    yield Fact("Entry point", f"{elf.entry:#x}")
    yield Fact("Interpreter", printable(interpreter) or "none: statically linked")
    yield from _segments(elf)
    yield from _parts(elf)
    names = yield from _links(elf)
    yield from _origin(elf)
    text = context.memo.once(legible, artifact)
    yield from _abilities(names, text.narrow)
    for url in addresses(text.narrow, 20):
        yield Fact("Address in strings", printable(defang(url), 200))
    tail = artifact.data[elf.end() :]
    if len(tail) >= LEAST and tail.strip(b"\0"):
        yield Fact("Overlay", f"{len(tail):,} bytes at {elf.end():#x}")
        yield Child("overlay", tail, "", Relation.OVERLAY)


def _interpreter(elf: Elf) -> str:
    found = (one for one in elf.segments if one.kind == elfimage.INTERPRETER)
    return next((elf.text(one.offset, min(one.size, 256)) for one in found), "")


def _segments(elf: Elf) -> Iterator[Finding]:
    for one in elf.segments:
        if one.kind == elfimage.LOAD and one.flags & 3 == 3:
            title = "Code that can be rewritten while it runs"
            where = f"segment at {one.address:#x}"
            yield Finding("elf.segment.writable-code", Severity.MEDIUM, title, "rwx", where)
        if one.offset + one.size > len(elf.data):
            title = "A segment reaches beyond the file's end: the file is cut or damaged"
            evidence = f"{one.offset:#x} + {one.size:#x} of {len(elf.data):#x}"
            yield Finding("elf.segment.cut", Severity.LOW, title, evidence, incomplete=True)
            return


def _parts(elf: Elf) -> Iterator[Observation]:
    if elf.declared > len(elf.parts):
        title = "Not all sections that the header counts could be read"
        evidence = f"{len(elf.parts)} of {elf.declared}"
        yield Finding("elf.section.unread", Severity.LOW, title, evidence, incomplete=True)
    elif not elf.parts and elf.kind != 4:
        title = "The section table was removed, as packers and authors of bots do"
        yield Finding("elf.section.none", Severity.LOW, title)
    for part in elf.parts[1:]:
        body = memoryview(elf.data)[part.offset : part.offset + part.size]
        dense = 0.0 if part.kind == NOBITS else round(entropy(body), 3)
        flags = "".join(("r" if part.flags & 2 else "-", "w" if part.flags & 1 else "-",
                         "x" if part.flags & 4 else "-"))  # fmt: skip
        size = 0 if part.kind == NOBITS else part.size
        yield Section(
            printable(part.name, 60), part.address, part.size, part.offset, size, dense, flags
        )
    if b"UPX!" in elf.data[:0x400] or b"UPX!" in elf.data[-0x400:]:
        title = "The program is packed with UPX"
        yield Finding("elf.packed", Severity.MEDIUM, title, "UPX!")
    elif not elf.parts and entropy(elf.data) > PACKED:
        title = "The program is packed or encrypted"
        evidence = f"entropy {entropy(elf.data):.2f} bits per byte"
        yield Finding("elf.packed", Severity.MEDIUM, title, evidence)


def _links(elf: Elf) -> Generator[Observation, None, list[str]]:
    """Libraries and functions from elsewhere; returns the functions."""
    tags = elf.dynamic()
    texts = elf.offset(next((value for tag, value in tags if tag == elfimage.STRINGS), -1))
    names: dict[str, list[str]] = {"needed": [], "path": [], "own": []}
    rows = {elfimage.NEEDED: "needed", elfimage.RPATH: "path", elfimage.RUNPATH: "path",
            elfimage.SONAME: "own"}  # fmt: skip
    for tag, value in tags if texts >= 0 else ():
        if tag in rows:
            names[rows[tag]].append(printable(elf.text(texts + value), 200))
    for library in names["needed"]:
        yield ImportedLibrary(library, ())
    listed = elfimage.symbols(elf, DYNSYM)
    functions = [printable(name, 100) for name, foreign in listed if foreign]
    if functions:
        yield ImportedLibrary("(from the libraries above)", tuple(functions[:500]))
    for name in names["own"]:
        yield Fact("Library name", name)
    for path in names["path"]:
        yield Fact("Library path", path)
        if any(not one.startswith(("/", "$ORIGIN")) or one.startswith(("/tmp", "/dev/shm", "/home"))  # noqa: S108
               for one in path.split(":") if one):  # fmt: skip
            title = "Libraries are looked for where anybody may put them"
            yield Finding("elf.runpath", Severity.LOW, title, path)
    return functions


def _origin(elf: Elf) -> Iterator[Fact]:
    full = any(one.kind == SYMTAB for one in elf.parts)
    yield Fact("Symbols", "kept" if full else "stripped")
    for key, value in elfimage.notes(elf).items():
        if key == "GNU 3":
            yield Fact("Build id", value.hex())
        elif key == "Go 4":
            yield Fact("Go build id", printable(value, 120))
    comment = next((one for one in elf.parts if one.name == ".comment"), None)
    if comment:
        raw = elf.data[comment.offset : comment.offset + min(comment.size, 400)]
        made = dict.fromkeys(filter(None, raw.split(b"\0")))
        yield Fact("Compiler", printable(b", ".join(made).decode("utf-8", "replace"), 200))


def _abilities(functions: list[str], text: bytes) -> Iterator[Observation]:
    for rule, severity, sentence, needed, texts, technique in ABILITIES:
        found = [word for word in texts if word.encode() in text]
        if (not needed or set(needed) <= set(functions)) and (not texts or found):
            evidence = ", ".join([*needed, *found])
            yield Ability(sentence, technique, evidence)
            yield Finding(rule, severity, sentence, f"{evidence} · ATT&CK {technique}")


UNIT = Unit("elf", 1, frozenset({"elf"}), examine, IMPORTS)
