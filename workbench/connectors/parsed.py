"""JSON of a service as a value that nothing later stumbles over."""

from __future__ import annotations

import json
from typing import Any


def parsed(body: bytes) -> Any:
    """``ValueError`` for whatever is no JSON (RFC 8259): NaN and too deep nesting too.

    Halves of surrogate pairs, which JSON can spell and no database or file takes, become "?".
    """
    try:
        value = json.loads(body, parse_constant=_refused)
        if b"\\ud" in body.lower():
            text = json.dumps(value, ensure_ascii=False)
            value = json.loads(text.encode("utf-8", "replace"))
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    return value


def _refused(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")
