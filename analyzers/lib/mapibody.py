"""The bodies of an Outlook message: text, HTML, and either of them taken out of RTF."""

from __future__ import annotations

from typing import Final

from analyzers.lib import charset, lzfu
from analyzers.lib.enclosed import Content
from analyzers.lib.mapi import Properties
from analyzers.lib.rtfbody import Body, text_of, unwrap
from analyzers.model.observation import Child, Finding, Relation, Severity

RTF: Final = 4 << 20  # bytes of RTF that are read, which costs up to a second a MiB
TEXT, HTML, PACKED = "1000", "1013", "1009"  # PidTagBody, PidTagHtml, PidTagRtfCompressed


def add_bodies(own: Properties, content: Content) -> None:
    text, html = own.text(TEXT), own.binary(HTML)
    label = own.internet_charset
    if not html and (wide := own.text(HTML)):
        html, label = wide.encode("utf-8", "replace"), "utf-8"
    if text.strip():
        content.add(body("text", text))
    if html.strip():
        content.add(body("HTML", charset.decode(html, f"text/html; charset={label}")[0]))
    elif packed := own.binary(PACKED):
        _rtf(packed, content, text)


def body(kind: str, text: str) -> Child:
    """A body to be examined with its message; ``kind`` is "text" or "HTML"."""
    declared = f"text/{'html' if kind == 'HTML' else 'plain'}; charset=utf-8"
    data = text.encode("utf-8", "replace")
    return Child(f"{kind} body", data, declared, Relation.BODY, in_place=True)


def _rtf(packed: bytes, content: Content, text: str) -> None:
    """HTML or text wrapped in RTF; RTF that is a document of its own is examined as one."""
    rtf, size = lzfu.unpack(packed, RTF), lzfu.declared(packed)
    if not rtf:
        title = "The RTF body cannot be unpacked; it was not read"
        evidence = f"{len(packed)} bytes"
        rule = "message.body.rtf-unread"
        content.note(Finding(rule, Severity.LOW, title, evidence, "RTF body", incomplete=True))
        return
    if size > RTF:
        title = "The RTF body is longer than is read"
        evidence = f"{size} bytes; the first {RTF} were read"
        content.note(Finding("limit.outlook.rtf", Severity.MEDIUM, title, evidence, "RTF body"))
    found = unwrap(rtf) or _document(rtf, content)
    if found.kind == "text/html" and found.text.strip():
        content.add(body("HTML", found.text))
    elif found.text.strip() and "".join(found.text.split()) != "".join(text.split()):
        content.add(body("text" if not text.strip() else "RTF text", found.text))
    if found.truncated:
        title = "Groups of the RTF body are nested too deeply; its end was not read"
        content.note(Finding("message.body.rtf-nesting", Severity.MEDIUM, title, "", "RTF body"))


def _document(rtf: bytes, content: Content) -> Body:
    content.add(Child("RTF body", rtf, "text/rtf", Relation.BODY))
    return text_of(rtf)
