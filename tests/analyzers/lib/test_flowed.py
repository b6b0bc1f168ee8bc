"""Addresses broken over lines by format=flowed are whole, and nothing else is moved."""

from __future__ import annotations

import time

import pytest

from analyzers.engine import examine
from analyzers.lib.flowed import deletes_spaces, joined
from analyzers.lib.parameters import parse_structured
from analyzers.model.artifact import Artifact
from analyzers.model.content import Link
from analyzers.model.unit import Context
from analyzers.sniff import sniff
from analyzers.units import UNITS


@pytest.mark.parametrize(
    ("declared", "deletes"),
    [
        ("text/plain; format=flowed; delsp=yes", True),
        ('TEXT/PLAIN; DelSp="Yes"; Format=Flowed', True),
        ("text/plain; format=flowed", False),
        ("text/plain; delsp=yes", False),
    ],
)
def test_only_delsp_of_flowed_text_deletes(declared: str, deletes: bool) -> None:
    assert deletes_spaces(parse_structured(declared)) is deletes


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("see https://a.exam \nple/x y\nz", "see https://a.example/x y\nz"),
        ("https://a \r\n.exam \r\nple/ \r\n", "https://a.example/ \r\n"),
        ("https://a.example/  \nnext", "https://a.example/  \nnext"),
        ("https://a.example/ \n> quoted", "https://a.example/ \n> quoted"),
        ("https://a.example/ \n stuffed", "https://a.example/ \n stuffed"),
        ("https://a.example/\nnext", "https://a.example/\nnext"),
        ("two words \nthat flow", "two words \nthat flow"),
        ("", ""),
        (" \n \n", " \n \n"),
    ],
)
def test_addresses_are_joined_and_all_else_stays(text: str, result: str) -> None:
    assert joined(text) == result


def test_the_link_of_a_flowed_body_is_whole() -> None:
    letter = (
        b"From: a@a.example\r\nContent-Type: text/plain; format=flowed; delsp=yes\r\n\r\n"
        b"Go to https://login.bank.exam \r\nple.evil.example/x now\r\n"
    )
    found = examine(Artifact.of(letter, "a.eml", ""), UNITS, Context(), sniff)
    examinations = (one for node in found.nodes for one in node.examinations)
    links = [each for one in examinations for each in one.records if isinstance(each, Link)]
    assert [link.url for link in links] == ["https://login.bank.example.evil.example/x"]


@pytest.mark.parametrize("piece", ["://a \n", "a:// \nb \n", "x \n", " \n", "://", "\n"])
def test_time_is_linear(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    started = time.process_time()
    joined(text)
    assert time.process_time() - started < 1.0
