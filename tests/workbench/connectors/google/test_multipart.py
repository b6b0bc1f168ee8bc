"""Batches written and read."""

from __future__ import annotations

import pytest

from workbench.connectors.google.multipart import Part, PartAnswer, read, written
from workbench.errors import Unexpected

KIND = 'multipart/mixed; boundary="b"'


def answer(number: int, status: str, body: str) -> bytes:
    head = f"--b\r\nContent-Type: application/http\r\nContent-ID: <response-part-{number}>\r\n\r\n"
    return f"{head}HTTP/1.1 {status}\r\nContent-Type: application/json\r\n\r\n{body}\r\n".encode()


def test_parts_carry_their_number_and_body() -> None:
    body = written([Part("GET", "/a?x=1"), Part("POST", "/b", {"ids": ["1"]})], "b")
    assert b"Content-ID: <part-0>\r\n\r\nGET /a?x=1 HTTP/1.1\r\n" in body
    assert b'Content-Length: 14\r\n\r\n{"ids": ["1"]}' in body
    assert body.endswith(b"--b--\r\n")


def test_answers_find_their_parts_in_any_order() -> None:
    data = answer(1, "404 Not Found", "{}") + answer(0, "200 OK", '{"id": "x"}') + b"--b--"
    assert read(KIND, data, 3) == [
        PartAnswer(200, {"id": "x"}), PartAnswer(404, {}), PartAnswer(0, None),
    ]  # fmt: skip


@pytest.mark.parametrize("inner", ["not http", "HTTP/1.1 OK\r\n\r\n{}", "HTTP/1.1 200 OK\r\n\r\n{"])
def test_what_cannot_be_read_is_no_answer(inner: str) -> None:
    data = f"--b\r\nContent-ID: <response-part-0>\r\n\r\n{inner}\r\n--b--".encode()
    assert read(KIND, data, 1) == [PartAnswer(0, None)]


def test_another_kind_of_answer_is_refused() -> None:
    with pytest.raises(Unexpected):
        read("text/html", b"<p>", 1)


def test_numbers_beyond_those_asked_are_passed_over() -> None:
    assert read(KIND, answer(7, "200 OK", "{}"), 1) == [PartAnswer(0, None)]
