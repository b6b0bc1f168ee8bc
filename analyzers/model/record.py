"""Everything structured that a unit may report, as one closed union."""

from __future__ import annotations

from analyzers.model.content import Link, PlainView, ReadableView, StyledView
from analyzers.model.document import ArchiveMember, MacroModule, MacroSign
from analyzers.model.executable import EntropyProfile, FoundString, ImportedLibrary, Section
from analyzers.model.message import Message
from analyzers.model.rule import RuleMatch

Record = (
    Message
    | Link
    | PlainView
    | ReadableView
    | StyledView
    | MacroModule
    | MacroSign
    | ArchiveMember
    | Section
    | ImportedLibrary
    | EntropyProfile
    | FoundString
    | RuleMatch
)
