"""What a file name claims, and the tricks that make it claim something else."""

from __future__ import annotations

import re
import unicodedata
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Extensions Windows runs, or hands to an interpreter, on a double click.
PROGRAMS: Final = _words(
    "exe scr com pif cpl msi msp dll ocx sys drv gadget application appref-ms msix appx jar elf"
)
SCRIPTS: Final = _words(
    "js jse vbs vbe wsf wsh wsc sct hta ps1 psm1 ps1xml bat cmd reg inf scf py pl sh jnlp chm"
)
SHORTCUTS: Final = _words(
    "lnk url website library-ms search-ms searchconnector-ms settingcontent-ms iqy slk rdp"
)
IMAGES_OF_DISKS: Final = _words("iso img vhd vhdx udf dmg")
MACRO_DOCUMENTS: Final = _words(
    "docm dotm xlsm xltm xlsb xlam xla xll pptm potm ppsm ppam ppa sldm"
)
ARCHIVES: Final = _words("zip rar 7z gz tgz tar bz2 xz cab ace arj lzh z zst")
DOCUMENTS: Final = _words(
    "pdf doc docx xls xlsx ppt pptx rtf odt ods odp txt csv htm html xml jpg jpeg png gif bmp tif "
    "tiff svg mp3 mp4 wav avi zip rar eml msg ics vcf"
)
DANGEROUS: Final = PROGRAMS | SCRIPTS | SHORTCUTS

# The kinds the bytes may have under an extension; an extension that is not here is not compared.
_WORD: Final = _words("doc docx docm rtf ooxml-encrypted")
_EXCEL: Final = _words("xls xlsx xlsm xlsb ooxml-encrypted")
_SLIDES: Final = _words("ppt pptx pptm ooxml-encrypted")
EXPECTED: Final[dict[str, frozenset[str]]] = {
    **dict.fromkeys(_words("doc docx docm dot dotx dotm"), _WORD),
    **dict.fromkeys(_words("xls xlsx xlsm xlsb xlt xltx xltm xlam xla"), _EXCEL),
    **dict.fromkeys(_words("ppt pptx pptm pot potx potm pps ppsx ppsm"), _SLIDES),
    **dict.fromkeys(_words("jpg jpeg jfif"), frozenset({"jpg"})),
    **dict.fromkeys(_words("exe scr dll cpl sys ocx"), frozenset({"pe"})),
    **dict.fromkeys(_words("htm html xhtml shtml"), _words("html xml text svg")),
    **dict.fromkeys(_words("odt ods odp"), frozenset({"odf"})),
    "rtf": frozenset({"rtf"}),
    "pdf": frozenset({"pdf"}),
    "png": frozenset({"png"}),
    "gif": frozenset({"gif"}),
    "zip": _words("zip jar opc odf docx xlsx pptx"),
    "jar": _words("jar zip"),
    "one": frozenset({"one"}),
    "lnk": frozenset({"lnk"}),
    "eml": _words("eml text"),
    "msg": frozenset({"msg"}),
    "txt": _words("text eml ics vcf csv"),
    "csv": _words("text csv"),
    "svg": _words("svg xml"),
    "ics": _words("ics text"),
}
LOOKED_AT: Final = 300  # characters at the end of a name; the gap pattern is quadratic
BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_GAP = re.compile(r"[\s\u00a0\u2000-\u200d\u2800\u3000_]{8,}\.?[^.]{1,12}$")


def base(name: str) -> str:
    """The last component of a path in either notation, without what Windows drops at the end."""
    return re.split(r"[/\\]", name)[-1].rstrip(". ")


def extension(name: str) -> str:
    """The extension as Windows would see it: lower case, no dot, "" where there is none."""
    visible = "".join(c for c in base(name) if unicodedata.category(c) not in ("Cf", "Cc"))
    stem, dot, last = visible.rpartition(".")
    return last.strip().casefold() if dot and stem else ""


def double_extension(name: str) -> str:
    """The harmless extension in front of a dangerous one ("pdf" in invoice.pdf.exe), or ""."""
    if extension(name) not in DANGEROUS | MACRO_DOCUMENTS | IMAGES_OF_DISKS:
        return ""
    inner = extension(base(name).rpartition(".")[0].strip())
    return inner if inner in DOCUMENTS else ""


def bidi(name: str) -> str:
    """The Unicode names of characters that make the name read in another order, "; " between."""
    found = dict.fromkeys(c for c in name if c in BIDI)
    return "; ".join(unicodedata.name(c, f"U+{ord(c):04X}") for c in found)


def padded(name: str) -> bool:
    """Whether a gap pushes the real extension out of sight."""
    return bool(_GAP.search(base(name)[-LOOKED_AT:])) and bool(extension(name))


def spelled(name: str) -> str:
    """The name with every control and format character written out, as "[U+202E]"."""
    hidden = ("Cc", "Cf", "Zl", "Zp", "Co", "Cs")
    return "".join(f"[U+{ord(c):04X}]" if unicodedata.category(c) in hidden else c for c in name)


def climbs(name: str) -> bool:
    """Whether a member name leads out of the folder it is unpacked to."""
    parts = re.split(r"[/\\]", name)
    return ".." in parts or name.startswith(("/", "\\")) or bool(re.match(r"[A-Za-z]:", name))
