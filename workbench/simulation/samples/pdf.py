"""Writes one-page PDF files (ISO 32000-1) of text lines, with a link when asked."""

from __future__ import annotations

from collections.abc import Sequence

PAGE = (595, 842)  # A4 in points
LEFT, TOP, LEADING = 60, 770, 16  # points


def pdf_document(lines: Sequence[str], link: str = "") -> bytes:
    """``lines`` in Helvetica; letters outside of Latin-1 become question marks."""
    text = "".join(f"({_escaped(line)}) Tj T*\n" for line in lines)
    content = f"BT /F1 11 Tf {LEADING} TL {LEFT} {TOP} Td\n{text}ET".encode("latin-1", "replace")
    note = f" /Annots [{_annotation(link)}]" if link else ""
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE[0]} {PAGE[1]}] /Contents 4 0 R "
            f"/Resources << /Font << /F1 5 0 R >> >>{note} >>"
        ).encode("latin-1", "replace"),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    return _file(objects)


def _annotation(link: str) -> str:
    box = f"{LEFT} {TOP - 300} {LEFT + 260} {TOP}"
    return (
        f"<< /Type /Annot /Subtype /Link /Rect [{box}] /A << /S /URI /URI ({_escaped(link)}) >> >>"
    )


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _file(objects: Sequence[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, rows)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(out))
    return bytes(out) + table + trailer
