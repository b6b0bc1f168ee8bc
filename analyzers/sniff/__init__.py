"""Tells what kind of thing bytes are, from the bytes; cheap, bounded, and never failing.

Kinds: eml mbox msg tnef pst · html svg xml text script ics vcf · rtf doc docx docm xls xlsx xlsm
xlsb ppt pptx pptm ooxml-encrypted opc odf ole pub vsd one pdf · zip jar 7z rar gz bz2 xz zst tar
cab iso · pe elf lnk chm · url desktop webloc rdp theme scf inf reg jnlp settingcontent-ms
library-ms search-ms appinstaller clickonce appxmanifest · png jpg gif bmp webp · pkcs7 · bin
(none of these) · empty.
"""

from __future__ import annotations

from analyzers.sniff import compound, launchers, magic, package, text

PDF_REACH = 1024  # bytes in which readers look for the header (ISO 32000-1, annex H 3.4.1)


def sniff(data: bytes, name: str = "", declared_type: str = "") -> str:
    """The kind of ``data``.

    Name and declared type only settle which of several readings of the same text is meant, as for
    a text that begins like a message; they never overrule a signature.
    """
    if not data:
        return "empty"
    kind = magic.by_signature(data)
    if kind:
        return kind
    if data.startswith(compound.SIGNATURE):
        return compound.kind(data)
    if data.startswith(package.SIGNATURES):
        return package.kind(data)
    if data.startswith(b"bplist00"):
        return launchers.binary(data) or "bin"
    kind = magic.by_offset(data) or text.kind(data, name, declared_type.casefold())
    if kind in ("text", "bin"):
        return _inside(data) or kind
    return kind


def _inside(data: bytes) -> str:
    """What readers find behind other bytes: a PDF header, or a ZIP directory at the end."""
    if data.find(b"%PDF-", 0, PDF_REACH) >= 0:
        return "pdf"
    return package.kind(data) if package.has_directory(data) else ""
