"""The message model, and what units recorded, as JSON values."""

from __future__ import annotations

from typing import Any

from analyzers.model.authentication import SignedContent
from analyzers.model.body import Code
from analyzers.model.calendar import CalendarEvent
from analyzers.model.codec import encode
from analyzers.model.document import ArchiveMember, MacroModule, MacroSign, MacroStep
from analyzers.model.executable import (
    Ability,
    EntropyProfile,
    ExportedFunctions,
    FoundString,
    ImportedLibrary,
    ProgramResource,
    Section,
)
from analyzers.model.page import PageText
from analyzers.model.script import ScriptCall, ScriptLayer
from analyzers.model.whole import WholeMessage

# What a message does not carry as its own; bodies' views are for people only.
SHOWN = (
    Ability, ArchiveMember, CalendarEvent, Code, EntropyProfile, ExportedFunctions, FoundString,
    ImportedLibrary, MacroModule, MacroSign, MacroStep, PageText, ProgramResource, ScriptCall,
    ScriptLayer, Section,
    SignedContent,
)  # fmt: skip
_RAW = "raw"

Json = dict[str, Any]


def message_of(message: WholeMessage | None) -> Json | None:
    """Fields at their default are left out; the source text of headers is in the file itself."""
    if message is None:
        return None
    found: Json = _plain(encode(message))
    for field in found["headers"].get("fields", ()):
        field.pop(_RAW, None)
    return found


def spelled(record: object) -> Json:
    """One record under the name of its class in ``is``."""
    return {"is": type(record).__name__, **encode(record)}


def _plain(value: Any) -> Any:
    """Names without the underscore that keeps them apart from Python's own words."""
    if isinstance(value, dict):
        return {name.rstrip("_"): _plain(content) for name, content in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value
