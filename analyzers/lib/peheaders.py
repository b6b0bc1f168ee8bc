"""Says in words what the headers of a Windows executable hold (Microsoft PE Format)."""

from __future__ import annotations

from typing import Final

from analyzers.lib.peimage import EXECUTE, Image

MACHINES: Final = {
    0x14C: "I386", 0x8664: "AMD64", 0x1C0: "ARM", 0x1C4: "ARMNT", 0xAA64: "ARM64",
    0xA641: "ARM64EC", 0x200: "IA64", 0xEBC: "EBC", 0x5032: "RISCV32", 0x5064: "RISCV64",
    0x6232: "LOONGARCH32", 0x6264: "LOONGARCH64", 0x166: "R4000", 0x1F0: "POWERPC", 0x184: "ALPHA",
}  # fmt: skip
SUBSYSTEMS: Final = {
    1: "NATIVE", 2: "WINDOWS_GUI", 3: "WINDOWS_CUI", 5: "OS2_CUI", 7: "POSIX_CUI",
    9: "WINDOWS_CE_GUI", 10: "EFI_APPLICATION", 11: "EFI_BOOT_SERVICE_DRIVER",
    12: "EFI_RUNTIME_DRIVER", 13: "EFI_ROM", 14: "XBOX", 16: "WINDOWS_BOOT_APPLICATION",
}  # fmt: skip
_EFI: Final = frozenset({10, 11, 12, 13})
_PROTECTIONS: Final = (
    (0x0020, "64-bit ASLR"), (0x0040, "ASLR"), (0x0080, "signature demanded"), (0x0100, "DEP"),
    (0x0400, "no exception handlers"), (0x1000, "app container"), (0x4000, "CFG"),
)  # fmt: skip
_USUAL: Final = frozenset({"ASLR", "DEP", "CFG"})
_CHARACTERISTICS: Final = (
    (0x0001, "no relocations"), (0x0002, "executable"), (0x0020, "large addresses"),
    (0x0100, "32-bit"), (0x0200, "debug data stripped"), (0x0400, "copied from removable media"),
    (0x0800, "copied from network"), (0x1000, "system file"), (0x2000, "library"),
)  # fmt: skip
# Section names that packers and protectors leave, after their own documentation.
PACKERS: Final = {
    "UPX": "UPX", ".aspack": "ASPack", ".adata": "ASPack", ".asprotect": "ASProtect",
    ".MPRESS": "MPRESS", ".petite": "Petite", ".themida": "Themida", ".winlice": "WinLicense",
    ".vmp": "VMProtect", ".enigma": "Enigma", "FSG!": "FSG", ".nsp": "NsPack", "nsp": "NsPack",
    ".boom": "Boomerang", "PEC2": "PECompact", "pec": "PECompact", ".y0da": "yoda", ".yP": "yoda",
    ".perplex": "Perplex", "PELOCK": "PELock", "MEW": "MEW", ".svkp": "SVK Protector",
    ".ccg": "CCG", "RLPack": "RLPack", ".packed": "RLPack", "kkrunchy": "kkrunchy",
    ".mackt": "ImpRec", ".spack": "Simple Pack", "ProCrypt": "ProCrypt", ".confuse": "ConfuserEx",
    "_winzip_": "WinZip SFX", ".shrink": "Shrinker", ".telock": "tElock", ".Upack": "Upack",
    ".obsidium": "Obsidium", ".sforce": "StarForce", ".exestealth": "ExeStealth",
}  # fmt: skip
_SUM_AT: Final = 64  # offset of the checksum in the optional header
_FOLD: Final = 0xFFFF


def kind(image: Image) -> str:
    """What sort of executable it is: driver, library or program."""
    if image.header.subsystem == 1:
        return "driver"
    if image.header.subsystem in _EFI:
        return "boot program (EFI)"
    return "library" if image.library else "program"


def machine(number: int) -> str:
    return MACHINES.get(number, f"{number:#x}")


def subsystem(number: int) -> str:
    return SUBSYSTEMS.get(number, f"unknown ({number})")


def protections(flags: int) -> str:
    """The protections that the linker switched on, the missing ones of the usual three named."""
    shown = [word for bit, word in _PROTECTIONS if flags & bit]
    usual = [(bit, word) for bit, word in _PROTECTIONS if word in _USUAL]
    missing = [word for bit, word in usual if not flags & bit]
    return ", ".join([*shown, *(f"no {word}" for word in missing)])


def characteristics(flags: int) -> str:
    return ", ".join(word for bit, word in _CHARACTERISTICS if flags & bit)


def packer(section: str) -> str:
    """The packer whose mark a section's name is, "" for none."""
    return next((name for start, name in PACKERS.items() if section.startswith(start)), "")


def late(image: Image) -> bool:
    """Whether an earlier section holds code as well, so that a start in the last one is odd."""
    return any(part.flags & EXECUTE and part.size for part in image.sections[:-1])


def checksum(image: Image) -> str:
    """The header's sum compared with that of the file, as the image loader computes it."""
    stated = image.header.checksum
    if not stated:
        return "not set"
    made = summed(image.data, image.optional + _SUM_AT)
    if made < 0:
        return f"{stated:#x}, not comparable"
    return f"{stated:#x}, matches" if made == stated else f"{stated:#x}, the file's is {made:#x}"


def summed(data: bytes, at: int) -> int:
    """The one's complement sum of the 16-bit words without the sum itself, plus the length;
    -1 where the field lies across words.  As 2^16 leaves 1, one division adds up all words."""
    if at % 2:
        return -1
    left = int.from_bytes(data, "little") - int.from_bytes(data[at : at + 4], "little")
    return (left % _FOLD or _FOLD) + len(data)
