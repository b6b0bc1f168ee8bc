"""What documents and archives hold."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MacroModule:
    """Source of one macro module; ``language`` is VBA or XLM, or "texts" for what it can read:
    captions and tags of form controls, variables and properties of the document.  "p-code" is
    the disassembly of compiled code that differs from its source."""

    name: str
    stream: str
    language: str
    code: str
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class MacroSign:
    """A keyword or decoded string in macro code; ``line`` counts from 1, 0 where unknown."""

    kind: str  # AutoExec, Suspicious, IOC, Base64 String ...
    keyword: str
    description: str
    module: str = ""
    line: int = 0
    technique: str = ""  # of MITRE ATT&CK


@dataclass(frozen=True, slots=True)
class PasswordHint:
    """A password that the mail itself gives, with the sentence and the text it stands in."""

    password: str
    told: str
    where: str


@dataclass(frozen=True, slots=True)
class MacroStep:
    """A procedure that runs by itself, or that such a one calls; lines count from 1.

    ``depth`` is 0 for what Office starts; ``acts`` names the calls in it that run or fetch.
    """

    procedure: str
    module: str
    line: int
    lines: int
    depth: int = 0
    caller: str = ""
    caller_module: str = ""
    call_line: int = 0
    acts: str = ""


@dataclass(frozen=True, slots=True)
class ArchiveMember:
    """One entry of an archive's directory; sizes in bytes as the directory claims them."""

    name: str
    size: int
    packed: int
    encrypted: bool
    note: str = ""  # why its content was not examined, "" where it was
