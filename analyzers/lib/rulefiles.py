"""Compiles YARA rules from their source; the one place that knows how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# What rule files of the large public packs expect to be defined.
EXTERNALS = {"filename": "", "filepath": "", "extension": "", "filetype": "", "owner": ""}
REASON = 300  # characters of a compiler's message that are kept


def compile_rules(sources: Mapping[str, str]) -> tuple[Any, str]:
    """The compiled rules of ``sources``, text by namespace, and why there are none, "" if fine.

    ``include`` is refused: it would read any file of the machine into an error message.
    """
    try:
        import yara
    except ImportError as problem:
        return None, f"There is no YARA here: {problem}"
    try:
        rules = yara.compile(
            sources=dict(sources), externals=EXTERNALS, includes=False, error_on_warning=False
        )
    except (yara.Error, ValueError, UnicodeError) as problem:
        return None, f"{type(problem).__name__}: {problem}"[:REASON]
    return rules, ""
