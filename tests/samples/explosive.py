"""Inputs that cost far more than their size where a reader trusts them; each is inert."""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import zlib
from collections.abc import Callable

import py7zr

from tests.samples.office import binary_word, package
from tests.samples.zips import overlapping, zeros
from workbench.simulation.samples.archive import Entry, zip_archive
from workbench.simulation.samples.ole import SIGNATURE, Stream

GIBIBYTE = 1 << 30
_VECTOR_OF_WIDE = struct.pack("<I", 0x101F)  # VT_VECTOR | VT_LPWSTR ([MS-OLEPS] 2.15)
_SUMMARY = bytes.fromhex("E0859FF2F94F6810AB9108002B27B3D9")  # FMTID_SummaryInformation


def _zeros_packed(size: int, raw: bool = False) -> bytes:
    """``size`` zeros as a zlib stream, or as bare deflate, made a MiB at a time."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15 if raw else 15)
    block_of = bytes(1 << 20)
    return b"".join(packer.compress(block_of) for _ in range(size >> 20)) + packer.flush()


def vector_of_strings() -> bytes:
    """A property set whose one value claims two thousand million strings."""
    value = _VECTOR_OF_WIDE + struct.pack("<I", 0x7FFFFFFF)
    section = struct.pack("<IIII", 8 + 8 + len(value), 1, 2, 16) + value
    head = struct.pack("<HHI16sI", 0xFFFE, 0, 0, bytes(16), 1) + _SUMMARY + struct.pack("<I", 48)
    return binary_word("", b"", Stream("\5SummaryInformation", (head + section).ljust(4096, b"\0")))


def macro_of_zeros() -> bytes:
    """A package whose macro project is 1 GiB behind the mark of a compound file."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    checksum = zlib.crc32(SIGNATURE)
    packed = [packer.compress(SIGNATURE)]
    for _ in range(1023):
        packed.append(packer.compress(bytes(1 << 20)))
    data = b"".join(packed) + packer.flush()
    small = package({"word/vbaProject.bin": SIGNATURE})
    return _exchanged(small, b"word/vbaProject.bin", data, 8 + (1023 << 20), checksum)


def _exchanged(archive: bytes, name: bytes, packed: bytes, size: int, checksum: int) -> bytes:
    """The archive with one deflated member more of that name, at its end."""
    start = archive.rfind(b"PK\x05\x06")
    offset = struct.unpack_from("<I", archive, start + 16)[0]
    directory, count = archive[offset:start], struct.unpack_from("<H", archive, start + 10)[0]
    fields = struct.pack(
        "<HHHHHIIIHH", 20, 0, 8, 0, 0x21, checksum, len(packed), size, len(name), 0
    )
    entry = struct.pack("<4sH", b"PK\x01\x02", 20) + fields + bytes(10)
    entry += struct.pack("<I", offset) + name
    body = archive[:offset] + b"PK\x03\x04" + fields + name + packed
    listed = directory + entry
    end = struct.pack(
        "<4s4H2IH", b"PK\x05\x06", 0, 0, count + 1, count + 1, len(listed), len(body), 0
    )
    return body + listed + end


def _pdf(*objects: bytes) -> bytes:
    """Objects numbered from 1, the first of them the catalog (ISO 32000-1, 7.5)."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(out)


_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_ONE_PAGE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def _stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (more, len(data), data)


def page_of_zeros() -> bytes:
    """A page whose content is 1 GiB of zeros."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>"
    content = _stream(_zeros_packed(GIBIBYTE), b"/Filter /FlateDecode")
    return _pdf(_CATALOG, _ONE_PAGE, page, content)


def page_of_a_field() -> bytes:
    """A page 14,400 units wide and high, scaled ten thousand times by its UserUnit."""
    box = b"/MediaBox [0 0 14400 14400] /UserUnit 10000"
    return _pdf(_CATALOG, _ONE_PAGE, b"<< /Type /Page /Parent 2 0 R %s >>" % box)


def form_in_form() -> bytes:
    """Twenty forms, each of which draws the next ten times."""
    forms = 20
    first = 5
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
    page += b" /Resources << /XObject << /F %d 0 R >> >> >>" % first
    bodies = []
    for number in range(forms):
        following = b"/Resources << /XObject << /F %d 0 R >> >>" % (first + number + 1)
        more = b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] "
        last = number == forms - 1
        bodies.append(_stream(b"0 0 9 9 re f" if last else b"/F Do " * 10, more + following))
    return _pdf(_CATALOG, _ONE_PAGE, page, _stream(b"/F Do"), *bodies)


def pages_in_a_ring() -> bytes:
    """A page tree that holds itself."""
    return _pdf(_CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R 2 0 R] /Count 3 >>")


