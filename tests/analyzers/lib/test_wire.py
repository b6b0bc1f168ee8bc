"""Fields and body as they went over the wire."""

from __future__ import annotations

import time

from analyzers.lib.wire import wire_of, with_crlf
from analyzers.model.artifact import Artifact


def artifact(data: bytes) -> Artifact:
    return Artifact.of(data, "a.eml", "eml")


def test_fields_keep_their_folds_and_places() -> None:
    data = b"From x\nA: 1\n 2\nB : 3\n\nbody\n"
    wire = wire_of(artifact(data))
    assert [(f.key, f.name, f.value) for f in wire.fields] == [
        ("a", b"A", b" 1\r\n 2\r\n"),
        ("b", b"B ", b" 3\r\n"),
    ]
    assert [data[f.offset :][:1] for f in wire.fields] == [b"A", b"B"]
    assert wire.body == b"body\r\n"


def test_a_message_without_body_or_end() -> None:
    wire = wire_of(artifact(b"A: 1"))
    assert (wire.fields[0].value, wire.body) == (b" 1\r\n", b"")


def test_what_stands_before_the_headers_is_passed_over() -> None:
    wire = wire_of(artifact(b"\xef\xbb\xbf\r\n\r\nA: 1\r\n\r\nbody\r\n"))
    assert [(f.key, f.offset) for f in wire.fields] == [("a", 7)]
    assert wire.body == b"body\r\n"


def test_line_ends_are_mended_once() -> None:
    assert with_crlf(b"a\nb\r\nc\r\r\nd\r") == b"a\r\nb\r\nc\r\r\nd\r"


def test_hostile_heads_are_quick() -> None:
    started = time.process_time()
    for unit in (b"A", b":", b" ", b"\n ", b"A:\n", b"\r"):
        wire_of(artifact(unit * (1_000_000 // len(unit))))
    assert time.process_time() - started < 2
