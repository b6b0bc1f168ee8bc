"""Indicators as they are pasted, normalised or refused."""

from __future__ import annotations

import pytest

from workbench.errors import BadInput
from workbench.indicators import read_indicator
from workbench.model.indicators import Kind


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Evil.Example", Kind.DOMAIN, "evil.example"),
        ("evil[.]example", Kind.DOMAIN, "evil.example"),
        ("evil(dot)example", Kind.DOMAIN, "evil.example"),
        ("evil [dot] example", Kind.DOMAIN, "evil.example"),
        ("*.evil.example.", Kind.DOMAIN, "evil.example"),
        ("@evil.example", Kind.DOMAIN, "evil.example"),
        ("bücher.example", Kind.DOMAIN, "xn--bcher-kva.example"),
        ("hxxps://login[.]evil.example:8443/a?b#c", Kind.HOST, "login.evil.example"),
        ("hXXp[:]//evil.example", Kind.HOST, "evil.example"),
        ("h**p://evil.example/", Kind.HOST, "evil.example"),
        ("http://user:pw@evil.example/", Kind.HOST, "evil.example"),
        ("http://192.0.2.7/x", Kind.HOST, "192.0.2.7"),
        ("http://192[.]0[.]2[.]7/x", Kind.HOST, "192.0.2.7"),
        ("Eve[at]Evil[.]Example", Kind.SENDER, "eve@evil.example"),
        ("<mailto:eve@evil.example>", Kind.SENDER, "eve@evil.example"),
        ("eve@gmail.com", Kind.SENDER, "eve@gmail.com"),
        ("A" * 64, Kind.SHA256, "a" * 64),
    ],
)
def test_what_is_pasted_is_normalised(text: str, kind: Kind, value: str) -> None:
    read = read_indicator(f"  {text}\n", "why")
    assert (read.kind, read.value, read.note) == (kind, value, "why")


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "com", "co.uk", "gmail.com", "localhost", "a b", "192.0.2.7", "a@b@c",
        "http://", "http://[::1", "x" * 3_000, "%.example", "evil.example'; --", "-a.example",
        "a" * 63, "\ud800.example", "eve@", "\x00.example",
    ],
)  # fmt: skip
def test_what_would_match_everybody_or_nothing_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_indicator(text)