def many_areas() -> bytes:
    """A hundred thousand links on one page."""
    area = b"<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (http://a.example/) >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Annots [%s] >>" % (
        area * 100_000
    )
    return _pdf(_CATALOG, _ONE_PAGE, page)


def gzip_of_zeros() -> bytes:
    packed, size = _zeros_packed(GIBIBYTE, raw=True), struct.pack("<I", GIBIBYTE)
    return gzip.compress(b"")[:10] + packed + struct.pack("<I", 0) + size


def xz_of_zeros() -> bytes:
    packer = lzma.LZMACompressor(preset=1)
    half = GIBIBYTE >> 1
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(half >> 20)) + packer.flush()


def gzip_in_gzip() -> bytes:
    data = b"at last"
    for _ in range(200):
        data = gzip.compress(data, 1, mtime=0)
    return data


def seven_zip_of_zeros() -> bytes:
    held = io.BytesIO()
    with py7zr.SevenZipFile(held, "w") as archive:
        archive.writef(io.BytesIO(bytes(256 << 20)), "zeros.bin")
    return held.getvalue()


def zip_in_zip() -> bytes:
    data = b"at last"
    for _ in range(60):
        data = zip_archive([Entry("next.zip", data)])
    return data


def huge_picture() -> bytes:
    """A PNG of 30,000 by 30,000 points, all alike."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    side = 30_000
    rows = _zeros_packed(((side // 8 + 1) * side) & ~((1 << 20) - 1))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def groups_in_groups() -> bytes:
    return b"{\\rtf1" + b"{" * 20_000 + b"x" + b"}" * 20_001


def objects_in_rtf() -> bytes:
    return b"{\\rtf1" + b"{\\object\\objdata 0105000002000000}" * 30_000 + b"}"


def page_in_depth() -> bytes:
    return b"<html><body>" + b"<div>" * 100_000 + b"x"


def tables_in_tables() -> bytes:
    return b"<html><body>" + b"<table><tr><td>" * 20_000 + b"x"


def script_of_sums() -> bytes:
    """A page whose script adds up a text of two hundred thousand pieces."""
    pieces = b"+".join(b'"%c"' % (97 + n % 26) for n in range(200_000))
    return b"<html><body><script>var a=" + pieces + b";document.write(a)</script></body></html>"


def script_that_doubles() -> bytes:
    """Each name is the one before twice: 2 to the 60th characters in the end."""
    lines = [b'var a0="xxxxxxxx";'] + [b"var a%d=a%d+a%d;" % (n + 1, n, n) for n in range(60)]
    return b"<html><script>" + b"\n".join(lines) + b"document.write(a60)</script></html>"


def winmail_that_claims() -> bytes:
    """A TNEF stream whose first attribute claims four thousand million bytes."""
    return struct.pack("<IHBII", 0x223E9F78, 1, 1, 0x00069003, 0xFFFFFFF0) + bytes(200)


def laughs() -> bytes:
    """An XML part of entities in entities, as a Word package's document."""
    kinds = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "lol">' for n in range(30)
    )
    xml = f"<!DOCTYPE w [{kinds}]><w:document xmlns:w='urn:w'>&l29;</w:document>"
    return package({"word/document.xml": xml})


def colons_in_calendar() -> bytes:
    return b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 100_000 + b"END:VCALENDAR\r\n"


BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "strings without end": ("a.doc", vector_of_strings),
    "macro of zeros": ("a.docm", macro_of_zeros),
    "entities in entities": ("a.docx", laughs),
    "page of zeros": ("a.pdf", page_of_zeros),
    "page of a field": ("a.pdf", page_of_a_field),
    "form in form": ("a.pdf", form_in_form),
    "pages in a ring": ("a.pdf", pages_in_a_ring),
    "many areas": ("a.pdf", many_areas),
    "zip of zeros": ("a.zip", lambda: zeros(64, 16)),
    "zip of one member": ("a.zip", lambda: overlapping(500)),
    "zip in zip": ("a.zip", zip_in_zip),
    "gzip of zeros": ("a.gz", gzip_of_zeros),
    "gzip in gzip": ("a.gz", gzip_in_gzip),
    "xz of zeros": ("a.xz", xz_of_zeros),
    "7z of zeros": ("a.7z", seven_zip_of_zeros),
    "huge picture": ("a.png", huge_picture),
    "groups in groups": ("a.rtf", groups_in_groups),
    "objects in RTF": ("a.rtf", objects_in_rtf),
    "page in depth": ("a.html", page_in_depth),
    "tables in tables": ("a.html", tables_in_tables),
    "script of sums": ("a.html", script_of_sums),
    "script that doubles": ("a.html", script_that_doubles),
    "claims in winmail.dat": ("winmail.dat", winmail_that_claims),
    "events in events": ("a.ics", colons_in_calendar),
}
"""Name of the bomb: (file name, what builds it)."""
