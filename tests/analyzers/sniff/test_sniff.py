"""Kinds come from the bytes; names and declared types only settle what a text is meant to be."""

from __future__ import annotations

import io
import random
import struct
import tarfile
import time
import zipfile
from pathlib import Path

import pytest

from analyzers.sniff import sniff
from tests.samples.messages import message
from workbench.simulation.samples.ole import Storage, Stream, compound_file

ONE = bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3")
CMS = bytes.fromhex("3080060 92a864886f70d010702".replace(" ", ""))


def archive(**members: bytes) -> bytes:
    """A ZIP of members; "__" in a name is a slash, "DOT" a dot."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name.replace("__", "/").replace("DOT", "."), data)
    return stream.getvalue()


def office(main: str, **members: bytes) -> bytes:
    types = f'<Types><Override ContentType="application/{main}.main+xml"/></Types>'.encode()
    return archive(**{"[Content_Types]DOTxml": types, **members})


def compound(*names: str) -> bytes:
    return compound_file(Storage("", tuple(Stream(name, b"x") for name in names)))


def program() -> bytes:
    return b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0" + bytes(64)


def tarred() -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as packed:
        packed.addfile(tarfile.TarInfo("a.txt"))
    return stream.getvalue()


def old_tar() -> bytes:
    """A header of before POSIX, told by its checksum alone."""
    header = bytearray(512)
    header[:5], header[100:107], header[148:156] = b"a.txt", b"0000644", b" " * 8
    header[148:155] = b"%06o\0" % sum(header)
    return bytes(header)


WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "vnd.openxmlformats-officedocument.presentationml.presentation"

SAMPLES: list[tuple[str, bytes]] = [
    ("empty", b""),
    ("eml", message()),
    ("eml", b"Content-Type: multipart/mixed; boundary=a\n\n--a\n\n<html>"),
    ("eml", message().replace(b"\r\n", b"\r")),
    ("mbox", b"From a Mon\n" + message() + b"\n\nFrom b Tue\n" + message()),
    ("msg", compound("__properties_version1.0", "__substg1.0_001A001F")),
    ("doc", compound("WordDocument", "1Table")),
    ("xls", compound("Workbook")),
    ("xls", b"\x09\x08"[:1] + b"\x02\x06\0" + bytes(20)),
    ("ppt", compound("PowerPoint Document")),
    ("vsd", compound("VisioDocument")),
    ("pub", compound("Quill")),
    ("ooxml-encrypted", compound("EncryptionInfo", "EncryptedPackage")),
    ("ole", compound("Something")),
    ("doc", compound("WordDocument")[:1700]),
    ("docx", office(WORD, word__documentDOTxml=b"x")),
    ("docm", office(WORD, word__documentDOTxml=b"x", word__vbaProjectDOTbin=b"x")),
    ("docm", office("vnd.ms-word.document.macroEnabled", word__documentDOTxml=b"x")),
    ("xlsx", office(SHEET, xl__workbookDOTxml=b"x")),
    ("xlsb", office("vnd.ms-excel.sheet.binary.macroEnabled", xl__workbookDOTbin=b"x")),
    ("pptx", office(SLIDES, ppt__presentationDOTxml=b"x", xl__embedded=b"x")),
    ("docx", office(WORD, word__documentDOTxml=b"x")[:120] + b"word/document.xml"),
    ("opc", office("vnd.other", other__x=b"x")),
    ("jar", archive(**{"META-INF__MANIFESTDOTMF": b"x"})),
    ("odf", archive(mimetype=b"application/vnd.oasis.opendocument.text")),
    ("zip", archive(a=b"x")),
    ("zip", b"some text in front " + archive(a=b"x")),
    ("pdf", b"%PDF-1.7\n"),
    ("pdf", b"\n" * 100 + b"%PDF-1.7\n"),
    ("rtf", b"{\\rtf1 x}"),
    ("one", ONE + bytes(32)),
    ("tnef", b"\x78\x9f\x3e\x22" + bytes(20)),
    ("rar", b"Rar!\x1a\x07\x01\0"),
    ("7z", b"7z\xbc\xaf\x27\x1c" + bytes(20)),
    ("cab", b"MSCF" + bytes(40)),
    ("gz", b"\x1f\x8b\x08\0"),
    ("bz2", b"BZh91AY&SYxx"),
    ("xz", b"\xfd7zXZ\0"),
    ("zst", b"\x28\xb5\x2f\xfd"),
    ("tar", tarred()),
    ("tar", old_tar()),
    ("iso", bytes(0x8001) + b"CD001" + bytes(50)),
    ("pe", program()),
    ("elf", b"\x7fELF" + bytes(20)),
    ("lnk", b"L\0\0\0\x01\x14\x02\0" + bytes(60)),
    ("chm", b"ITSF" + bytes(40)),
    ("png", b"\x89PNG\r\n\x1a\n"),
    ("jpg", b"\xff\xd8\xff\xe0"),
    ("gif", b"GIF89a" + bytes(8)),
    ("bmp", b"BM" + bytes(12) + struct.pack("<I", 40) + bytes(40)),
    ("webp", b"RIFF\x10\0\0\0WEBPVP8 "),
    ("pkcs7", CMS + bytes(20)),
    ("pkcs7", b"-----BEGIN PKCS7-----\n"),
    ("pst", b"!BDN" + bytes(20)),
    ("html", b"<!DOCTYPE html><html><p>x</p></html>"),
    ("html", b"\xef\xbb\xbf  <!-- x -->\n<table><tr>"),
    ("html", "<html><body>x".encode("utf-16")),
    ("html", b"some text <html><body>x</body></html>"),
    ("svg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
    ("svg", b"<!-- <html> --><svg onload=x>"),
    ("xml", b'<?xml version="1.0"?><feedback/>'),
    ("ics", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"),
    ("vcf", b"BEGIN:VCARD\r\n"),
    ("script", b"#!/bin/sh\necho\n"),
    ("bat", b"@echo off\r\ndir\r\n"),
    ("text", b"Dear all,\nsee: the note\n"),
    ("text", b"MZ is two letters"),
    ("text", b"BM is two letters"),
    ("bin", bytes(range(256)) * 4),
]


@pytest.mark.parametrize(("kind", "data"), SAMPLES)
def test_a_kind_is_told_by_content(kind: str, data: bytes) -> None:
    assert sniff(data) == kind


def test_a_name_never_overrules_a_signature() -> None:
    assert sniff(b"%PDF-1.7\n", "message.eml", "message/rfc822") == "pdf"
    assert sniff(program(), "holiday.jpg", "image/jpeg") == "pe"


@pytest.mark.parametrize(
    ("data", "name", "declared", "kind"),
    [
        (b"From: Ann\nTo: Bob\nSubject: x\n\nas discussed", "", "text/plain", "text"),
        (b"From: Ann\nTo: Bob\nSubject: x\n\nas discussed", "", "message/rfc822", "eml"),
        (b"X-Own: x\n\nhello", "a.eml", "", "eml"),
        (b"just words", "", "text/html", "html"),
        (b"just words", "page.html", "", "html"),
        (b"write <html> first", "", "text/plain", "text"),
    ],
)
def test_name_and_type_settle_what_a_text_is_meant_to_be(
    data: bytes, name: str, declared: str, kind: str
) -> None:
    assert sniff(data, name, declared) == kind


def test_cut_and_changed_files_have_some_kind() -> None:
    chance = random.Random(5)
    for _, data in SAMPLES:
        for _ in range(20):
            changed = bytearray(data[: chance.randrange(len(data) + 1)])
            for _ in range(chance.randrange(6)):
                if changed:
                    changed[chance.randrange(len(changed))] = chance.randrange(256)
            assert sniff(bytes(changed))


BOMBS = {
    "directory that points to itself": compound("a")[:76] + bytes(436) + b"\0" * 4_000_000,
    "members": b"PK\x01\x02" + b"PK\x01\x02" * 2_000_000 + b"PK\x05\x06" + bytes(18),
    "comments": b"<!--" * 2_000_000,
    "headers": b"From: " + b"a" * 10_000_000,
    "mbox": b"From a Mon\nFrom: a\nTo: b\n" + b"\n\nFrom x" * 1_000_000,
    "blank": b" " * 10_000_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_large_or_hostile_file_costs_little(name: str) -> None:
    started = time.process_time()
    assert sniff(BOMBS[name])
    assert time.process_time() - started < 0.5  # seconds


def test_office_documents_are_told_as_their_authors_named_them(shared: Path) -> None:
    expected = {"docx": "docx", "xlsx": "xlsx", "pptx": "pptx", "doc": "doc", "xls": "xls"}
    right = total = 0
    with tarfile.open(shared / "corpus" / "office.tar.xz") as files:
        for member in files:
            kind = expected.get(member.name.rpartition(".")[2])
            stream = files.extractfile(member) if kind and member.isfile() else None
            if stream is None:
                continue
            found = sniff(stream.read())
            total, right = (
                total + 1,
                right + (found in (kind, "ooxml-encrypted", f"{kind}"[:-1] + "m")),
            )
            if total == 200:
                break
    assert right / total > 0.97


@pytest.mark.parametrize(
    ("kind", "data", "name"),
    [
        ("url", b"[InternetShortcut]\r\nURL=https://a.test/", ""),
        ("url", b"junk\r\n[InternetShortcut]\r\nURL=https://a.test/", "a.url"),
        ("url", b"[{000214A0-0000-0000-C000-000000000046}]\r\n[InternetShortcut]\r\n", ""),
        ("text", b"junk\r\n[InternetShortcut]\r\nURL=https://a.test/", "a.txt"),
        ("desktop", b"[Desktop Entry]\nType=Link\n", ""),
        ("theme", b"; c\r\n[Theme]\r\nDisplayName=a\r\n[Control Panel\\Desktop]\r\n", ""),
        ("scf", b"[Shell]\r\nCommand=2\r\n", ""),
        ("inf", b"[Version]\r\nSignature=$chicago$\r\n", ""),
        ("reg", "Windows Registry Editor Version 5.00\r\n".encode("utf-16"), ""),
        ("reg", b"REGEDIT4\r\n", ""),
        ("rdp", "screen mode id:i:2\r\nfull address:s:a.test\r\n".encode("utf-16"), ""),
        ("text", b"note:i:2 and so on", ""),
        ("jnlp", b'<?xml version="1.0"?>\n<!-- a -->\n<jnlp codebase="x">', ""),
        ("settingcontent-ms", b"<PCSettings><SearchableContent/></PCSettings>", ""),
        ("library-ms", b'<?xml version="1.0"?><libraryDescription/>', ""),
        ("search-ms", b"<persistedQuery/>", ""),
        ("appinstaller", b'<AppInstaller xmlns="http://a/appx/appinstaller/2018"/>', ""),
        ("clickonce", b'<asmv1:assembly xmlns="urn:schemas-microsoft-com:asm.v2"/>', ""),
        ("webloc", b"<?xml version='1.0'?><plist><dict><key>URL</key></dict></plist>", ""),
        ("xml", b'<?xml version="1.0"?><assembly/>', ""),
    ],
)  # fmt: skip
def test_files_that_desktops_act_upon(kind: str, data: bytes, name: str) -> None:
    assert sniff(data, name) == kind


@pytest.mark.parametrize("filler", [b" ", b"<!--", b"<?", b"[", b"a:i:", b"<a"])
def test_the_search_for_them_stays_cheap(filler: bytes) -> None:
    started = time.process_time()
    sniff(filler * (1 << 18), "a.url")
    assert time.process_time() - started < 1
