"""Builds the model of a message written in a test, by the real units."""

from __future__ import annotations

from analyzers.engine import Examined, examine
from analyzers.model.analysis import Analysis
from analyzers.model.artifact import Artifact
from analyzers.model.unit import Context
from analyzers.model.whole import WholeMessage
from analyzers.sniff import sniff
from analyzers.units import UNITS
from analyzers.whole.build import whole_message


def whole(data: bytes, context: Context | None = None) -> WholeMessage:
    """Of the message and its bodies; attachments have boxes of their own and are absent."""
    artifact = Artifact.of(data, "message.eml", "eml")
    built = whole_message(analysis(examine(artifact, UNITS, context or Context(), sniff)))
    assert built is not None
    return built


def analysis(examined: Examined) -> Analysis:
    return Analysis(examined.nodes, "process", (), (), "", 0.0, 0.0)
