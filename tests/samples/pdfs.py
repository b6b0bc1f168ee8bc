"""Builds small PDFs object by object, honest, tricky and explosive ones; all are inert."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence

import pikepdf

PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def stream(content: bytes, entries: bytes = b"", packed: bool = False) -> bytes:
    """A stream object; ``entries`` go into its dictionary."""
    raw = zlib.compress(content) if packed else content
    how = b"/Filter/FlateDecode" if packed else b""
    return b"<<%b%b/Length %d>>\nstream\n%b\nendstream" % (entries, how, len(raw), raw)


def written(objects: Sequence[bytes], trailer: bytes = b"", head: bytes = b"%PDF-1.7\n") -> bytes:
    """A file of these objects, numbered from 1; the first is the catalog."""
    out, places = bytearray(head), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, rows)
    end = b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(out) + table + end % (count, trailer, len(out))


def document(
    catalog: bytes = b"",
    page: bytes = b"",
    *more: bytes,
    content: bytes = b"",
    trailer: bytes = b"",
    box: bytes = b"0 0 600 800",
) -> bytes:
    """One page with entries in catalog and page; further objects count from 5."""
    own = b"<</Type/Page/Parent 2 0 R/MediaBox[%b]/Contents 4 0 R%b>>" % (box, page)
    if b"/Resources" not in page:
        own = own[:-2] + b"/Resources<<>>>>"
    root = b"<</Type/Catalog/Pages 2 0 R%b>>" % catalog
    return written([root, PAGES, own, stream(content), *more], trailer)


def link(url: bytes, area: bytes = b"100 100 300 140") -> bytes:
    """The entry of a page that makes an area lead to an address."""
    return b"/Annots[<</Subtype/Link/Rect[%b]/A<</S/URI/URI(%b)>>>>]" % (area, url)


def script(code: bytes) -> bytes:
    """The entry of a catalog that runs a script on opening."""
    return b"/OpenAction<</S/JavaScript/JS(%b)>>" % code


def text(lines: Sequence[str], size: int = 12) -> tuple[bytes, bytes]:
    """Page entries and content for lines of text."""
    font = b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    shown = b"".join(b"(%b) Tj T* " % line.encode("latin-1", "replace") for line in lines)
    return font, b"BT /F1 %d Tf 16 TL 60 700 Td %b ET" % (size, shown)


def updated(first: bytes, number: int, body: bytes) -> bytes:
    """The file saved once more with one object given another content."""
    at = len(first)
    before = first.rfind(b"startxref")
    old = int(first[before + 9 :].split()[0])
    out = first + b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size 40/Root 1 0 R/Prev %d>>\n" % (
        number, at, old,
    )  # fmt: skip
    return out + table + b"startxref\n%d\n%%%%EOF\n" % len(out)


def encrypted(data: bytes, user: str, owner: str = "owner") -> bytes:
    """The same document under AES-256."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner=owner, user=user, R=6))
    return out.getvalue()


def compressed(data: bytes) -> bytes:
    """The same document with its objects inside object streams."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as opened:
        opened.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def zeros(mebibytes: int) -> bytes:
    """So many MiB of zeros, packed."""
    packer, block = zlib.compressobj(9), bytes(1 << 20)
    return b"".join(packer.compress(block) for _ in range(mebibytes)) + packer.flush()


def content_bomb() -> bytes:
    """A page whose content unpacks to 1 GiB."""
    raw = zeros(1024)
    packed = b"<</Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (len(raw), raw)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>"
    return written([b"<</Type/Catalog/Pages 2 0 R>>", PAGES, page, packed])


def object_stream_bomb() -> bytes:
    """An object stream that unpacks to 1 GiB beside an honest page."""
    raw = zeros(1024)
    entries = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream"
    return document(b"", b"", entries % (len(raw), raw))


def fan(levels: int = 12, width: int = 10) -> bytes:
    """Forms that draw each other ten times a level."""
    forms = []
    for level in range(levels):
        last = level == levels - 1
        body = b"0 0 1 1 re f" if last else b"/X Do " * width
        deeper = b"" if last else b"/Resources<</XObject<</X %d 0 R>>>>" % (6 + level)
        forms.append(stream(body, b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]" + deeper))
    return document(b"", b"/Resources<</XObject<</X 5 0 R>>>>", *forms, content=b"/X Do " * width)


def deep_tree(levels: int = 20_000) -> bytes:
    """A page below so many levels."""
    nodes = [b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (level + 3) for level in range(levels)]
    return written([b"<</Type/Catalog/Pages 2 0 R>>", *nodes, b"<</Type/Page>>"])


def many_links(count: int = 100_000) -> bytes:
    """A page with so many clickable areas, each leading elsewhere."""
    areas = b"".join(
        b"<</Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(http://h%d.test/)>>>>" % n
        for n in range(count)
    )
    return document(b"", b"/Annots[%b]" % areas)


def huge_picture() -> bytes:
    """A page with a picture of 900 million pixels in some hundred kilobytes."""
    raw = zeros(858)
    entries = b"<</Type/XObject/Subtype/Image/Width 30000/Height 30000/BitsPerComponent 8"
    how = b"/ColorSpace/DeviceGray/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream"
    page = b"/Resources<</XObject<</X 5 0 R>>>>"
    return document(b"", page, entries + how % (len(raw), raw), content=b"600 0 0 800 0 0 cm /X Do")


def ring_of_forms() -> bytes:
    """Two forms that draw each other."""
    forms = [
        stream(
            b"/X Do " * 10,
            b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X %d 0 R>>>>" % n,
        )
        for n in (6, 5)
    ]
    return document(b"", b"/Resources<</XObject<</X 5 0 R>>>>", *forms, content=b"/X Do")


def pages(count: int) -> bytes:
    """So many empty pages."""
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(count))
    one = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Resources<<>>>>"
    tree = b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count)
    return written([b"<</Type/Catalog/Pages 2 0 R>>", tree, *[one] * count])
