"""Tells what kind of thing bytes are, from the bytes; cheap, bounded, and never failing.

Kinds: eml mbox msg tnef pst · html svg xml text json csv ics vcf · script js vbs ps1 bat wsf hta ·
rtf doc docx docm xls xlsx xlsm xlsb ppt pptx pptm ooxml-encrypted opc odf ole pub vsd vsdx mpp one
onetoc pdf epub slk iqy dqy mso · access sqlite ·
zip jar apk 7z rar ace arj lzh cab gz bz2 xz zst lz4
lzip z tar cpio ar deb rpm xar wim · iso udf dmg vhd vhdx vmdk qcow disk fat ntfs · pe elf macho dex
class wasm coff pyc msi swf · lnk chm url desktop webloc rdp theme scf inf reg jnlp
settingcontent-ms library-ms search-ms appinstaller clickonce appxmanifest · png jpg gif bmp webp
heic avif tiff ico emf wmf psd jp2 · mp3 mp4 wav avi ani ogg flac mkv midi · font · pkcs7 · bin
(none of these) · empty.
"""

from __future__ import annotations

from analyzers.sniff import (
    archives,
    compound,
    disks,
    launchers,
    magic,
    media,
    package,
    programs,
    text,
)

_DATA = frozenset({"text", "bin", "json", "csv", "slk", "iqy", "dqy"})  # what may hold others
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
    kind = _by_structure(data) or text.kind(data, name, declared_type.casefold())
    if kind in _DATA:
        kind = _inside(data) or kind
    return disks.by_footer(data) or kind if kind == "bin" else kind


def _by_structure(data: bytes) -> str:
    """What a header that holds together tells, "" for none."""
    return (
        magic.by_offset(data)
        or programs.kind(data)
        or media.kind(data)
        or archives.kind(data)
        or disks.kind(data)
    )


def _inside(data: bytes) -> str:
    """What readers find behind other bytes: a PDF header, or a ZIP directory at the end."""
    if data.find(b"%PDF-", 0, PDF_REACH) >= 0:
        return "pdf"
    return package.kind(data) if package.has_directory(data) else ""
