"""QR codes drawn in every way a mail may bring them; made by segno, an encoder of its own."""

from __future__ import annotations

import io
import zlib

import segno
from PIL import Image

URL = "https://codes.example/sign-in"
Rows = list[list[bool]]


def rows(text: str = URL, border: int = 2) -> Rows:
    """The modules of a code, True for dark ones."""
    made = segno.make(text, error="m", micro=False)
    return [[bool(module) for module in row] for row in made.matrix_iter(border=border)]


def image(text: str = URL, scale: int = 4, border: int = 4) -> Image.Image:
    dark = rows(text, border)
    small = Image.new("L", (len(dark), len(dark)), 255)
    small.putdata([0 if module else 255 for row in dark for module in row])
    return small.resize((len(dark) * scale, len(dark) * scale), Image.Resampling.NEAREST)


def saved(picture: Image.Image, kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    picture.save(file, kind)
    return file.getvalue()


def runs(row: list[bool]) -> list[tuple[bool, int]]:
    """The row as lengths of one colour."""
    found: list[tuple[bool, int]] = []
    for module in row:
        if found and found[-1][0] is module:
            found[-1] = (module, found[-1][1] + 1)
        else:
            found.append((module, 1))
    return found


def table(dark: Rows) -> str:
    cells = {True: '<td bgcolor="#000000" width=5>', False: '<td bgcolor="#ffffff" width=5>'}
    return "<table>" + "".join("<tr>" + "".join(cells[m] for m in r) for r in dark) + "</table>"


def spans(dark: Rows) -> str:
    cell = "<td colspan={} bgcolor={}>&nbsp;</td>"
    return (
        "<table>"
        + "".join(
            "<tr>" + "".join(cell.format(n, "black" if m else "white") for m, n in runs(row))
            for row in dark
        )
        + "</table>"
    )


def widths(dark: Rows) -> str:
    box = '<span style="display:inline-block;height:4px;width:{}px;background:{}"></span>'
    return "".join(
        "<div>" + "".join(box.format(4 * n, "#111" if m else "#eee") for m, n in runs(r)) + "</div>"
        for r in dark
    )


def floats(dark: Rows) -> str:
    box = '<div style="float:left;width:4px;height:4px;background:{}"></div>'
    boxes = "".join(box.format("#000" if m else "#fff") for row in dark for m in row)
    return f'<div style="width:200px">{boxes}</div>'


def shadows(dark: Rows) -> str:
    places = [f"{4 * x}px {4 * y}px #000" for y, r in enumerate(dark) for x, m in enumerate(r) if m]
    return f'<div style="width:4px;height:4px;box-shadow:{",".join(places)}"></div>'


def letters(dark: Rows, ink: str = "##", gap: str = "  ") -> str:
    return "\n".join("".join(ink if module else gap for module in row) for row in dark)


def halves(dark: Rows) -> str:
    even = [*dark, [False] * len(dark[0])] if len(dark) % 2 else dark
    blocks = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
    pairs = zip(even[::2], even[1::2], strict=True)
    return "\n".join(
        "".join(blocks[pair] for pair in zip(upper, lower, strict=True)) for upper, lower in pairs
    )


def svg_rectangles(dark: Rows) -> str:
    shapes = [
        f'<rect x="{5 * x}" y="{5 * y}" width="5" height="5"/>'
        for y, row in enumerate(dark)
        for x, module in enumerate(row)
        if module
    ]
    return f'<svg><rect width="900" height="900" fill="#fff"/>{"".join(shapes)}</svg>'


def svg_strokes(text: str = URL) -> str:
    file = io.BytesIO()
    segno.make(text, micro=False).save(file, kind="svg", xmldecl=False)
    return file.getvalue().decode()


def pdf(*pictures: Image.Image, gap: int = 0) -> bytes:
    """One page that shows the pictures side by side, each an image of its own."""
    objects, contents, x = [], "", 40
    names = " ".join(f"/I{n} {n + 4} 0 R" for n in range(len(pictures)))
    for number, picture in enumerate(pictures):
        wide, high = picture.size
        contents += f"q {wide} 0 0 {high} {x} 300 cm /I{number} Do Q\n"
        x += wide + gap
        packed = zlib.compress(picture.tobytes())
        head = (
            f"<</Type/XObject/Subtype/Image/Width {wide}/Height {high}/ColorSpace/DeviceGray"
            f"/BitsPerComponent 8/Filter/FlateDecode/Length {len(packed)}>>stream\n"
        )
        objects.append(head.encode() + packed + b"\nendstream")
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {len(pictures) + 4} 0 R/"
    first = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"{page}Resources<</XObject<<{names}>>>>>>".encode(),
    ]
    last = f"<</Length {len(contents)}>>stream\n{contents}\nendstream".encode()
    return _file([*first, *objects, last])


def _file(objects: list[bytes]) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj" % number + body + b"endobj\n"
    table_at = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return data + end % (len(objects) + 1, table_at)
