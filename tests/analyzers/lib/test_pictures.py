"""Pictures of a page, matched with the message's parts and never loaded."""

from __future__ import annotations

from analyzers.lib import dom, pictures
from analyzers.model.body import Picture
from analyzers.model.message import Part

PART = Part("1.2", "image/png", "", "base64", "inline", "logo.png", "<logo@x>", 10, 20, "0" * 64)


def read(html: str) -> tuple[Picture, ...]:
    return pictures.read(dom.parse(html), [PART])[0]


def test_each_kind_of_picture() -> None:
    page = """<a href="https://go.example/"><img src="cid:logo%40x" alt=" Our  logo " width=90></a>
    <img src="https://p.example/a.png" width=20 height="30px">
    <img src="https://t.example/o.gif" width=1 height=1>
    <img src="data:image/png;base64,iVBORw0KGgo="><img src="pictures/a.png">
    <table background="https://b.example/b.jpg">"""
    assert read(page) == (
        Picture("attached", "cid:logo%40x", "Our logo", 90, -1, "1.2", "https://go.example/"),
        Picture("remote", "https://p.example/a.png", "", 20, 30),
        Picture("tracking pixel", "https://t.example/o.gif", "", 1, 1),
        Picture("embedded", "data:image/png;base64, 34 characters"),
        Picture("unresolved", "pictures/a.png"),
        Picture("remote", "https://b.example/b.jpg"),
    )


def test_a_content_id_without_part_matches_none() -> None:
    assert read("<img src='cid:other@x'>")[0].part == ""


def test_equal_pictures_are_counted_and_their_number_is_bounded() -> None:
    assert read("<img src='https://p.example/a'>" * 3)[0].count == 3
    many = "".join(f"<img src='https://p.example/{n}'>" for n in range(400))
    found, more = pictures.read(dom.parse(many))
    assert (len(found), more) == (pictures.PICTURES, True)
