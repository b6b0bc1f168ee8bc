"""Everything structured that a unit may report, as one closed union."""

from __future__ import annotations

from analyzers.model.ambiguity import Ambiguity
from analyzers.model.authentication import AuthenticationResult, Signature, SignedContent
from analyzers.model.body import BodyText, Code, Form, Picture
from analyzers.model.calendar import CalendarEvent
from analyzers.model.content import Link, PlainView, ReadableView, StyledView
from analyzers.model.document import ArchiveMember, MacroModule, MacroSign, MacroStep, PasswordHint
from analyzers.model.executable import (
    Ability,
    EntropyProfile,
    ExportedFunctions,
    FoundString,
    ImportedLibrary,
    ProgramResource,
    Section,
)
from analyzers.model.layers import Layer, Thread
from analyzers.model.message import Message
from analyzers.model.page import PagePicture, PageText
from analyzers.model.path import GatewayVerdict, TransportPath
from analyzers.model.rule import RuleMatch
from analyzers.model.script import ScriptCall, ScriptLayer

Record = (
    Message
    | TransportPath
    | GatewayVerdict
    | AuthenticationResult
    | Signature
    | SignedContent
    | Ambiguity
    | Layer
    | Thread
    | BodyText
    | Picture
    | Form
    | Code
    | CalendarEvent
    | Link
    | PlainView
    | ReadableView
    | StyledView
    | MacroModule
    | MacroSign
    | MacroStep
    | ArchiveMember
    | PasswordHint
    | Section
    | ImportedLibrary
    | Ability
    | ProgramResource
    | ExportedFunctions
    | EntropyProfile
    | FoundString
    | RuleMatch
    | PageText
    | PagePicture
    | ScriptLayer
    | ScriptCall
)
