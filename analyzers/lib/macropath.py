"""What a macro project runs by itself: the procedures its automatic starts reach, call by call."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from analyzers.lib.macrocode import acts, uncommented
from analyzers.lib.strings import printable
from analyzers.model.document import MacroModule, MacroStep

PROCEDURES = 2_000  # of one project
STEPS = 200
LINES = 40_000  # of all modules together

_BEGINS = re.compile(
    r"(?i)^\s{0,40}(?:(?:Public|Private|Friend|Static)\s{1,8}){0,2}"
    r"(?:Sub|Function|Property\s{1,8}(?:Get|Let|Set))\s{1,8}(\w{1,255})"
)
_ENDS = re.compile(r"(?i)^\s{0,40}End\s{1,8}(?:Sub|Function|Property)\b")
_WORD = re.compile(r"\w{1,255}")
# Procedures that Office calls by their name: documents and books as they open, close and print.
_BY_DOCUMENT = re.compile(
    r"""(?ix) (?: Auto_?(?:Exec|Open|New|Close|Exit) | (?:Document|Workbook|Presentation|App)_?
    (?:Open|New|Close|Activate|BeforeClose|BeforePrint|BeforeSave|WindowActivate|Deactivate)
    | Worksheet_(?:Calculate|Activate|Change|SelectionChange) | UserForm_(?:Initialize|Activate)
    | Class_Initialize )"""
)
# Events of controls, which fire while the document is drawn or the pointer moves over them.
_BY_CONTROL = re.compile(
    r"(?i)\w+_(?:Painted|Painting|GotFocus|LostFocus|MouseHover|MouseMove|MouseEnter|MouseLeave"
    r"|Layout|Resize|Change|Click|OnConnecting|ContentControlOnEnter|FollowHyperlink"
    r"|BeforeNavigate2|DocumentComplete|DownloadComplete|PropertyChange|TitleChange)"
)
# Started only by what creates them, so they count where something else reaches their module.
_INNER = re.compile(r"(?i)UserForm_|Class_")


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure with its lines, comments taken away; ``line`` is that of its heading."""

    name: str
    module: str
    line: int
    body: tuple[str, ...]


def steps(modules: Sequence[MacroModule]) -> list[MacroStep]:
    """The procedures that automatic starts reach, nearest first; calls go by name alone, so that a
    name in a string (``Application.Run "Stage2"``) counts as a call of it."""
    found = list(chain.from_iterable(map(_procedures, modules)))[:PROCEDURES]
    known: dict[str, list[Procedure]] = {}
    for one in found:
        known.setdefault(one.name.casefold(), []).append(one)
    entries = [one for one in found if _BY_DOCUMENT.fullmatch(one.name)]
    entries = [one for one in entries if not _INNER.match(one.name)]
    entries += [one for one in found if _BY_CONTROL.fullmatch(one.name) and one not in entries]
    return list(_walk(entries, known))


def way_to(path: Sequence[MacroStep]) -> str:
    """The first chain of calls that ends in an act, "AutoOpen > Stage2 > Shell"; "" for none."""
    by_name = {(one.module, one.procedure): one for one in reversed(path)}
    for one in path:
        if not one.acts:
            continue
        chained, at = [one.procedure, one.acts], one
        while at.caller and len(chained) < 12:
            at = by_name[at.caller_module, at.caller]
            chained.insert(0, at.procedure)
        return " > ".join(chained)
    return ""


def _walk(entries: list[Procedure], known: dict[str, list[Procedure]]) -> Iterator[MacroStep]:
    seen = {id(one) for one in entries}
    waiting = deque((one, 0, None, 0) for one in entries)
    queue: deque[tuple[Procedure, int, Procedure | None, int]] = deque(waiting)
    for _ in range(STEPS):
        if not queue:
            return
        one, depth, caller, line = queue.popleft()
        yield _step(one, depth, caller, line)
        for called, at in _calls(one, known):
            if id(called) not in seen:
                seen.add(id(called))
                queue.append((called, depth + 1, one, at))


def _step(one: Procedure, depth: int, caller: Procedure | None, line: int) -> MacroStep:
    shown = printable(acts("\n".join(one.body)), 200)
    by, module = (caller.name, caller.module) if caller else ("", "")
    return MacroStep(one.name, one.module, one.line, len(one.body), depth, by, module, line, shown)


def _calls(one: Procedure, known: dict[str, list[Procedure]]) -> Iterator[tuple[Procedure, int]]:
    """What the body names, with the line; a name of the same module goes before others'."""
    for number, line in enumerate(one.body[1:], one.line + 1):
        for word in _WORD.findall(line):
            targets = known.get(word.casefold(), ())
            near = [target for target in targets if target.module == one.module]
            for target in near or targets:
                yield target, number


def _procedures(module: MacroModule) -> Iterator[Procedure]:
    if module.language != "VBA":
        return
    name, begun, body = "", 0, list[str]()
    for number, line in enumerate(module.code.split("\n")[:LINES], 1):
        plain = uncommented(line)
        if match := _BEGINS.match(plain):
            if name:
                yield Procedure(name, module.name, begun, tuple(body))
            name, begun, body = match.group(1), number, []
        if name:
            body.append(plain)
            if _ENDS.match(plain):
                yield Procedure(name, module.name, begun, tuple(body))
                name = ""
    if name:
        yield Procedure(name, module.name, begun, tuple(body))
