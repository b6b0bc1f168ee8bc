"""Answers gone wrong: by one damage each, and by a seeded die."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any, Final

from tests.between import Answered

Damage = Callable[[Answered], Answered | bytes]
NUMBER: Final = "9" * 5_000  # more digits than Python turns into a number
ODD: Final[tuple[Any, ...]] = (
    None, True, -1, 0, 10**30, 1e308, "", "x", "\ud800", "\x00", "𝓐" * 50, [], {}, [None], [[]],
    {"a": {}}, "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "../..", "a\r\nb: c",
)  # fmt: skip


def _body(data: bytes) -> Damage:
    return lambda answered: replace(answered, body=data)


def _headed(name: str, value: str) -> Damage:
    return lambda answered: answered.with_header(name, value)


def _zipped(size: int) -> Damage:
    bomb = gzip.compress(b" " * size)
    return lambda answered: replace(
        answered, body=bomb, headers={**answered.headers, "Content-Encoding": "gzip"}
    )


def _twice(answered: Answered) -> Answered:
    """Every member of the outermost object twice, the first time as nothing."""
    body = answered.body.strip()
    if not body.startswith(b"{") or body == b"{}":
        return answered
    names = json.loads(body)
    first = ", ".join(f"{json.dumps(name)}: null" for name in names)
    return replace(answered, body=b"{" + first.encode() + b", " + body[1:])


def _chunked(answered: Answered) -> bytes:
    """A piece that is announced as larger than what comes, before the connection ends."""
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n" + answered.body[:9]


DAMAGES: Final[dict[str, Damage]] = {
    "nothing": _body(b""),
    "null": _body(b"null"),
    "list": _body(b"[]"),
    "text": _body(b'"text"'),
    "number": _body(b"5"),
    "empty object": _body(b"{}"),
    "no JSON": _body(b"<html>not found</html>"),
    "nulls": _body(
        b'{"value": null, "responses": null, "users": null, "messages": null, "labels": null}'
    ),
    "numbers": _body(b'{"value": 5, "responses": 5, "users": 5, "messages": 5, "labels": 5}'),
    "objects": _body(b'{"value": {}, "responses": {}, "users": {}, "messages": {}, "labels": {}}'),
    "empty rows": _body(
        b'{"value": [{}], "responses": [{}], "users": [{}], "messages": [{}], "labels": [{}]}'
    ),
    "nulls in rows": _body(b'{"value": [null], "responses": [null], "users": [null]}'),
    "NaN": _body(b'{"value": NaN, "users": NaN, "messages": Infinity}'),
    "many digits": _body(f'{{"value": {NUMBER}, "users": {NUMBER}}}'.encode()),
    "deep": _body(b"[" * 100_000),
    "deep object": _body(b'{"value":' * 5_000 + b"1" + b"}" * 5_000),
    "no UTF-8": lambda answered: replace(answered, body=answered.body.replace(b'"', b"\xff\xfe")),
    "half a pair": lambda answered: replace(
        answered, body=answered.body.replace(b'": "', b'": "\\ud83d')
    ),
    "half": lambda answered: replace(answered, body=answered.body[: len(answered.body) // 2]),
    "cut off": lambda answered: answered.written[:-7],
    "head alone": lambda answered: b"HTTP/1.1 200 OK\r\n",
    "no HTTP": lambda answered: b"\x16\x03\x01 hello\r\n\r\n",
    "hung up": lambda answered: b"",
    "long head": lambda answered: b"HTTP/1.1 200 OK\r\nA: " + b"a" * 100_000 + b"\r\n\r\n",
    "many heads": lambda answered: b"HTTP/1.1 200 OK\r\n" + b"A: a\r\n" * 200_000 + b"\r\n",
    "too long said": _headed("Content-Length", "99"),
    "too short said": _headed("Content-Length", "3"),
    "no length": _headed("Content-Length", "many"),
    "cut piece": _chunked,
    "other type": _headed("Content-Type", "text/html; charset=ebcdic"),
    "no gzip": _headed("Content-Encoding", "gzip"),
    "twice": _twice,
    "error deep": lambda answered: Answered(400, {}, b'{"error":' * 50_000),
    "error of null": lambda answered: Answered(400, {}, b'{"error": {"code": null, "errors": 5}}'),
    "status 999": lambda answered: replace(answered, status=999),
    "status 204": lambda answered: Answered(204, {}, b""),
    "wait for ever": lambda answered: Answered(
        429, {"Retry-After": "Mon, 01 Jan 2026 00:00:00 +99999999999"}, b"{}"
    ),
}  # fmt: skip
HUGE: Final[dict[str, Damage]] = {
    "50 MB": _body(b'{"value": "' + b"x" * (50 << 20) + b'"}'),
    "gzip bomb": _zipped(400 << 20),
}


def mutated(answered: Answered, seed: int) -> Answered:
    """One to three nodes of the JSON replaced by something odd; other bodies get some bytes
    changed."""
    dice = random.Random(seed)
    try:
        body = json.loads(answered.body)
    except ValueError:
        return replace(answered, body=_scratched(answered.body, dice))
    for _ in range(dice.randint(1, 3)):
        holders = list(_holders(body))
        if holders:
            holder, key = dice.choice(holders)
            holder[key] = deepcopy(dice.choice(ODD))
    return replace(answered, body=json.dumps(body).encode())


def _holders(value: Any) -> Any:
    keys = range(len(value)) if isinstance(value, list) else list(value)
    for key in keys if isinstance(value, list | dict) else ():
        yield value, key
        if isinstance(value[key], list | dict):
            yield from _holders(value[key])


def _scratched(data: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data or b"x")
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(changed))
        match dice.randrange(3):
            case 0:
                changed[at] = dice.randrange(256)
            case 1:
                del changed[at : at + dice.randint(0, len(changed) - 1)]
                changed += b"x" if not changed else b""
            case 2:
                changed[at:at] = changed[at : at + 40]
    return bytes(changed)
