"""All that Python's own parser finds in collected mail is found here too, counted independently."""

from __future__ import annotations

import email
import re
import tarfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import Message as Theirs
from email.policy import compat32
from functools import cached_property
from pathlib import Path

import pytest

from analyzers.lib.opened import Opened
from analyzers.lib.transfer import transfer_decode
from analyzers.mail import eml
from analyzers.model.artifact import Artifact
from analyzers.model.message import Message
from analyzers.model.observation import Child
from analyzers.model.unit import Context, Unreadable
from analyzers.signals import ambiguity
from analyzers.sniff import sniff

DEPTH = 6  # messages inside messages that are opened
EVERY = 10  # of phish and ham in the short run
_ASCII = re.compile(r"[A-Za-z0-9]+")
_ENCODED = ("base64", "quoted-printable", "x-uuencode")
_DECLARED = re.compile(rb"[A-Za-z-]{1,40}[ \t]*:")

# Why Python's parser has what this one has not.  Each was looked at in the mail it came up in.
WHOLE = "Python leaves a multipart whole, whose parts were found here"
HEADERS = "Python ends the headers at a line that is none, and takes the rest for text"
ENCODED = "Python leaves an encoding undone that was undone here"
LONGER = "Python ends a part early, all of which stands in a longer one here"
OUTSIDE = "Python takes a few words outside the parts for a part"
GARBAGE = "Python decodes a header line as part of base64"


def plain(data: bytes) -> bytes:
    """Without what line ends and blanks at their sides differ in."""
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return b"\n".join(line.rstrip() for line in data.split(b"\n")).strip()


def ours(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """Every content, message inside and other reading that is handed on."""
    artifact, context = Artifact.of(data, "sample.eml", "eml"), Context()
    try:
        said = list(eml.UNIT.examine(artifact, context))
    except Unreadable:
        yield data
        return
    message = next(each for each in said if isinstance(each, Message))
    said += list(ambiguity.UNIT.examine(artifact, replace(context, message=message)))
    yield from (body for _, body, _ in context.memo.once(Opened, artifact).leaves)
    for child in said:
        if isinstance(child, Child):
            yield child.data
            inner = child.declared_type.startswith("message/")
            inner = inner or sniff(child.data, child.name, child.declared_type) == "eml"
            if inner and depth < DEPTH:
                yield from ours(child.data, depth + 1)


def theirs(data: bytes) -> Iterator[tuple[Theirs, bytes]]:
    for part in email.message_from_bytes(data, policy=compat32).walk():
        payload = None if part.is_multipart() else part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload.strip():
            yield part, payload


@dataclass
class Compared:
    """One message, read by both."""

    data: bytes
    explained: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    parts: int = 0

    @cached_property
    def found(self) -> set[bytes]:
        return {plain(each) for each in ours(self.data)} - {b""}

    @cached_property
    def words(self) -> set[str]:
        texts = (each.decode("utf-8", "replace") for each in self.found)
        return {" ".join(_ASCII.findall(text)) for text in texts}

    def run(self) -> Compared:
        for part, payload in theirs(self.data):
            self.parts += 1
            wanted = plain(payload)
            if wanted not in self.found and not self._explain(part, payload, wanted):
                self.lost.append(f"{part.get_content_type()} of {len(payload)} bytes")
            elif part.get_content_maintype() == "text" and wanted in self.found:
                self._text(part, payload)
        return self

    def _text(self, part: Theirs, payload: bytes) -> None:
        """The words of a text by the charset that it states, where it can be decoded at all."""
        try:
            text = payload.decode(part.get_content_charset("ascii"))
        except (LookupError, UnicodeDecodeError):
            return
        if " ".join(_ASCII.findall(text)) not in self.words and not text.isascii():
            self.lost.append(f"the words of a {part.get_content_type()}")

    def _explain(self, part: Theirs, payload: bytes, wanted: bytes) -> bool:
        reason = self._reason(part, payload, wanted)
        if reason:
            self.explained[reason] += 1
        return bool(reason)

    def _reason(self, part: Theirs, payload: bytes, wanted: bytes) -> str:
        if part.get_content_maintype() == "multipart" and any(x in wanted for x in self.found):
            return WHOLE
        decoded = {plain(transfer_decode(payload, each)[0]) for each in _ENCODED}
        if not self.found.isdisjoint(decoded):
            return ENCODED
        if any(wanted in each for each in self.found):
            return LONGER
        if _DECLARED.search(wanted) and any(
            wanted.endswith(each[-40:]) or each in wanted for each in self.found
        ):
            return HEADERS
        return self._rare(part, payload, wanted)

    def _rare(self, part: Theirs, payload: bytes, wanted: bytes) -> str:
        if len(wanted) < 512 and wanted in plain(self.data):
            return OUTSIDE
        raw = part.get_payload()
        if isinstance(raw, str) and _DECLARED.search(raw.encode("utf-8", "replace")[:400]):
            return GARBAGE
        return ""


def messages(shared: Path, name: str, every: int) -> Iterator[bytes]:
    with tarfile.open(shared / "corpus" / f"{name}.tar.xz") as files:
        for number, member in enumerate(files):
            stream = files.extractfile(member) if member.isfile() and not number % every else None
            data = stream.read() if stream else b""
            if data and sniff(data, member.name, "message/rfc822") == "eml":
                yield data


def compare(shared: Path, name: str, every: int) -> tuple[int, Counter[str], list[str]]:
    """How many parts were compared, the reasons for what is missing, and what has none."""
    parts, reasons, lost = 0, Counter[str](), list[str]()
    for data in messages(shared, name, every):
        compared = Compared(data).run()
        parts += compared.parts
        reasons += compared.explained
        lost += compared.lost
    return parts, reasons, lost


@pytest.mark.parametrize(
    ("name", "every", "least", "most"),
    [("mime-torture", 1, 3_000, 100), ("phish", EVERY, 600, 3), ("ham", EVERY, 500, 6)],
)
def test_nothing_that_python_finds_is_lost(
    shared: Path, name: str, every: int, least: int, most: int
) -> None:
    parts, reasons, lost = compare(shared, name, every)
    assert parts > least
    assert lost == []
    assert sum(reasons.values()) <= most, reasons


@pytest.mark.long
@pytest.mark.parametrize(("name", "most"), [("phish", 30), ("ham", 60), ("spam", 60)])
def test_nothing_is_lost_in_all_of_the_mail(shared: Path, name: str, most: int) -> None:
    _, reasons, lost = compare(shared, name, 1)
    assert lost == []
    assert sum(reasons.values()) <= most, reasons
