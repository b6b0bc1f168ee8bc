"""Parameters are found however a sender wrote them."""

from __future__ import annotations

import pytest

from analyzers.lib.parameters import file_name, parse_structured


@pytest.mark.parametrize(
    ("text", "value", "parameters"),
    [
        ('Text/HTML; Charset="utf-8"', "text/html", {"charset": "utf-8"}),
        ("multipart/mixed; boundary=a b; x=y", "multipart/mixed", {"boundary": "a b", "x": "y"}),
        ("multipart/mixed boundary=a", "multipart/mixed", {"boundary": "a"}),
        (r'a/b; name="a\"b;c"', "a/b", {"name": 'a"b;c'}),
        ('a/b; name="open', "a/b", {"name": "open"}),
        ("a/b; n*0*=utf-8''%C3%A4; n*1=b", "a/b", {"n": "äb"}),
        ("a/b; n*=iso-8859-1'de'%E4", "a/b", {"n": "ä"}),
        ("a/b; n*1=two; n*0=one", "a/b", {"n": "onetwo"}),
        ("a/b; x=1; x=2", "a/b", {"x": "1"}),
        ("", "", {}),
    ],
)
def test_a_field_has_a_value_and_parameters(
    text: str, value: str, parameters: dict[str, str]
) -> None:
    found = parse_structured(text)
    assert (found.value, found.parameters) == (value, parameters)


def test_the_disposition_names_the_file_before_the_type_does() -> None:
    kind = parse_structured("a/b; name=one.txt")
    assert (
        file_name(parse_structured('attachment; filename="=?utf-8?q?=C3=A4=2Epdf?="'), kind)
        == "ä.pdf"
    )
    assert file_name(parse_structured("attachment"), kind) == "one.txt"
