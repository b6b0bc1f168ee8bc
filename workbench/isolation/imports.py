"""Modules in a box that cannot open files: which the host may load, and how a box asks for one.

Libraries, and Python itself, import some modules only when they first need them: codecs, heapq
behind Counter.most_common, a parser's rarer half.  A box that meets one asks the host for it and
ends; the host loads the module once, for all boxes to come, and opens the box again.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

_NAME = re.compile(r"[A-Za-z_]\w{0,60}(\.[A-Za-z_]\w{0,60}){0,8}", re.ASCII)
_OURS = frozenset({"analyzers", "resources"})
# Of the standard library, what does something when it is imported or opens windows.
_NEVER = frozenset(
    [
        "__main__",
        "antigravity",
        "ensurepip",
        "idlelib",
        "lib2to3",
        "pydoc_data",
        "test",
        "this",
        "tkinter",
        "turtle",
        "turtledemo",
        "venv",
        "webbrowser",
    ]
)
_TROUBLE = (ImportError, OSError, AttributeError, TypeError, ValueError, SyntaxError)


class Library:
    """What is loaded, what may be, and what was asked for in vain."""

    def __init__(self, named: Iterable[str]) -> None:
        """``named`` are the modules that units name."""
        tops = {_top(name) for name in (*named, *sys.modules)}
        self._allowed = (tops | _OURS | sys.stdlib_module_names) - _NEVER
        self._tried: set[str] = set()

    def missing(self, modules: Iterable[str]) -> tuple[str, ...]:
        """Those that nobody has asked for yet."""
        wanted = dict.fromkeys(modules)
        return tuple(m for m in wanted if m not in self._tried and m not in sys.modules)

    def load(self, modules: Iterable[str]) -> None:
        """Import what may be and can be; whoever needs the rest fails there, and says so."""
        for module in modules:
            self._tried.add(module)
            if self._may(module):
                try:
                    importlib.import_module(module)
                except _TROUBLE:
                    continue

    def _may(self, module: str) -> bool:
        """A box may have been taken over: no name goes to the import system unchecked."""
        return (
            _NAME.fullmatch(module) is not None
            and _top(module) in self._allowed
            and not module.endswith(".__main__")
        )


class Asking:
    """A finder for a box's ``sys.meta_path``: calls ``ask``, which does not return."""

    def __init__(self, library: Library, ask: Callable[[str], None]) -> None:
        self._library, self._ask = library, ask

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if self._library.missing([name]):
            self._ask(name)
        return None


def _top(module: str) -> str:
    return module.partition(".")[0]
