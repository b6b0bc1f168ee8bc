"""Large tables of which every check runs a part, and `./check long` all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def thinned(values: Iterable[Any], every: int) -> list[Any]:
    """The values as parameters; of ``every`` so many the first is not marked `long`."""
    marks = (pytest.mark.long,)
    return [pytest.param(v, marks=marks if n % every else ()) for n, v in enumerate(values)]
