"""Programs, disks, archives, media, scripts and tables: a sample each, and what looks alike."""

from __future__ import annotations

import importlib.util
import io
import json
import marshal
import struct
import zipfile
from typing import Any

import pytest

from analyzers.sniff import sniff
from analyzers.units import UNITS
from ui.models.kinds import kind_word
from workbench.simulation.samples.ole import Storage, Stream, compound_file


def boot(at: int, name: bytes, jump: bytes = b"\xeb\x3c\x90") -> bytes:
    sector = bytearray(1024)
    sector[:3], sector[at : at + len(name)], sector[510:512] = jump, name, b"\x55\xaa"
    return bytes(sector)


def partitioned() -> bytes:
    sector = bytearray(1024)
    sector[446:462] = struct.pack("<B3xB3xII", 0x80, 7, 63, 2048)
    sector[510:512] = b"\x55\xaa"
    return bytes(sector)


def packed(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("DOT", "."), data)
    return stream.getvalue()


def compound(name: str, root: str = "") -> bytes:
    data = compound_file(Storage("", (Stream(name, b"x"),)))
    place = data.find("Root Entry".encode("utf-16-le"))
    return data[: place + 80] + bytes.fromhex(root) + data[place + 80 + len(root) // 2 :]


def compiled() -> bytes:
    code = marshal.dumps(compile("a = 1", "a.py", "exec"))
    return importlib.util.MAGIC_NUMBER + bytes(12) + code


MSI = "84100c0000000000c000000000000046"
PROJECT = "3a8fb774c8c8d111be1100c04fb6faf1"
ARCHIVE_MEMBER = b"debian-binary   1342943816  0     0     100644  4         `\n2.0\n"
OBJECT = struct.pack("<HHIIIHH", 0x8664, 1, 0, 0, 0, 0, 0) + b".text\0\0\0" + bytes(60)
ICON = b"\0\0\1\0\1\0\x10\x10\0\0\1\0\x20\0" + struct.pack("<II", 4, 22) + b"icon"
TYPEFACE = b"\0\1\0\0\0\1\0\0\0\0\0\0cmap" + bytes(20)

SAMPLES: list[tuple[str, bytes]] = [
    ("macho", b"\xcf\xfa\xed\xfe" + bytes(40)),
    ("macho", b"\xfe\xed\xfa\xce" + bytes(40)),
    ("macho", b"\xca\xfe\xba\xbe\0\0\0\2" + bytes(60)),
    ("class", b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(60)),
    ("dex", b"dex\n035\0" + bytes(100)),
    ("wasm", b"\0asm\1\0\0\0" + bytes(10)),
    ("coff", OBJECT),
    ("pyc", compiled()),
    ("ar", b"!<arch>\nlib.o/          " + bytes(60)),
    ("deb", b"!<arch>\n" + ARCHIVE_MEMBER),
    ("swf", b"CWS\x0a" + struct.pack("<I", 5_000) + bytes(20)),
    ("msi", compound("x", MSI)),
    ("msi", compound("\u4840\u3f3f\u4577")),
    ("mpp", compound("Props14")),
    ("mpp", compound("x", PROJECT)),
    ("udf", bytes(0x8001) + b"BEA01" + bytes(50)),
    ("iso", bytes(0x8001) + b"CD001" + bytes(50)),
    ("vhd", b"conectix" + bytes(1024)),
    ("vhd", partitioned() + b"conectix" + bytes(504)),
    ("vhdx", b"vhdxfile" + bytes(100)),
    ("vmdk", b"KDMV\1\0\0\0" + bytes(500)),
    ("qcow", b"QFI\xfb\0\0\0\3" + bytes(90)),
    ("dmg", b"\x78\xda" + bytes(600) + b"koly\0\0\0\4\0\0\2\0" + bytes(500)),
    ("fat", boot(54, b"FAT16   ")),
    ("fat", boot(82, b"FAT32   ")),
    ("fat", boot(11, b"\0\2\1\1\0\2\xe0\0\x40\x0b\xf0")),
    ("ntfs", boot(3, b"NTFS    ", b"\xeb\x52\x90")),
    ("disk", partitioned()),
    ("ace", bytes(7) + b"**ACE**" + bytes(20)),
    ("arj", b"\x60\xea\x2a\0\x22\x0b\1\2\x10\0\2" + bytes(60)),
    ("lzh", b"\x22\x10-lh5-" + bytes(13) + b"\1" + bytes(20)),
    ("cpio", b"070701" + b"0" * 104 + b"a\0"),
    ("cpio", b"\xc7\x71" + bytes(18) + b"\2\0" + bytes(4) + b"a\0"),
    ("rpm", b"\xed\xab\xee\xdb\3\0" + bytes(90)),
    ("cab", b"MSCF\0\0\0\0" + bytes(40)),
    ("xar", b"xar!\0\x1c" + bytes(30)),
    ("wim", b"MSWIM\0\0\0" + bytes(200)),
    ("lz4", b"\x04\x22\x4d\x18" + bytes(20)),
    ("lzip", b"LZIP\1" + bytes(20)),
    ("z", b"\x1f\x9d\x90" + bytes(20)),
    ("apk", packed(AndroidManifestDOTxml=b"x", META_INF__MANIFESTDOTMF=b"x")),
    ("epub", packed(mimetype=b"application/epub+zip")),
    ("vsdx", packed(**{"[Content_Types]DOTxml": b"<x/>", "visio__documentDOTxml": b"x"})),
    ("access", b"\0\1\0\0Standard Jet DB\0" + bytes(100)),
    ("access", b"\0\1\0\0Standard ACE DB\0" + bytes(100)),
    ("sqlite", b"SQLite format 3\0" + bytes(100)),
    ("onetoc", bytes.fromhex("a12ff343d9ef764c9ee210ea5722765f") + bytes(50)),
    ("tiff", b"II*\0" + bytes(20)),
    ("tiff", b"MM\0*" + bytes(20)),
    ("heic", b"\0\0\0\x18ftypheic" + bytes(12)),
    ("heic", b"\0\0\0\x18ftypmif1\0\0\0\0heicmif1"),
    ("avif", b"\0\0\0\x18ftypmif1\0\0\0\0avifmif1"),
    ("mp4", b"\0\0\0\x18ftypisom" + bytes(12)),
    ("ico", ICON),
    ("emf", b"\1\0\0\0" + bytes(36) + b" EMF" + bytes(40)),
    ("wmf", b"\xd7\xcd\xc6\x9a" + bytes(40)),
    ("wmf", b"\1\0\x09\0\0\3" + bytes(40)),
    ("psd", b"8BPS\0\1" + bytes(30)),
    ("jp2", b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(30)),
    ("mp3", b"ID3\3\0\0" + bytes(40)),
    ("mp3", b"\xff\xfb\x90\0" + bytes(413) + b"\xff\xfb\x90\0"),
    ("wav", b"RIFF\x10\0\0\0WAVEfmt "),
    ("avi", b"RIFF\x10\0\0\0AVI LIST"),
    ("ani", b"RIFF\x10\0\0\0ACONanih"),
    ("ogg", b"OggS\0\2" + bytes(40)),
    ("flac", b"fLaC\0\0\0\x22" + bytes(40)),
    ("mkv", b"\x1a\x45\xdf\xa3" + bytes(40)),
    ("midi", b"MThd\0\0\0\6" + bytes(10)),
    ("font", TYPEFACE),
    ("font", b"wOF2\0\1\0\0" + bytes(40)),
    ("slk", b"ID;PWXL;N;E\r\nC;Y1;X1\r\n"),
    ("iqy", b"WEB\r\n1\r\nhttps://a.test/q\r\n"),
    ("dqy", b"XLODBC\r\n1\r\nDSN=a\r\n"),
    ("json", json.dumps({"a": [1, None, True]}).encode()),
    ("json", b'[{"a": "' + b"b" * 300_000),
    ("hta", b"<html><head><HTA:APPLICATION ID=a></head></html>"),
    ("wsf", b'<?xml version="1.0"?>\n<job id="a"><script language="VBScript">'),
    ("wsf", b"<scriptlet><registration progid='a'/></scriptlet>"),
    ("bat", b"@echo off\r\ndir\r\n"),
    ("script", b"#@~^AAAAAA==\r\n"),
    ("vbs", b'Dim a\r\nSet a = CreateObject("x")\r\nOn Error Resume Next\r\n'),
    ("js", b"var a = new ActiveXObject('x'); function b() { eval(a); }"),
    ("ps1", b"$a = New-Object Net.WebClient\nInvoke-Expression $a\n"),
]

NAMED = [
    ("js", b"alert(1)", "a.js", ""),
    ("js", b"alert(1)", "script 1", "text/x-javascript"),
    ("vbs", b"MsgBox 1", "a.vbs", ""),
    ("ps1", b"dir", "a.ps1", ""),
    ("bat", b"dir", "a.cmd", "text/plain"),
    ("wsf", b"x", "a.sct", ""),
    ("hta", b"<script>a</script>", "a.hta", ""),
    ("json", b"not quite", "a.json", ""),
    ("csv", b"a;b\n1;2\n", "a.csv", ""),
    ("csv", b"a;b\n1;2\n", "", "text/csv"),
]

ALIKE = [
    ("text", b"true to our word, we write again and again", ""),
    ("text", b"OTTO is a name of a man who wrote us again", ""),
    ("text", b"FWS is short for something or other", ""),
    ("text", b"070701 was the date of the first of many letters" * 3, ""),
    ("text", b"ID3 tags are in sound files, as you may know", ""),
    ("text", b"[1] see the notes below\n", ""),
    ("text", b"{curly} words\n", ""),
    ("text", b"Dim light and a function (a party), set for noon", ""),
    ("text", b"var a = 1; function b() { eval(a); } let c = 2", "a.c"),
    ("bin", b"\xca\xfe\xba\xbe\0\0\0\x25" + bytes(60), ""),
    ("bin", b"\0\0\1\0" + bytes(40), ""),
    ("bin", b"\0\1\0\0" + bytes(40), ""),
    ("html", b"<html>" + b"x" * 900 + b"koly\0\0\0\4\0\0\2\0" + bytes(500), ""),
    ("html", b"<html>" + b"x" * 900 + b"conectix" + bytes(504), ""),
]


@pytest.mark.parametrize(("kind", "data"), SAMPLES)
def test_a_kind_is_told_by_content(kind: str, data: bytes) -> None:
    assert sniff(data) == kind
    assert kind_word(kind) != kind


@pytest.mark.parametrize(("kind", "data", "name", "declared"), NAMED)
def test_a_text_is_what_its_name_or_type_makes_of_it(
    kind: str, data: bytes, name: str, declared: str
) -> None:
    assert sniff(data, name, declared) == kind


@pytest.mark.parametrize(("kind", "data", "name"), ALIKE)
def test_what_only_looks_alike_is_not_taken_for_it(kind: str, data: bytes, name: str) -> None:
    assert sniff(data, name) == kind


@pytest.mark.parametrize("data", [b'{"a": 1}', b"@no script", b"ID;P", b"a = b"])
def test_the_plain_body_of_a_mail_stays_text(data: bytes) -> None:
    assert sniff(data, "", "text/plain") == "text"


def test_the_html_body_of_a_mail_is_no_application() -> None:
    data = b"<html><hta:application>"
    assert sniff(data, "", "text/html") == "html"
    assert sniff(data, "a.htm", "text/html") == "hta"


@pytest.mark.parametrize("filler", [b"\n", b" ", b"[", b'{"a":', b"$a=", b"dim a\n", b"\x55\xaa"])
def test_odd_filler_costs_little(filler: bytes) -> None:
    assert sniff(filler * (1 << 18))


def test_a_kind_without_reader_is_said_to_be_not_analysed() -> None:
    import analyzers.engine as engine
    from analyzers.model.artifact import Artifact
    from analyzers.model.unit import Context

    readers: set[Any] = {kind for unit in UNITS for kind in unit.kinds}
    kind, data = next(sample for sample in SAMPLES if sample[0] not in readers)
    general = [unit for unit in UNITS if unit.general]
    runs = engine.examine(Artifact.of(data, "a", ""), general, Context(), sniff).examinations
    assert f"No reader for the kind {kind!r}" in runs[0].reason
    assert all(run.general for run in runs[1:])
