"""Compiles YARA rules from their source; the one place that knows how."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import Any, Final

# What the public packs expect to be defined, with values of the type they expect: the variables of
# the scanners THOR and LOKI.  "filesize" is YARA's own and cannot be given.
EXTERNALS: Final[Mapping[str, str | int]] = {
    "filename": "", "filepath": "", "extension": "", "filetype": "", "owner": "", "group": "",
    "filemode": 0, "md5": "", "timezone": "", "language": "",
    "unpack_parent": "", "unpack_source": "",
}  # fmt: skip
REASON: Final = 300  # characters of a compiler's message that are kept
INCLUDED: Final = 200  # files that one compilation may draw in; each may be named many times
_MODULE = re.compile(r'unknown module "(\w+)"')


def compile_rules(
    sources: Mapping[str, str], library: Mapping[str, str] | None = None
) -> tuple[Any, str]:
    """The compiled rules of ``sources``, text by namespace, and why there are none, "" if fine.

    ``include`` finds the files of ``library`` (by default the sources) and no file of the machine,
    whose content would end up in an error message.
    """
    try:
        import yara
    except ImportError as problem:
        return None, f"There is no YARA here: {problem}"
    includes = _Includes(sources if library is None else library)
    try:
        rules = yara.compile(
            sources=dict(sources),
            externals=dict(EXTERNALS),
            includes=True,
            include_callback=includes,
            error_on_warning=False,
        )
    except (yara.Error, ValueError, UnicodeError, MemoryError) as problem:
        return None, includes.trouble or _reason(problem)
    return (None, includes.trouble) if includes.trouble else (rules, "")


def count(rules: Any) -> int:
    """How many rules can match and be told of: all but the private ones."""
    return sum(not rule.is_private for rule in rules or ())


class _Includes:
    """Answers ``include`` from the pack: relative to the file that asks, as C compilers do."""

    def __init__(self, library: Mapping[str, str]) -> None:
        self._library = library
        self._paths: dict[tuple[str, str], str] = {}  # (namespace, name as asked for): its path
        self._count = 0
        self.trouble = ""

    def __call__(self, wanted: str, includer: str | None, namespace: str) -> str | None:
        self._count += 1
        base = self._paths.get((namespace, includer), namespace) if includer else namespace
        path = posixpath.normpath(
            posixpath.join(posixpath.dirname(base), wanted.replace("\\", "/"))
        )
        if self._count > INCLUDED:
            self.trouble = self.trouble or f"includes more than {INCLUDED} files"
        elif path not in self._library:
            missing = f'includes "{wanted}", which is not in the pack'[:REASON]
            self.trouble = self.trouble or missing
        else:
            self._paths[namespace, wanted] = path
            return self._library[path]
        return None


def _reason(problem: Exception) -> str:
    """The compiler's word, which begins with the line; a module that is missing is called one."""
    text = str(problem)
    if module := _MODULE.search(text):
        place = text[: module.start()]
        return f"{place}needs YARA's module {module[1]}, which is not part of this build"[:REASON]
    return f"{type(problem).__name__}: {text}"[:REASON]
