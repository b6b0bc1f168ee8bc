"""What the kinds of artifacts are called and how they are drawn."""

from __future__ import annotations

# kind as the sniffer names it: word for people, icon in resources/icons
_KINDS = {
    "eml": ("E-mail message", "mail"),
    "mbox": ("Mailbox file", "mail"),
    "msg": ("Outlook message", "mail"),
    "tnef": ("Outlook winmail.dat", "mail"),
    "pst": ("Outlook data file", "mail"),
    "html": ("HTML page", "file"),
    "svg": ("SVG picture", "image"),
    "xml": ("XML", "file"),
    "text": ("Text", "file"),
    "script": ("Script", "program"),
    "ics": ("Calendar entry", "file"),
    "vcf": ("Contact card", "file"),
    "pdf": ("PDF", "file"),
    "rtf": ("Rich text", "file"),
    "doc": ("Word 97", "file"),
    "docx": ("Word", "file"),
    "docm": ("Word, macro-enabled", "macro"),
    "xls": ("Excel 97", "file"),
    "xlsx": ("Excel", "file"),
    "xlsm": ("Excel, macro-enabled", "macro"),
    "xlsb": ("Excel, binary", "macro"),
    "ppt": ("PowerPoint 97", "file"),
    "pptx": ("PowerPoint", "file"),
    "pptm": ("PowerPoint, macro-enabled", "macro"),
    "ooxml-encrypted": ("Office, encrypted", "file"),
    "vba": ("VBA project", "macro"),
    "ole": ("OLE compound file", "file"),
    "one": ("OneNote section", "file"),
    "odf": ("OpenDocument", "file"),
    "opc": ("Open package", "archive"),
    "zip": ("ZIP archive", "archive"),
    "jar": ("Java archive", "program"),
    "rar": ("RAR archive", "archive"),
    "7z": ("7-Zip archive", "archive"),
    "cab": ("Cabinet archive", "archive"),
    "tar": ("TAR archive", "archive"),
    "gz": ("gzip archive", "archive"),
    "bz2": ("bzip2 archive", "archive"),
    "xz": ("xz archive", "archive"),
    "zst": ("Zstandard archive", "archive"),
    "iso": ("Disk image", "archive"),
    "pe": ("Windows program", "program"),
    "elf": ("Linux program", "program"),
    "lnk": ("Windows shortcut", "program"),
    "chm": ("Compiled help", "program"),
    "url": ("Internet shortcut", "program"),
    "desktop": ("Desktop entry", "program"),
    "webloc": ("Web location", "program"),
    "rdp": ("Remote desktop connection", "program"),
    "theme": ("Windows theme", "program"),
    "scf": ("Explorer command", "program"),
    "inf": ("Setup information", "program"),
    "reg": ("Registry script", "program"),
    "jnlp": ("Java Web Start", "program"),
    "settingcontent-ms": ("Settings shortcut", "program"),
    "library-ms": ("Windows library", "program"),
    "search-ms": ("Saved search", "program"),
    "appinstaller": ("App Installer file", "program"),
    "clickonce": ("ClickOnce deployment", "program"),
    "appxmanifest": ("App package manifest", "file"),
    "png": ("PNG picture", "image"),
    "jpg": ("JPEG picture", "image"),
    "gif": ("GIF picture", "image"),
    "bmp": ("BMP picture", "image"),
    "webp": ("WebP picture", "image"),
    "pkcs7": ("Signed or encrypted data", "file"),
    "empty": ("Empty", "file"),
    "bin": ("Data of no known kind", "unknown"),
}


def kind_word(kind: str) -> str:
    return _KINDS[kind][0] if kind in _KINDS else kind or "Not known"


def kind_icon(kind: str) -> str:
    return _KINDS[kind][1] if kind in _KINDS else "file"


def size_word(size: int) -> str:
    """Bytes in units of 1,024."""
    if size < 1024:
        return f"{size} B"
    for step, unit in ((30, "GB"), (20, "MB"), (10, "KB")):
        if size >= 1 << step:
            amount = size / (1 << step)
            return f"{amount:.1f} {unit}" if amount < 10 else f"{amount:,.0f} {unit}"
    raise AssertionError(size)
