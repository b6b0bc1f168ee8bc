"""What a file name claims, and the tricks that make it claim something else."""

from __future__ import annotations

import re
import unicodedata
from typing import Final


def words_of(text: str) -> frozenset[str]:
    """The words of a line, as lists of extensions and kinds are written."""
    return frozenset(text.split())


# Extensions Windows runs, or hands to an interpreter, on a double click.
PROGRAMS: Final = words_of(
    "exe scr com pif cpl msi msp dll ocx sys drv gadget application appref-ms msix appx jar elf"
)
SCRIPTS: Final = words_of(
    "js jse vbs vbe wsf wsh wsc sct hta ps1 psm1 ps1xml bat cmd reg inf scf py pl sh jnlp chm"
)
SHORTCUTS: Final = words_of(
    "lnk url website library-ms search-ms searchconnector-ms settingcontent-ms iqy slk rdp"
)
IMAGES_OF_DISKS: Final = words_of("iso img vhd vhdx udf dmg")
MACRO_DOCUMENTS: Final = words_of(
    "docm dotm xlsm xltm xlsb xlam xla xll pptm potm ppsm ppam ppa sldm"
)
ARCHIVES: Final = words_of("zip rar 7z gz tgz tar bz2 xz cab ace arj lzh z zst")
DOCUMENTS: Final = words_of(
    "pdf doc docx xls xlsx ppt pptx rtf odt ods odp txt csv htm html xml jpg jpeg png gif bmp tif "
    "tiff svg mp3 mp4 wav avi zip rar eml msg ics vcf"
)
DANGEROUS: Final = PROGRAMS | SCRIPTS | SHORTCUTS

# The kinds the bytes may have under an extension; an extension that is not here is not compared.
_WORD: Final = words_of("doc docx docm rtf ooxml-encrypted")
_EXCEL: Final = words_of("xls xlsx xlsm xlsb ooxml-encrypted")
_SLIDES: Final = words_of("ppt pptx pptm ooxml-encrypted")
ZIPS: Final = words_of("zip jar apk opc odf epub vsdx docx xlsx pptx")
EXPECTED: Final[dict[str, frozenset[str]]] = {
    **dict.fromkeys(words_of("doc docx docm dot dotx dotm"), _WORD),
    **dict.fromkeys(words_of("xls xlsx xlsm xlsb xlt xltx xltm xlam xla"), _EXCEL),
    **dict.fromkeys(words_of("ppt pptx pptm pot potx potm pps ppsx ppsm"), _SLIDES),
    **dict.fromkeys(words_of("jpg jpeg jfif"), frozenset({"jpg"})),
    **dict.fromkeys(words_of("exe scr dll cpl sys ocx"), frozenset({"pe"})),
    **dict.fromkeys(words_of("htm html xhtml shtml"), words_of("html xml text svg")),
    **dict.fromkeys(words_of("odt ods odp"), frozenset({"odf"})),
    "rtf": frozenset({"rtf"}),
    "pdf": frozenset({"pdf"}),
    "png": frozenset({"png"}),
    "gif": frozenset({"gif"}),
    "zip": ZIPS,
    "jar": words_of("jar zip"),
    "one": frozenset({"one"}),
    "lnk": frozenset({"lnk"}),
    "eml": words_of("eml text"),
    "msg": frozenset({"msg"}),
    **dict.fromkeys(words_of("tif tiff"), frozenset({"tiff"})),
    **dict.fromkeys(words_of("mp4 m4a m4v mov"), frozenset({"mp4"})),
    **dict.fromkeys(words_of("msi msp mst"), frozenset({"msi"})),
    **dict.fromkeys(words_of("mdb accdb"), frozenset({"access"})),
    **dict.fromkeys(words_of("vsdx vsdm vstx"), frozenset({"vsdx"})),
    **dict.fromkeys(words_of("vsd vst"), words_of("vsd vsdx")),
    "bmp": frozenset({"bmp"}),
    "webp": frozenset({"webp"}),
    "heic": words_of("heic avif"),
    "mp3": frozenset({"mp3"}),
    "wav": frozenset({"wav"}),
    "avi": frozenset({"avi"}),
    "pub": frozenset({"pub"}),
    "mpp": frozenset({"mpp"}),
    "txt": words_of("text eml ics vcf csv json xml"),
    "csv": words_of("text csv json slk"),
    "svg": words_of("svg xml"),
    "ics": words_of("ics text"),
}
PICTURES: Final = words_of("png jpg gif bmp webp heic avif tiff ico emf wmf psd jp2")
MEDIA: Final = words_of("mp3 mp4 wav avi ogg flac mkv midi")
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
