"""Tells whether the compiled form of a macro says what its source says (VBA stomping)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

PROJECT_BYTES = 512 << 10  # of compiled code; disassembly costs about 1 s of CPU a MiB
NAMES = 3  # names missing from the source before the two count as different

_WORD = re.compile(r"[A-Za-z]\w{2,}")


class _Options:
    """What the disassembler's command line would say."""

    disasmOnly = True
    verbose = False


@dataclass(frozen=True, slots=True)
class Compared:
    """Names and strings only the compiled code has, ", " between; "" where the two agree or the
    compiled code cannot be read.  ``listing`` is its disassembly, ``skipped`` its size in bytes
    where that is more than was compared."""

    missing: str = ""
    listing: str = ""
    skipped: int = 0


def compared(parser: Any, source: str) -> Compared:
    projects = list(_projects(parser))
    listing = "\n".join(_listing(project) for project in projects)
    skipped = max((size for size in map(_size, projects) if size > PROJECT_BYTES), default=0)
    known = source.casefold()
    missing = [word for word in dict.fromkeys(_words(listing)) if word.casefold() not in known]
    shown = ", ".join(missing[:8]) if len(missing) >= NAMES else ""
    return Compared(shown, listing if shown else "", skipped)


def _projects(parser: Any) -> Iterator[Any]:
    if parser.ole_file is not None:
        yield parser
    else:
        yield from (sub for sub in parser.ole_subfiles if sub.ole_file is not None)


def _listing(project: Any) -> str:
    from pcodedmp import pcodedmp

    if not project.find_vba_projects() or _size(project) > PROJECT_BYTES:
        return ""
    output = io.StringIO()
    # It reports its own failures on standard error, which the caller swallows.
    pcodedmp.processProject(project, _Options, output_file=output)
    return output.getvalue()


def _size(project: Any) -> int:
    streams = project.ole_file.listdir()
    return sum(int(project.ole_file.get_size(s)) for s in streams if "VBA" in s)


def _words(listing: str) -> Iterator[str]:
    """Names that are called, loaded or stored, and literals, of a disassembly listing."""
    for line in listing.splitlines():
        if not line.startswith("\t"):
            continue
        mnemonic, _, arguments = line.strip().partition(" ")
        if mnemonic in ("ArgsCall", "ArgsLd", "St", "Ld", "MemSt"):
            name = arguments.strip().removeprefix("(Call) ").split(" ")[0]
            if _WORD.fullmatch(name) and not name.startswith("id_"):
                yield name
        elif mnemonic == "LitStr":
            text = arguments.strip().partition(" ")[2].strip('"')
            if len(text) > 3:
                yield text.replace('"', '""')
