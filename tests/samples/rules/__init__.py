"""For each rule of our own pack a sample it finds, and a harmless one that looks much like it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sample:
    """``match`` and ``benign`` are of the same kind and, unless ``harmless`` says so, name."""

    kind: str
    match: bytes
    benign: bytes
    name: str = "sample"
    harmless: str = ""


def page(script: str, body: str = "") -> bytes:
    return f"<html><body>{body}<script>{script}</script></body></html>".encode()


LONG = "A" * 400
FIELD = "<form><input name=p type=password></form>"
