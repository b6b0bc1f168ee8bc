"""Tells whether the compiled form of a macro says what its source says (VBA stomping)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

PROJECT_BYTES = 512 << 10  # of compiled code; disassembly costs about 1 s of CPU a MiB
NAMES = 3  # names missing from the source before the two count as different

_WORD = re.compile(r"[A-Za-z]\w{2,}")


class _Options:
    """What the disassembler's command line would say."""

    disasmOnly = True
    verbose = False


def stomped(parser: Any, source: str) -> str:
    """Names and strings the compiled code uses and the source does not have, ", " between.

    "" where they agree or the compiled code cannot be read.
    """
    listing = "\n".join(_listing(project) for project in _projects(parser))
    known = source.casefold()
    missing = [word for word in dict.fromkeys(_words(listing)) if word.casefold() not in known]
    return ", ".join(missing[:8]) if len(missing) >= NAMES else ""


def _projects(parser: Any) -> Iterator[Any]:
    if parser.ole_file is not None:
        yield parser
    else:
        yield from (sub for sub in parser.ole_subfiles if sub.ole_file is not None)


def _listing(project: Any) -> str:
    from pcodedmp import pcodedmp

    streams = project.ole_file.listdir()
    compiled = sum(project.ole_file.get_size(s) for s in streams if "VBA" in s)
    if not project.find_vba_projects() or compiled > PROJECT_BYTES:
        return ""
    output = io.StringIO()
    # It reports its own failures on standard error, which the caller swallows.
    pcodedmp.processProject(project, _Options, output_file=output)
    return output.getvalue()


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
