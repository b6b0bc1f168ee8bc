"""Parameters are found however a sender wrote them."""

from __future__ import annotations

import pytest

from analyzers.lib.parameters import boundary_readings, file_name, parse_structured


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
        ('"base64"', "base64", {}),
        ("(or 7bit) base64", "base64", {}),
        ("a/b; name=report (1).pdf", "a/b", {"name": "report (1).pdf"}),
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


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("m/x; boundary=foo", {"foo"}),
        ('m/x; boundary="bar"foo', {"bar", "foo", "barfoo"}),
        ('m/x; boundary="foo', {"foo"}),
        ("m/x; boundary=foo (bar)", {"foo"}),
        ("m/x; boundary=foo bar", {"foo bar", "foobar", "foo"}),
        ("m/x; boundary=a; boundary=b", {"a", "b"}),
        ("m/x; boundary*0=fo; boundary*1=o", {"fo", "o"}),
    ],
)
def test_a_boundary_has_all_the_readings_that_readers_give_it(
    text: str, readings: set[str]
) -> None:
    assert readings <= set(boundary_readings(text))
