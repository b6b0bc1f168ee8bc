"""The real units read codes inside real boxes: their libraries load where no file can be opened."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest

from analyzers.model.analysis import Analysis, Outcome
from analyzers.model.body import Code
from tests.samples import codes
from tests.workbench.isolation.conftest import Bench
from workbench.isolation.client import AnalysisHost
from workbench.isolation.settings import BoxKind, HostSettings


@pytest.fixture(scope="module", params=[BoxKind.AUTO, BoxKind.PERSISTENT])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    host = AnalysisHost.start(HostSettings(width=1, boxes=request.param))
    yield Bench(host)
    host.close()


def found(analysis: Analysis) -> list[tuple[str, str]]:
    return [
        (record.drawn, record.text)
        for node in analysis.nodes
        for examination in node.examinations
        for record in examination.records
        if isinstance(record, Code)
    ]


def settled(analysis: Analysis) -> list[str]:
    return [
        f"{node.name} {e.unit}: {e.reason}"
        for node in analysis.nodes
        for e in node.examinations
        if e.outcome is Outcome.CRASHED
    ]


def letter(kind: str, body: str, *pictures: bytes) -> bytes:
    head = (
        "From: a@a.example\r\nTo: b@b.example\r\nSubject: s\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: text/{kind}; charset=utf-8\r\n\r\n{body}\r\n"
    )
    parts = [
        f"--b\r\nContent-Type: image/png\r\nContent-ID: <p{number}>\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(picture).decode()
        for number, picture in enumerate(pictures)
    ]
    return (head + "".join(f"{part}\r\n" for part in parts) + "--b--\r\n").encode()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP"])
def test_a_picture(bench: Bench, kind: str) -> None:
    analysis = bench.analyse(codes.saved(codes.image(), kind), "code")
    assert found(analysis) == [("picture", codes.URL)]
    assert settled(analysis) == []


def test_a_page_of_a_pdf(bench: Bench) -> None:
    analysis = bench.analyse(codes.pdf(codes.image()), "letter.pdf")
    assert found(analysis) == [("picture", codes.URL)]
    assert settled(analysis) == []


def test_a_code_split_over_two_images_of_a_pdf(bench: Bench) -> None:
    whole = codes.image()
    middle = whole.width // 2
    left = whole.crop((0, 0, middle, whole.height))
    right = whole.crop((middle, 0, whole.width, whole.height))
    assert found(bench.analyse(codes.pdf(left, right), "x.pdf")) == [("picture", codes.URL)]
    assert found(bench.analyse(codes.pdf(left), "x.pdf")) == []


def test_table_cells_and_characters_in_a_body(bench: Bench) -> None:
    analysis = bench.analyse(letter("html", codes.table(codes.rows())), "a.eml")
    assert found(analysis) == [("table", codes.URL)]
    assert settled(analysis) == []
    drawn = bench.analyse(letter("plain", codes.halves(codes.rows())), "b.eml")
    assert found(drawn) == [("text", codes.URL)]


def test_a_code_split_over_two_pictures_of_a_message(bench: Bench) -> None:
    whole = codes.image()
    middle = whole.height // 2
    upper = codes.saved(whole.crop((0, 0, whole.width, middle)))
    lower = codes.saved(whole.crop((0, middle, whole.width, whole.height)))
    analysis = bench.analyse(letter("html", "<p>Scan</p>", lower, upper), "c.eml")
    assert found(analysis) == [("two pictures", codes.URL)]
    assert settled(analysis) == []


def test_a_picture_with_too_many_pixels_is_said(bench: Bench) -> None:
    from PIL import Image

    analysis = bench.analyse(codes.saved(Image.new("1", (6_000, 6_000))), "large.png")
    said = {e.unit: e for e in analysis.root.examinations}["codes"]
    assert said.outcome is Outcome.LIMITED
    assert [f.rule for f in said.findings] == ["limit.image.pixels"]
