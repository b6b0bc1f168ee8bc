"""What the message says it was written with, and how urgent it calls itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzers.lib.fields import values
from analyzers.model.artifact import Artifact
from analyzers.model.message import Message
from analyzers.model.observation import Fact, Finding, Observation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

_PROGRAMS = ("x-mailer", "user-agent", "x-newsreader")
_SCRIPTS = ("x-php-originating-script", "x-php-script", "x-source-args")
_URGENT = ("x-priority", "importance", "x-msmail-priority", "priority")

_SCRIPTED = re.compile(
    r"phpmailer|swiftmailer|\bphp\b|php/|nodemailer|mailkit|microsoft cdo|mime::lite"
    r"|chilkat|supmailer|sendblaster|gammadyne|advanced mass sender|turbo-?mailer|atomic mail"
    r"|python|indy|synapse|smtp\.pl",
    re.I,
)
# Programs that nobody makes any more; their last releases came out before 2010.
_OLD = re.compile(
    r"outlook express|internet mail service|incredimail"
    r"|microsoft outlook(?: imo| cws|, build (?:9|10))"
    r"|the bat! \(v[12]\.|eudora|mozilla 4\.|netscape",
    re.I,
)
_OUT_OF_USE = "2015"  # years after the last of them was withdrawn (Outlook Express, 2014)
_HIGH = re.compile(r"\s*[12]\b|.{0,20}\b(?:high|urgent)\b", re.I)
_READ = 300  # characters of a field


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    message = context.message
    if message is None:
        raise Unreadable("The message could not be read, so its mail program is unknown")
    found = values(message, *_PROGRAMS, *_SCRIPTS, *_URGENT)
    named = [message.mailer] if message.mailer else []
    named += [text for field in _PROGRAMS for text in found[field]]
    yield from _programs(message, [text[:_READ] for text in dict.fromkeys(named)][:5])
    yield from _scripts([text[:_READ] for field in _SCRIPTS for text in found[field]][:5])
    yield from _urgency({field: found[field] for field in _URGENT if found[field]})


def _programs(message: Message, named: list[str]) -> Iterator[Finding]:
    scripted = next((text for text in named if _SCRIPTED.search(text)), "")
    if scripted:
        title = "The message was sent by a script or a bulk mailer, by its own word"
        yield Finding("mailer.script", Severity.INFO, title, scripted, "X-Mailer")
    old = next((text for text in named if _OLD.search(text)), "")
    if old and message.date[:4] >= _OUT_OF_USE:
        title = "The message names a mail program that nobody makes any more"
        evidence = f"{old}, dated {message.date[:10]}"
        yield Finding("mailer.old", Severity.LOW, title, evidence, "X-Mailer")


def _scripts(named: list[str]) -> Iterator[Finding]:
    if named:
        title = "A web server names the script that sent this"
        yield Finding("mailer.web-script", Severity.INFO, title, ", ".join(named), "X-PHP-Script")


def _urgency(given: dict[str, list[str]]) -> Iterator[Observation]:
    if not given:
        return
    text = ", ".join(f"{name}: {value[:40]}" for name, held in given.items() for value in held[:2])
    yield Fact("Priority", text)
    if any(_HIGH.match(value[:_READ]) for held in given.values() for value in held):
        title = "The message calls itself urgent"
        yield Finding("header.urgent", Severity.LOW, title, text, "X-Priority")


UNIT = Unit("mail program", 1, frozenset({"eml", "msg"}), _examine)
