"""What scanned codes make a telephone do."""

from __future__ import annotations

import pytest

from analyzers.lib import payload
from analyzers.model.body import Code
from analyzers.model.content import Link
from analyzers.model.observation import Finding, Severity


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("HTTPS:\\\\A.EXAMPLE/x", "HTTPS:\\\\A.EXAMPLE/x"),
        ("www.a.example/x", "http://www.a.example/x"),
        (" a.example.com/x ", "http://a.example.com/x"),
        ("report.pdf", ""),
        ("just a text", ""),
        ("12.50", ""),
        ("tel:555", ""),
    ],
)
def test_addresses(text: str, url: str) -> None:
    assert payload.address(text) == url


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("WIFI:S:net;T:WPA;P:x;;", "wifi"),
        ("otpauth://totp/a?secret=x", "otpauth"),
        ("SMSTO:555:hi", "sms"),
        ("tel:555", "call"),
        ("mailto:a@a.example", "mail"),
        ("bitcoin:1A?amount=1", "pay"),
        ("SPC\n0200\n1", "pay"),
        ("00020126890014BR.GOV.BCB.PIX", "pay"),
        ("sgnl://linkdevice?uuid=x", "device"),
        ("BEGIN:VCARD\nN:x", "contact"),
        ("BEGIN:VEVENT\n", "event"),
        ("hello", ""),
    ],
)
def test_actions(text: str, name: str) -> None:
    assert payload.action(text)[0] == name


def said(*codes: Code) -> dict[str, Finding]:
    return {o.rule: o for o in payload.observations(codes) if isinstance(o, Finding)}


def test_an_address_becomes_a_link_with_its_place() -> None:
    code = Code("QR Code", "https://bad.example/x", "picture", "a.png", 1, 2, 30, 40)
    observed = list(payload.observations([code, code]))
    assert observed[0] == code
    assert [o for o in observed if isinstance(o, Link)] == [
        Link(
            "https://bad.example/x",
            "bad.example",
            "bad.example",
            "",
            "qr",
            where="QR Code a.png 1,2 30×40",
        )
    ]
    assert said(code)["code.link"].severity is Severity.LOW


def test_its_address_is_judged_like_any_other() -> None:
    assert "link.host.ip" in said(Code("QR Code", "http://192.0.2.1/x", "picture"))


def test_other_contents() -> None:
    assert said(Code("QR Code", "WIFI:S:n;;", "picture"))["code.action"].severity is Severity.LOW
    assert said(Code("Aztec", "M1DOE/JOHN", "picture"))["code.present"].severity is Severity.INFO
    assert payload.action("tel:1")[1] == "calls a number"


@pytest.mark.parametrize(
    ("drawn", "grave"),
    [("picture", False), ("svg", False), ("table", True), ("two pictures", True)],
)
def test_a_code_that_no_picture_shows_is_grave(drawn: str, grave: bool) -> None:
    found = said(Code("QR Code", "https://a.example/x", drawn))
    assert ("code.drawn" in found) is grave
    assert not grave or found["code.drawn"].severity is Severity.HIGH
