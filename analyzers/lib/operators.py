"""Arithmetic on the whole numbers of a script, as far as its constants need it; bounded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from analyzers.lib.scriptfunctions import Value

_MOST: Final = 1 << 53  # beyond it JavaScript's numbers are no longer whole

Binary = Callable[[Value, Value], Value]


def _whole(work: Callable[[int, int], int]) -> Binary:
    def both(left: Value, right: Value) -> Value:
        if not isinstance(left, int) or not isinstance(right, int):
            return None
        result = work(left, right)
        return result if -_MOST <= result <= _MOST else None

    return both


def _divided(left: Value, right: Value) -> Value:
    if not isinstance(left, int) or not isinstance(right, int) or not right or left % right:
        return None
    return left // right


def _floored(left: Value, right: Value) -> Value:
    return left // right if isinstance(left, int) and isinstance(right, int) and right else None


def _rest(left: Value, right: Value) -> Value:
    if not isinstance(left, int) or not isinstance(right, int) or not right:
        return None
    return abs(left) % abs(right) * (-1 if left < 0 else 1)


def _shifted(left: int, right: int) -> int:
    return (left << (right & 31)) & 0xFFFFFFFF


_TIMES: Final = _whole(lambda left, right: left * right)
_MINUS: Final = _whole(lambda left, right: left - right)
_XOR: Final = _whole(lambda left, right: left ^ right)
_AND: Final = _whole(lambda left, right: left & right)
_OR: Final = _whole(lambda left, right: left | right)

# How strongly each binds and what it does; None for sums, which join texts as well.
Table = dict[str, tuple[int, Binary | None]]
JAVASCRIPT: Final[Table] = {
    "*": (7, _TIMES), "/": (7, _divided), "%": (7, _rest), "+": (6, None), "-": (6, _MINUS),
    "<<": (5, _whole(_shifted)), ">>": (5, _whole(lambda left, right: left >> (right & 31))),
    ">>>": (5, _whole(lambda left, right: (left & 0xFFFFFFFF) >> (right & 31))),
    "&": (3, _AND), "^": (2, _XOR), "|": (1, _OR),
}  # fmt: skip
VBSCRIPT: Final[Table] = {
    "*": (7, _TIMES), "/": (7, _divided), "\\": (6, _floored), "mod": (5, _rest),
    "+": (4, None), "-": (4, _MINUS), "&": (3, None), "and": (2, _AND), "or": (1, _OR),
    "xor": (1, _XOR),
}  # fmt: skip
KEYED: Final = frozenset({"^", "xor"})  # what stands beside one of these may be a key
