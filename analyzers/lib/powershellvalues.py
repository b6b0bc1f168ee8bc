"""What PowerShell's operators, casts and methods make of known values; each bounded."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from analyzers.lib import datauri
from analyzers.lib.script import Token
from analyzers.lib.scriptfunctions import LARGEST, METHODS, Value
from analyzers.lib.scripttext import inflated

# How strongly each operator binds ("about_Operator_Precedence"); the comma stands above sums.
STRENGTHS: Final = {
    "-replace": 2, "-creplace": 2, "-ireplace": 2, "-split": 2, "-csplit": 2, "-isplit": 2,
    "-join": 2, "-as": 2, "-bxor": 1, "-band": 1, "-bor": 1, "+": 3, "-": 3, "*": 4, "/": 4,
    "-f": 5, "..": 6, ",": 7,
}  # fmt: skip
RANGE: Final = 100_000  # items of a range
# What variables hold on nearly every Windows, where scripts take letters from.
ENVIRONMENT: Final[dict[str, Value]] = {
    "$pshome": "C:\\Windows\\System32\\WindowsPowerShell\\v1.0",
    "$shellid": "Microsoft.PowerShell", "$env:comspec": "C:\\Windows\\system32\\cmd.exe",
    "$env:public": "C:\\Users\\Public", "$env:windir": "C:\\Windows",
    "$env:systemroot": "C:\\Windows", "$env:programfiles": "C:\\Program Files",
    "$env:programdata": "C:\\ProgramData", "$env:allusersprofile": "C:\\ProgramData",
    "$verbosepreference": "SilentlyContinue", "$null": "", "$true": 1, "$false": 0,
}  # fmt: skip
_SLOT = re.compile(r"\{\{|\}\}|\{(\d{1,3})(?:,-?\d{1,3})?(?::[^{}]{0,20})?\}")
_INTEGERS: Final = frozenset({"[int]", "[byte]", "[int32]", "[convert]", "[long]", "[uint32]"})
_PLAIN: Final = re.compile(r"(?:[\w\s,;:!?#%&~@<>=\"'/-]|\\[^\w\s]){1,200}\Z")


def number(text: str) -> int:
    digits = text.lower()
    if digits.startswith("0x"):
        return int(digits, 16)
    unit = {"kb": 10, "mb": 20, "gb": 30}.get(digits[-2:], 0)
    return int(digits.rstrip("kmgb").partition(".")[0][:18]) << unit


def text(value: Value) -> str | None:
    """As PowerShell writes it; lists with blanks between."""
    if isinstance(value, list):
        parts = [text(one) for one in value[:RANGE]]
        return None if any(part is None for part in parts) else " ".join(p or "" for p in parts)
    return str(value) if isinstance(value, str | int) else None


def applied(sign: str, left: Value, right: Value) -> Value:
    work = _WORKS.get(sign)
    return work(left, right) if work and left is not None and right is not None else None


def alone(sign: str, value: Value) -> Value:
    """An operator before its only operand."""
    if sign == "-join" and isinstance(value, list):
        return _join(value, "")
    if sign == "-split" and isinstance(value, str):
        return list(value.split())
    return value if sign == "-join" else None


def signed(sign: str, value: Value) -> Value:
    if sign == ",":
        return [value]
    return (-value if sign == "-" else value) if isinstance(value, int) else None


def _format(left: Value, right: Value) -> Value:
    given = right if isinstance(right, list) else [right]
    if not isinstance(left, str) or len(left) * max(1, len(given)) > LARGEST:
        return None
    out, position, size = [], 0, 0
    for match in _SLOT.finditer(left):
        slot = match[1]
        held = text(given[int(slot)]) if slot and int(slot) < len(given) else match[0][0]
        if held is None or (size := size + len(held)) > LARGEST:
            return None
        out += [left[position : match.start()], held]
        position = match.end()
    return "".join([*out, left[position:]])


def _replace(left: Value, right: Value) -> Value:
    """Patterns that are no more than texts; others would have to be run."""
    pair = right if isinstance(right, list) else [right, ""]
    old, new = (*(text(one) for one in pair[:2]), "")[:2]
    if not isinstance(left, str) or not old or new is None or not _PLAIN.match(old):
        return None
    if "|" in old:
        return None
    plain = re.escape(re.sub(r"\\(.)", r"\1", old))
    if left.lower().count(old.lower()) * len(new) > LARGEST:
        return None
    return re.sub(plain, lambda _: new or "", left, flags=re.I)


def _split(left: Value, right: Value) -> Value:
    """By a text, or by a class or choice of single characters."""
    by = text(right)
    if not isinstance(left, str) or not by:
        return None
    plain = re.sub(r"\\(.)", r"\1", by)
    if re.fullmatch(r"\[[^\]\\^-]{1,40}\]", by):
        return list(re.split(f"[{re.escape(by[1:-1])}]", left))
    choices = by.split("|")
    if all(len(choice) == 1 for choice in choices):
        return list(re.split("|".join(map(re.escape, choices)), left))
    return list(left.split(plain)) if _PLAIN.match(by) else None


def _join(left: Value, right: Value) -> Value:
    if not isinstance(left, list):
        return text(left)
    parts = [text(one) for one in left]
    between = text(right) or ""
    if any(p is None for p in parts) or len(parts) * len(between) > LARGEST:
        return None
    return between.join(part or "" for part in parts)


def _range(left: Value, right: Value) -> Value:
    if not isinstance(left, int) or not isinstance(right, int) or abs(left - right) > RANGE:
        return None
    return list(range(left, right + 1)) if left <= right else list(range(left, right - 1, -1))


def _times(left: Value, right: Value) -> Value:
    if isinstance(left, str) and isinstance(right, int):
        return left * right if 0 <= right * len(left) <= RANGE else None
    whole = isinstance(left, int) and isinstance(right, int) and abs(left) + abs(right) < 1 << 40
    return left * right if whole and isinstance(left, int) and isinstance(right, int) else None


def _whole(work: Callable[[int, int], int]) -> Callable[[Value, Value], Value]:
    def both(left: Value, right: Value) -> Value:
        return work(left, right) if isinstance(left, int) and isinstance(right, int) else None

    return both


_WORKS: Final[dict[str, Callable[[Value, Value], Value]]] = {
    "-f": _format, "-replace": _replace, "-creplace": _replace, "-ireplace": _replace,
    "-split": _split, "-csplit": _split, "-isplit": _split, "-join": _join, "..": _range,
    "*": _times, "-": _whole(lambda a, b: a - b), "-bxor": _whole(lambda a, b: a ^ b),
    "/": _whole(lambda a, b: a // b if b and not a % b else 0),
    "-band": _whole(lambda a, b: a & b), "-bor": _whole(lambda a, b: a | b),
    "-as": lambda left, right: None,
}  # fmt: skip


def cast(kind: str, value: Value) -> Value:
    """``[char]65``, ``[char[]]'ab'``, ``[int]'7'``, ``[string]...``."""
    name = kind.replace("system.", "")
    if name in {"[char[]]", "[byte[]]"}:
        if isinstance(value, str):
            return list(value) if name == "[char[]]" else None
        return each(value, []) if name == "[char[]]" and isinstance(value, list) else value
    if name == "[char]":
        if isinstance(value, str) and value.isdecimal() and len(value) < 7:
            value = int(value)
        return chr(value & 0xFFFF) if isinstance(value, int) else value
    if name in _INTEGERS:
        if isinstance(value, str):
            return _number(value, 10)
        return value if isinstance(value, int) else None
    return text(value) if name == "[string]" else value


def each(items: Sequence[Value], block: Sequence[Token]) -> list[Value] | None:
    """Each number, also one spelt as a text, as a character; a number of the block mixed in."""
    texts = [token.text for token in block]
    base = 16 if "16" in texts else 2 if texts.count("2") == 1 and "toint32" in texts else 10
    mixed = [n for n, word in enumerate(texts[:-1]) if word in {"-bxor", "-", "+"}]
    found: list[Value] = []
    for item in items:
        code = _number(item, base) if isinstance(item, str) else item
        if not isinstance(code, int):
            return None
        for place in mixed:
            if block[place + 1].kind == "number":
                amount = number(texts[place + 1])
                sign = texts[place]
                code = (
                    code ^ amount if sign == "-bxor" else code + amount * (-1 if sign == "-" else 1)
                )
        found.append(chr(code & 0xFFFF))
    return found


def _number(written: str, base: int) -> int | None:
    digits = written.strip()[:40].lower().removeprefix("0x" if base == 16 else "")
    try:
        return int(digits, base)
    except ValueError:
        return None


def item(value: Value, index: Value) -> Value:
    """One item, or several of them as a list; negative places count from the end."""
    if not isinstance(value, str | list):
        return None
    if isinstance(index, list):
        if len(index) > RANGE:
            return None
        several = [item(value, one) for one in index]
        return None if any(one is None for one in several) else several
    if isinstance(index, int) and -len(value) <= index < len(value):
        return value[index]
    return None


def member(kind: str, value: Value, name: str, given: list[Value] | None) -> Value:
    """A method or property of a value, or a static one of the class ``kind``."""
    if kind:
        return _static(kind.replace("system.", ""), name, given)
    if given is None:
        return len(value) if name in {"length", "count"} and isinstance(value, str | list) else None
    if name == "getstring" or name in {"readtoend", "invoke"}:
        return _bytes_text(given[0]) if given else None
    if name == "tochararray" and isinstance(value, str):
        return list(value)
    if name in {"split", "replace", "substring", "trim", "tolower", "toupper", "insert", "remove"}:
        return _method(value, name, given)
    return text(value) if name == "tostring" and not given else None


def _method(value: Value, name: str, given: list[Value]) -> Value:
    if not isinstance(value, str):
        return None
    numbers = [one for one in given if isinstance(one, int)]
    if name == "replace" and len(given) == 2:
        return METHODS["replace"](value, [text(one) for one in given])
    if name == "split" and given and isinstance(given[0], str):
        signs = f"[{re.escape(given[0])}]" if given[0] else ""
        return list(re.split(signs, value)) if signs else None
    if name == "substring" and len(numbers) == len(given) and given:
        return METHODS["substr"](value, list(given))
    if name == "remove" and len(numbers) == len(given) and given:
        end = numbers[0] + numbers[1] if len(numbers) > 1 else len(value)
        return value[: max(0, numbers[0])] + value[max(0, end) :]
    if name == "insert" and len(given) == 2 and isinstance(given[1], str) and numbers:
        return value[: max(0, numbers[0])] + given[1] + value[max(0, numbers[0]) :]
    plain = {"trim": value.strip(), "tolower": value.lower(), "toupper": value.upper()}
    return plain.get(name)


def _static(kind: str, name: str, given: list[Value] | None) -> Value:
    first = given[0] if given else None
    if name == "frombase64string" and isinstance(first, str):
        return datauri.from_base64(first).decode("latin-1")
    if name == "getstring":
        return _bytes_text(first)
    if kind == "[string]" and given and len(given) > 1:
        if name == "join":
            rest = given[1] if len(given) == 2 else given[1:]
            return _join(rest if isinstance(rest, list) else [rest], first)
        if name == "concat":
            return _join(given, "")
        return _format(first, given[1:]) if name == "format" else None
    if kind == "[convert]" and given and isinstance(first, str):
        base = given[1] if len(given) > 1 and isinstance(given[1], int) else 10
        bounded = name in {"toint32", "tobyte", "toint16", "tochar"} and base in {2, 8, 10, 16}
        return _number(first, base) if bounded else None
    if kind == "[convert]" and name == "tochar" and isinstance(first, int):
        return chr(first & 0xFFFF)
    if kind == "[regex]" and name == "replace" and given and len(given) == 3:
        return _replace(first, given[1:])
    return None


def _bytes_text(value: Value) -> Value:
    """Bytes, each a character or a number, as text; UTF-16 where every other one is zero."""
    if isinstance(value, list):
        if not all(isinstance(one, int) and 0 <= one < 256 for one in value):
            return None
        value = bytes(one for one in value if isinstance(one, int)).decode("latin-1")
    if not isinstance(value, str) or not value:
        return None
    raw = value.encode("latin-1", "replace")
    if raw[:3] == b"\x1f\x8b\x08":
        raw = inflated(raw, 31)
    wide = raw[1:200:2].count(0) * 2 > len(raw[1:200:2])
    return raw.decode("utf-16-le" if wide else "utf-8", "replace")
