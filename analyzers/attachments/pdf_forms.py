"""PDF: the fields of its form, where it is sent to, and what an XML form inside it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from analyzers.lib import pdfcode, pdffile
from analyzers.lib.candidates import ASKS
from analyzers.lib.pdfactions import gathered
from analyzers.lib.pdffile import get, listed, words
from analyzers.lib.strings import printable
from analyzers.model.artifact import Artifact
from analyzers.model.body import Form, FormField
from analyzers.model.observation import Child, Fact, Finding, Observation, Relation, Severity
from analyzers.model.unit import Context, Unit, Unreadable

FIELDS: Final = 2_000  # of one form
_PASSWORD_FLAG: Final = 1 << 13  # bit 14 of a text field (ISO 32000-1, table 228)
_TYPES: Final = {"/Tx": "text", "/Btn": "button", "/Ch": "choice", "/Sig": "signature"}
_SECRET = re.compile(r"(?i)pass(?:word|wort|code|phrase)|\bpwd\b|contrase|mot.?de.?passe|senha")


def examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    opened = pdffile.opened(artifact, context)
    if opened.document is None:
        yield pdffile.password_needed(artifact)
        return
    form = get(get(opened.document.trailer, "/Root"), "/AcroForm")
    fields, full = _fields(form)
    sent = [act for act in gathered(artifact, context).acts if act.kind == "SubmitForm"]
    targets = list(dict.fromkeys(act.target for act in sent if act.target))
    if fields or targets:
        yield Form(targets[0] if targets else "", "submit" if targets else "", tuple(fields))
        yield Fact("Form fields", str(len(fields)))
    if targets:
        title = "A form in the PDF sends what is filled in to an address"
        shown = "\n".join(printable(target, 300) for target in targets[:5])
        yield Finding("pdf.form.submit", Severity.LOW, title, shown, sent[0].where)
    yield from _secrets(fields, targets)
    yield from _xml(get(form, "/XFA"))
    if full:
        title = "Not all fields of the form were read"
        yield Finding("limit.pdf.fields", Severity.LOW, title, f"{len(fields)} fields read")


def _secrets(fields: list[FormField], targets: list[str]) -> Iterator[Finding]:
    asked = [field.name for field in fields if field.type == "password"]
    if asked:
        severity = Severity.HIGH if targets else Severity.MEDIUM
        title = "A form in the PDF asks for a password"
        yield Finding("pdf.form.password", severity, title, printable(", ".join(asked[:5]), 300))


def _fields(form: Any) -> tuple[list[FormField], bool]:
    """The fields with their full names (ISO 32000-1, 12.7.3.2)."""
    found: list[FormField] = []
    seen: set[tuple[int, int]] = set()
    stack: list[tuple[Any, str, str, int]] = []
    stack += [(field, "", "", 0) for field in reversed(listed(get(form, "/Fields"), FIELDS))]
    while stack:
        field, above, kind, depth = stack.pop()
        key = pdffile.identity(field) if hasattr(field, "objgen") else (0, 0)
        if len(found) >= FIELDS or depth > 50:
            return found, True
        if key != (0, 0) and key in seen:
            continue
        seen.add(key)
        own = words(get(field, "/T"), 200)
        name = f"{above}.{own}" if above and own else above or own
        kind = words(get(field, "/FT"), 20) or kind
        kids = [kid for kid in listed(get(field, "/Kids"), FIELDS) if get(kid, "/T") is not None]
        if kids:
            stack.extend((kid, name[:2_000], kind, depth + 1) for kid in reversed(kids))
        elif kind:
            label = words(get(field, "/TU"), 200)
            found.append(FormField(name, _type(field, kind, f"{name} {label}"), label))
    return found, False


def _type(field: Any, kind: str, named: str) -> str:
    flags = get(field, "/Ff")
    hidden = isinstance(flags, int) and bool(flags & _PASSWORD_FLAG)
    if kind == "/Tx" and (hidden or _SECRET.search(named)):
        return "password"
    return _TYPES.get(kind, kind.lstrip("/"))


def _xml(value: Any) -> Iterator[Observation]:
    """The XML form, which Acrobat shows instead of the pages; its packets stand in pairs."""
    if value is None:
        return
    parts = listed(value, 200)
    streams = parts[1::2] if len(parts) > 1 else parts
    try:
        whole = b"".join(pdffile.content(stream) for stream in streams)
    except Unreadable as problem:
        title = "The XML form of the PDF could not be unpacked"
        yield Finding("pdf.xfa.unread", Severity.MEDIUM, title, str(problem), incomplete=True)
        return
    title = "The PDF holds an XML form, which some readers show instead of its pages"
    scripts = whole.count(b"<script")
    yield Finding("pdf.xfa", Severity.INFO, title, f"{len(whole)} bytes, {scripts} scripts")
    if scripts:
        yield from pdfcode.telling([(whole, "XML form")])
    yield Child("form.xml", whole, "text/xml", Relation.EMBEDDED)


UNIT = Unit("pdf-form", 1, frozenset({"pdf"}), examine, pdffile.IMPORTS, ASKS)
