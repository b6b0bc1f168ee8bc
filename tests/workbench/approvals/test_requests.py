"""The request file: what is read is what is approved."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.workbench.approvals.second import REQUEST, ROWS
from workbench.approvals.requests import read_request, write_request
from workbench.errors import BadInput


def test_a_request_comes_back_as_it_was_written() -> None:
    read = read_request(write_request(REQUEST))
    assert read == REQUEST
    assert read.mailboxes == ("ann@contoso.example", "bob@contoso.example")
    assert read.weak == 1


def test_every_row_is_bound_by_the_manifest() -> None:
    assert replace(REQUEST, rows=ROWS[:2]).manifest != REQUEST.manifest
    assert replace(REQUEST, kind="junk").manifest != REQUEST.manifest
    assert replace(REQUEST, rows=tuple(reversed(ROWS))).manifest == REQUEST.manifest


def _changed(**changes: Any) -> bytes:
    value = json.loads(write_request(REQUEST))
    return json.dumps(value | changes).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        _changed(what="a letter"),
        _changed(schema=2),
        _changed(rows=[]),
        _changed(rows=[["a", "b"]]),
        _changed(rows=[list(ROWS[0]), list(ROWS[0])]),
        _changed(rows=[[1, 2, 3, 4, 5, 6]]),
        _changed(subject=7),
        _changed(subject="x" * 5_000),
        _changed(more="than there is"),
    ],
)
def test_what_is_no_request_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(BadInput, match="not a request"):
        read_request(data)
