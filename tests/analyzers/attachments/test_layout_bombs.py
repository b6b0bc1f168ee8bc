"""Pages built to exhaust a renderer end soon in every unit for bodies; their views stay small."""

from __future__ import annotations

import time

import pytest

from analyzers.attachments import html
from analyzers.lib.styled import OUTPUT, TABLES
from analyzers.model.artifact import Artifact
from analyzers.model.content import StyledView
from analyzers.model.observation import Observation
from analyzers.model.unit import Context
from analyzers.signals import body, drawn_codes
from tests.analyzers.lib.closed import read
from tests.analyzers.lib.pages import MESSAGE
from tests.samples.layout import PAGES
from tests.thinned import thinned

SECONDS = 6.0  # of processor time; a box has 10 for all units together
UNITS = (html.UNIT, body.UNIT, drawn_codes.UNIT)


@pytest.mark.parametrize("name", thinned(PAGES, 4))
def test_a_page_is_read_soon_and_its_view_is_bounded(name: str) -> None:
    artifact = Artifact.of(PAGES[name].encode("utf-8", "replace"), "", "html", depth=1)
    context = Context(message=MESSAGE)
    said: list[Observation] = []
    started = time.process_time()
    for unit in UNITS:
        said += unit.examine(artifact, context)
    spent = time.process_time() - started
    view = next(record for record in said if isinstance(record, StyledView))
    reader = read(view.html)
    assert reader.breaches == []
    assert reader.deepest_tables <= TABLES
    assert len(view.html) < OUTPUT + 100_000
    assert spent < SECONDS, f"{spent:.2f} s"
