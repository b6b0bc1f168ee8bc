"""Tells texts apart: messages, markup, calendars, scripts; and text from bytes that are none."""

from __future__ import annotations

import codecs
import re

from analyzers.sniff import launchers, scripts, tables

_HEAD = 4096  # bytes that decide, for all but messages with very long first lines
_HEADERS = 256 << 10  # bytes of a message's beginning that are read
_LINES = 400
_MBOX_REACH = 16 << 20  # bytes searched for a second message
_NUL_REACH = 1024
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"

_FIELD = re.compile(rb"([\x21-\x39\x3b-\x7e]{1,80})[ \t]*:")
_MULTIPART = re.compile(rb"content-type[ \t]*:\s{0,4}multipart/", re.I)
# The line before a second message: one word, or a time in it; "From the desk of" has neither.
_SECOND = re.compile(
    rb"\n\r?\nFrom (?:\S{1,200}[ \t]{0,9}"
    rb"|[^\r\n]{1,200}?\b(?:\d\d:\d\d|Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b[^\r\n]{0,100})"
    rb"\r?\n[\x21-\x39\x3b-\x7e]{1,80}:"
)
# Fields of RFC 5322 and 2045 that also begin letters and notes, and those only mail systems write.
_KNOWN = frozenset(
    b"from to cc bcc subject date sender reply-to content-type content-transfer-encoding "
    b"content-disposition importance priority in-reply-to references sent newsgroups".split()
)
_SURE = frozenset(
    b"received return-path message-id mime-version delivered-to dkim-signature x-mailer path "
    b"authentication-results arc-seal arc-authentication-results received-spf x-received "
    b"x-originating-ip x-priority envelope-to resent-from list-unsubscribe thread-topic lines "
    b"x-ms-exchange-organization-scl x-sender x-apparently-to x-envelope-from user-agent "
    b"x-original-to auto-submitted thread-index x-spam-status x-uidl x-store-info "
    b"domainkey-signature x-gmail-labels x-universally-unique-identifier xref".split()
)
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|script|meta|title|div|table|p|br|a|span|font|img|center"
    rb"|style|form|iframe|base|h[1-6]|b|i|u|ul|ol|td|tr|input|button|section|pre|hta:application)"
    rb"(?=[\s>/])"
)
_DOCUMENT = re.compile(rb"<(?:!doctype\s+html|html|head|body|script)(?=[\s>])")
_SVG = re.compile(rb"<(?:\w{1,20}:)?svg(?=[\s>])")
_PROLOGUE = re.compile(
    rb"(?:\s|<\?[^>]{0,1000}>|<!--.{0,2000}?-->|<!doctype\s+svg[^>]{0,1000}>)*", re.S
)
# Of what units hand on that an interpreter would be given.
_TYPED_SCRIPTS = {"text/x-script": "script", "text/x-javascript": "js"}
_HTML_NAMES = (".htm", ".html", ".shtml", ".xhtml", ".hta", ".mht")


def kind(data: bytes, name: str, declared: str) -> str:
    """The kind of a text; "bin" where it is none.  ``declared`` is in lower case."""
    head = _readable(data[:_HEAD])
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\0")
    lowered = start.lower()
    prose = declared.startswith("text/plain") and not name
    body = declared.startswith(("text/plain", "text/html")) and not name
    found = (
        _mail(data, name, declared, start)
        or _dated(lowered)
        or launchers.kind(lowered, name)
        or ("" if body else scripts.markup(lowered, name))
        or _markup(lowered, name, declared)
    )
    if found:
        return found
    if not _is_text(head):
        return "bin"
    if declared in _TYPED_SCRIPTS:
        return scripts.kind(lowered, name, prose=True) or _TYPED_SCRIPTS[declared]
    return (
        scripts.kind(lowered, name, prose=prose)
        or tables.kind(data, lowered, name, declared, prose=prose)
        or "text"
    )


def _readable(head: bytes) -> bytes:
    """The beginning in a superset of ASCII, also where it came in UTF-16."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "ignore").encode("utf-8", "replace")
    odd, even = head[1:512:2], head[0:512:2]
    if len(odd) > 4 and odd.count(0) > 0.7 * len(odd) and even.count(0) < 0.1 * len(even):
        return head.decode("utf-16-le", "ignore").encode("utf-8", "replace")
    return head


def _is_text(head: bytes) -> bool:
    if b"\0" in head[:_NUL_REACH]:
        return False
    return len(head) - len(head.translate(None, _CONTROLS)) <= len(head) // 50


def _dated(lowered: bytes) -> str:
    if lowered.startswith(b"begin:vcalendar"):
        return "ics"
    return "vcf" if lowered.startswith(b"begin:vcard") else ""


def _markup(lowered: bytes, name: str, declared: str) -> str:
    as_html = declared.startswith(("text/html", "application/xhtml")) or (
        name.lower().endswith(_HTML_NAMES) and not declared.startswith("text/plain")
    )
    prologue = _PROLOGUE.match(lowered)
    inner = lowered[prologue.end() if prologue else 0 :]
    if _SVG.match(inner):
        return "svg"
    if _MARKUP.match(inner) or (as_html and _is_text(lowered)):
        return "html"
    if lowered.startswith(b"<?xml"):
        return "svg" if _SVG.search(lowered) and not _DOCUMENT.search(lowered) else "xml"
    if _DOCUMENT.search(lowered) and not declared.startswith("text/plain"):
        return "html"
    return ""


def _mail(data: bytes, name: str, declared: str, start: bytes) -> str:
    """ "eml" or "mbox" where the text begins with a header block."""
    mbox = start.startswith((b"From ", b">From "))
    if not mbox and not _FIELD.match(start):
        return ""
    known, sure, cut = _fields(_lines(data[:_HEADERS].lstrip(b"\xef\xbb\xbf \t\r\n\0")))
    asked = declared.startswith("message/") or name.lower().endswith((".eml", ".mht", ".mhtml"))
    plain = declared.startswith("text/") and not asked
    if not (sure or asked or (known >= 2 and not plain) or (cut and known)):
        return ""
    if not mbox or declared.startswith("message/rfc822"):  # a part of a message is one message
        return "eml"
    return "mbox" if _SECOND.search(data, 0, _MBOX_REACH) else "eml"


def _lines(head: bytes) -> bytes:
    """With line feeds also where lines end in carriage returns alone."""
    return head if b"\n" in head else head.replace(b"\r", b"\n")


def _fields(head: bytes) -> tuple[int, int, bool]:
    """How many known fields begin the text, how many of them only mail systems write, and whether
    the first of them is so long that its end was not seen."""
    known = sure = place = 0
    for _ in range(_LINES):
        end = head.find(b"\n", place)
        match = _FIELD.match(head, place)
        if match:
            name = match.group(1).lower()
            sure += name in _SURE or bool(_MULTIPART.match(head, place))
            known += name in _KNOWN or name in _SURE
            if sure:  # it decides
                break
        elif head[place : place + 1] not in (b" ", b"\t") and place:
            break
        if end < 0:
            return known, sure, len(head) >= _HEADERS
        place = end + 1
    return known, sure, False
