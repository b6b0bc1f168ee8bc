"""Expands the variables of batch files line by line, as far as they are set in the file itself.

Substrings (``%x:~2,1%``), replacements (``%x:a=b%``) and carets are those of ``cmd /?`` and
``set /?``.  No jump, loop or condition is followed, and nothing is run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

LINES: Final = 50_000
VARIABLES: Final = 5_000
VALUE: Final = 8_191  # characters: what cmd itself allows a line and a variable
GROWTH: Final = 4_000_000  # characters of all expanded lines

# What these hold on nearly every Windows; letters are taken out of them.
ENVIRONMENT: Final = {
    "comspec": "C:\\Windows\\system32\\cmd.exe", "systemroot": "C:\\Windows",
    "windir": "C:\\Windows",
    "systemdrive": "C:", "public": "C:\\Users\\Public", "programfiles": "C:\\Program Files",
    "programdata": "C:\\ProgramData", "allusersprofile": "C:\\ProgramData", "os": "Windows_NT",
    "commonprogramfiles": "C:\\Program Files\\Common Files", "homedrive": "C:",
    "pathext": ".COM;.EXE;.BAT;.CMD;.VBS;.VBE;.JS;.JSE;.WSF;.WSH;.MSC",
    "processor_architecture": "AMD64",
    "psmodulepath": "C:\\Program Files\\WindowsPowerShell\\Modules",
}  # fmt: skip
_SET = re.compile(
    r"(?i)(?:^|[&|(@\s])set\s{1,20}(?!/)"
    r"(?:\"([^=\"\n]{1,200})=([^\n]*)|([^=\s\"][^=\n]{0,200})=([^&|\n]*))"
)
_VARIABLE = re.compile(
    r"([%!])([^%!\n:=\s][^%!\n:=]{0,200})"
    r"(?::(?:~(-?\d{1,5})(?:,(-?\d{1,5}))?|([^%!\n=]{1,200})=([^%!\n]{0,200})))?\1"
)
_CARET = re.compile(r"\^([\s\S])")


@dataclass(slots=True)
class Expanded:
    """``changed`` counts variables that were put in; ``full`` says a bound was met."""

    text: str
    changed: int = 0
    full: bool = False
    values: list[str] = field(default_factory=list)


def expand(source: str) -> Expanded:
    found = Expanded("")
    variables = dict(ENVIRONMENT)
    out: list[str] = []
    size = 0
    lines = source.replace("\r\n", "\n").replace("^\n", "").split("\n")
    for number, line in enumerate(lines):
        if number >= LINES or size > GROWTH:
            found.full = True
            break
        plain = _line(line, variables, found)
        if plain[:3].lower() != "rem" and "set" in plain.lower():
            _remember(plain, variables, found)
        size += len(plain)
        out.append(plain)
    found.text = "\n".join(out)
    found.values = [value for name, value in variables.items() if name not in ENVIRONMENT]
    return found


def _line(line: str, variables: dict[str, str], found: Expanded) -> str:
    """Percent signs first, then carets, as cmd does it."""
    room = VALUE * 4

    def put(match: re.Match[str]) -> str:
        nonlocal room
        value = variables.get(match[2].lower())
        if value is None or room <= 0:
            return match[0]
        text = _part(value, match)
        room -= len(text)
        found.changed += 1
        return text

    text = _VARIABLE.sub(put, line) if "%" in line or "!" in line else line
    if "^" in text:
        found.changed += text.count("^") > 2
        text = _CARET.sub(r"\1", text)
    return text


def _part(value: str, match: re.Match[str]) -> str:
    """The whole value, a substring of it, or with a text replaced."""
    start, length, old, new = match[3], match[4], match[5], match[6]
    if start is not None:
        begin = int(start) if int(start) >= 0 else max(0, len(value) + int(start))
        if length is None:
            return value[begin:]
        count = int(length)
        return value[begin : begin + count] if count >= 0 else value[begin : len(value) + count]
    if old is not None:
        if old.startswith("*"):
            place = value.lower().find(old[1:].lower())
            return new + value[place + len(old) - 1 :] if place >= 0 else value
        return re.sub(re.escape(old), lambda _: new, value, flags=re.I)[:VALUE]
    return value


def _remember(line: str, variables: dict[str, str], found: Expanded) -> None:
    for match in _SET.finditer(line):
        name = (match[1] or match[3]).lower()
        value = match[2].rpartition('"')[0] or match[2] if match[1] else match[4]
        if name not in variables and len(variables) >= VARIABLES:
            found.full = True
            return
        variables[name] = value[:VALUE]
