"""Tells apart the small text files that Windows, macOS and Linux desktops act upon."""

from __future__ import annotations

import re

# Root elements in lower case, without prefix, and a word that must stand near them.
_ROOTS = {
    b"jnlp": (b"", "jnlp"),
    b"pcsettings": (b"", "settingcontent-ms"),
    b"searchablecontent": (b"settingcontent", "settingcontent-ms"),
    b"librarydescription": (b"", "library-ms"),
    b"persistedquery": (b"", "search-ms"),
    b"searchconnectordescription": (b"", "search-ms"),
    b"searchconnectordescriptionlist": (b"", "search-ms"),
    b"appinstaller": (b"appx/appinstaller", "appinstaller"),
    b"assembly": (b"asm.v2", "clickonce"),
    b"package": (b"/appx/manifest", "appxmanifest"),
    b"plist": (b"<key>url</key>", "webloc"),
}
_ROOT = re.compile(
    rb"(?:\s|<\?[^>]{0,400}>|<!--.{0,2000}?-->|<!doctype[^>]{0,400}>)*<(?:[\w.-]{1,40}:)?([\w.-]{1,60})",
    re.S,
)
_SECTIONS = (
    (b"[internetshortcut]", "url"),
    (b"[desktop entry]", "desktop"),
    (b"[theme]", "theme"),
    (b"[shell]", "scf"),
    (b"[version]", "inf"),
)
_REGISTRY = (b"windows registry editor version", b"regedit4")
# Lines of name, type and value; two of them make a connection file (Microsoft Learn, "Supported
# RDP properties").
_REMOTE = re.compile(rb"^[a-z][a-z0-9 ]{2,50}:[isb]:[^\n]{0,2000}$", re.M)
_KNOWN = (
    b"full address:s:", b"screen mode id:i:", b"session bpp:i:", b"redirectdrives:i:",
    b"remoteapplicationprogram:s:", b"drivestoredirect:s:", b"desktopwidth:i:",
)  # fmt: skip
_ENDINGS = {
    ".url": "url",
    ".website": "url",
    ".desktop": "desktop",
    ".theme": "theme",
    ".deskthemepack": "theme",
    ".scf": "scf",
    ".inf": "inf",
}
_MARKS = {kind: mark for mark, kind in _SECTIONS}
_WANTED = {"theme": b"[control panel\\", "scf": b"command=", "inf": b"signature"}


def kind(lowered: bytes, name: str) -> str:
    """The kind, "" for none.  ``lowered`` is a text's beginning in lower case."""
    if lowered[:1] == b"<":
        return _by_root(lowered)
    if lowered.startswith(_REGISTRY):
        return "reg"
    return _by_section(lowered) or _by_name(lowered, name.lower()) or _remote(lowered)


def binary(data: bytes) -> str:
    """A property list in its binary form that holds an address."""
    return "webloc" if b"URL" in data[:4096] and b"://" in data else ""


def _by_root(lowered: bytes) -> str:
    root = _ROOT.match(lowered)
    word, found = _ROOTS.get(root.group(1), (b"", "")) if root else (b"", "")
    return found if found and word in lowered else ""


def _by_section(lowered: bytes) -> str:
    """By the first section, where the words that make it one of these stand too."""
    if lowered[:1] not in (b"[", b";", b"#"):
        return ""
    start = re.search(rb"^\[[^\]\r\n]{1,80}\]", lowered, re.M)
    first = start.group() if start else b""
    found = next((kind for mark, kind in _SECTIONS if first == mark), "")
    if not found and first.startswith(b"[{") and b"\n[internetshortcut]" in lowered:
        return "url"  # a pinned site: property sets come first
    return found if _WANTED.get(found, b"") in lowered else ""


def _by_name(lowered: bytes, name: str) -> str:
    """Windows reads past anything that stands before the section it wants."""
    found = next((kind for ending, kind in _ENDINGS.items() if name.endswith(ending)), "")
    return found if _MARKS.get(found, b"\0") in lowered else ""


def _remote(lowered: bytes) -> str:
    if b":s:" not in lowered and b":i:" not in lowered:
        return ""
    lines = lowered.replace(b"\r", b"")[:2048]
    matches = _REMOTE.findall(lines)
    return "rdp" if len(matches) >= 2 and any(line.startswith(_KNOWN) for line in matches) else ""
