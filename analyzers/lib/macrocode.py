"""What macro source does: signs by keyword with their place, and the reading of them together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzers.lib.macrowords import meaning
from analyzers.lib.quiet import quiet
from analyzers.lib.strings import printable
from analyzers.model.document import MacroModule, MacroSign

SCANNED = 512 << 10  # characters; olevba needs about 4 s of CPU for 1 MiB of string literals
DEOBFUSCATED = 24 << 10  # characters; resolving expressions costs about 40 ms a KiB
SIGNS = 400
CODES = 30  # character codes in one project; honest code uses a handful (line ends, tabs)

# Functions and objects that start another program or run foreign code.
_EXECUTES = re.compile(
    r"""(?ix) \b(?: Shell (?=\s{0,4}\(|\s{1,4}["\w]) | ShellExecute(?:Ex)?[AW]?\b | WScript\.Shell
    | Shell\.Application | Win32_Process | CreateProcess[AW]? | CreateThread | CreateRemoteThread
    | ExecuteExcel4Macro | MacScript | WinExec | ShellBrowserWindow | PowerShell(?:\.exe)?
    | VirtualAlloc(?:Ex)? | CallWindowProc[AW]? | cmd(?:\.exe)?\s{1,4}/[ck] | mshta | rundll32
    | regsvr32 | certutil | InternetExplorer\.Application | MSScriptControl\.ScriptControl
    | C08AFD90-F2A1-11D1-8455-00A0C91F3880 | 9BA05972-F6A8-11CF-A442-00A0C90A8F39 )"""
)
# The same as Excel 4 macro functions (they only count in macro sheets).
_SHEET_EXECUTES = re.compile(r"(?i)\b(?:EXEC|CALL|REGISTER)\b")
_DOWNLOADS = re.compile(
    r"""(?ix) \b(?: URLDownloadTo(?:Cache)?File[AW]? | (?:MSXML2\.|Microsoft\.)?(?:Server)?XMLHTTP
    | WinHttp\.WinHttpRequest | InternetOpenUrl[AW]? | DownloadFile | DownloadString
    | Invoke-WebRequest | bitsadmin | Msxml2\.ServerXMLHTTP )\b"""
)
_TELLING = re.compile(r"(?i)https?://|\\\\|%\w{3,12}%|\.(?:exe|dll|vbs|js|ps1|hta|bat)\b")
_CODES = re.compile(r"(?i)\bChr[WB]?\$?\s{0,4}\(")
_TRICKS = re.compile(r"(?i)\b(?:StrReverse|Xor|CallByName)\b")
# A character spelled by its code though it could be typed; 34 is the quote, which cannot.
_SPELLED = re.compile(
    r"(?i)StrReverse|\bXor\b|Chr[WB]?\$?\s{0,4}\(\s{0,4}(?!34\b)(?:3[3-9]|[4-9]\d|1[01]\d|12[0-6]|&H)"
)
_CONTINUED = re.compile(r"[ \t]_[ \t]{0,8}\r?\n")


@dataclass(frozen=True, slots=True)
class Reading:
    """The signs, and for each decisive ability the text that shows it ("" where there is none)."""

    signs: tuple[MacroSign, ...]
    autoexec: str
    executes: str
    downloads: str
    obfuscated: str
    flags: str  # MacroRaptor's: A autoexec, W writes, X executes, "-" for none
    truncated: bool


def read(modules: Sequence[MacroModule]) -> Reading:
    """Judge all modules of one project together, as they run together."""
    code = "\n".join(module.code for module in modules)
    with quiet():
        raw = _signs(code[:SCANNED], deobfuscate=len(code) <= DEOBFUSCATED)
        flags = _flags(code[:SCANNED])
    signs = tuple(_placed(modules, kind, word, text) for kind, word, text in raw[:SIGNS])
    spoken = _spoken(code[:SCANNED], signs)
    sheets = any(module.language == "XLM" for module in modules)
    executes = _shown(_EXECUTES, spoken) or (_shown(_SHEET_EXECUTES, spoken) if sheets else "")
    return Reading(
        signs,
        next((sign.keyword for sign in signs if sign.kind == "AutoExec"), ""),
        executes,
        _shown(_DOWNLOADS, spoken),
        _obfuscation(code[:SCANNED], signs),
        flags,
        len(code) > SCANNED,
    )


def _signs(code: str, deobfuscate: bool) -> list[tuple[str, str, str]]:
    from oletools import olevba

    found: list[tuple[str, str, str]] = olevba.VBA_Scanner(code).scan(
        include_decoded_strings=False, deobfuscate=deobfuscate
    )
    return found


def _flags(code: str) -> str:
    from oletools import mraptor

    raptor = mraptor.MacroRaptor(code)
    raptor.scan()
    return str(raptor.get_flags())


def _placed(modules: Sequence[MacroModule], kind: str, word: str, text: str) -> MacroSign:
    """The sign with the module and line where its keyword stands first."""
    needle = text if kind.endswith("tring") else word
    pattern = re.compile(rf"(?i)(?<!\w){re.escape(needle)}(?!\w)")
    sentence, technique = meaning(kind, word, text)
    module, line = next(_places(modules, pattern), ("", 0))
    return MacroSign(kind, printable(word, 300), printable(sentence, 300), module, line, technique)


def _places(modules: Sequence[MacroModule], pattern: re.Pattern[str]) -> Iterator[tuple[str, int]]:
    for module in modules:
        if match := pattern.search(module.code):
            yield module.name, module.code.count("\n", 0, match.start()) + 1


def acts(code: str) -> str:
    """The first calls in uncommented source that run programs or fetch files, as written."""
    return ", ".join(filter(None, (_shown(_EXECUTES, code), _shown(_DOWNLOADS, code))))


def _spoken(code: str, signs: Sequence[MacroSign]) -> str:
    """The code without its comments, then what its strings decode to."""
    lines = _CONTINUED.sub(" ", code).splitlines()
    decoded = [sign.keyword for sign in signs if sign.kind.endswith("tring")]
    return "\n".join([*map(uncommented, lines), *decoded])


def uncommented(line: str) -> str:
    """The line up to a comment; an apostrophe inside a string starts none."""
    inside = False
    for place, letter in enumerate(line):
        if letter == '"':
            inside = not inside
        elif letter == "'" and not inside:
            return line[:place]
    return line


def _shown(pattern: re.Pattern[str], text: str) -> str:
    """The first three different matches, as written."""
    found: dict[str, str] = {}
    for match in pattern.finditer(text):
        shown = " ".join(match.group().split())
        found.setdefault(shown.casefold(), shown)
        if len(found) == 3:
            break
    return ", ".join(found.values())


def _obfuscation(code: str, signs: Sequence[MacroSign]) -> str:
    reasons = list(_reasons(code, signs))
    return "; ".join(reasons)


def _reasons(code: str, signs: Sequence[MacroSign]) -> Iterator[str]:
    codes, tricks = len(_CODES.findall(code)), len(_TRICKS.findall(code))
    if codes >= CODES:
        yield f"{codes} character codes"
    if tricks >= 3:
        yield f"{tricks} reversals, exclusive-ors or calls by name"
    for kind in ("Hex String", "Base64 String", "Dridex string", "VBA string"):
        texts = [sign for sign in signs if sign.kind == kind and _hides(sign)]
        if texts:
            yield f"{kind.lower()} decodes to {printable(texts[0].keyword, 60)}"


def _hides(sign: MacroSign) -> bool:
    """Whether decoded text was worth hiding (an address, a path, a command), and was hidden."""
    decoded, source = sign.keyword, sign.description
    if sign.kind == "VBA string" and not _SPELLED.search(source):
        return False
    return bool(_EXECUTES.search(decoded) or _DOWNLOADS.search(decoded) or _TELLING.search(decoded))
