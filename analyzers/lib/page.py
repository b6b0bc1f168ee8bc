"""Looks at an HTML page as a whole: what it asks for, what it runs, what it hides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Final

from analyzers.lib import invisible, urls, withheld
from analyzers.lib.dom import Document, Element
from analyzers.lib.forms import secrets
from analyzers.lib.look import ONLY_OUTLOOK
from analyzers.lib.seen import PREVIEW, Reading
from analyzers.model.body import Form
from analyzers.model.observation import Finding, Severity

_HIDDEN_MANY: Final = 400  # characters of words; preheaders of newsletters stay below
_NORMAL: Final = frozenset({ONLY_OUTLOOK, PREVIEW})
_HIDDEN_SHARE: Final = 0.5  # of all words
_PICTURE_TEXT: Final = 60  # characters of text beside which a linked picture is still the mail
_PICTURE_SIDE: Final = 200.0  # px: a picture that can hold a message
_SPLITS: Final = 3  # words split by zero-width characters before it is said
_EXCERPT: Final = 200  # characters of evidence
_WORDS = re.compile(r"\w+")

LIMITS: Final = {
    "source": (Severity.LOW, "The HTML is longer than is read"),
    "nodes": (Severity.LOW, "The HTML has more elements than are read"),
    "text": (Severity.LOW, "The HTML has more text than is shown"),
    "attributes": (Severity.LOW, "An HTML element has more attributes than are read"),
    "style": (Severity.LOW, "The style sheets are larger than is read"),
    "output": (Severity.LOW, "The Styled view ends before the mail does"),
    "links": (Severity.LOW, "The HTML has more links than are listed"),
    "word": (Severity.INFO, "A very long word was broken for the views"),
    "depth": (Severity.INFO, "The HTML is nested deeper than is followed"),
    "blocks": (Severity.INFO, "Deeply nested blocks are flattened in the Styled view"),
    "tables": (Severity.INFO, "Deeply nested tables are flattened in the Styled view"),
}  # fmt: skip


def limits(document: Document) -> Iterator[Finding]:
    """One finding for each bound the page ran into."""
    for name in sorted(document.limits):
        severity, title = LIMITS[name]
        yield Finding(f"limit.html.{name}", severity, title)


def active(document: Document, *, in_body: bool) -> Iterator[Finding]:
    """Scripts, event handlers, reloads and frames; mail clients run none of them in a body."""
    counts = Counter([element.tag for element in document.elements])
    if any(name.startswith("on") for name in document.names):
        names = (name for element in document.elements for name in element.attributes)
        counts["handler"] += sum(name.startswith("on") for name in names)
    if counts["meta"]:
        metas = (element for element in document.elements if element.tag == "meta")
        counts["refresh"] += sum(map(_refreshes, metas))
    if counts["script"]:
        severity = Severity.LOW if in_body else Severity.INFO
        yield Finding("html.script", severity, "The page holds scripts", f"{counts['script']}")
    if counts["handler"]:
        severity = Severity.LOW if in_body else Severity.INFO
        yield Finding(
            "html.handler", severity, "Elements run script on events", f"{counts['handler']}"
        )
    if counts["refresh"]:
        yield Finding(
            "html.refresh", Severity.MEDIUM, "The page sends its reader elsewhere by itself"
        )
    if counts["iframe"] or counts["frame"]:
        yield Finding("html.frame", Severity.INFO, "The page shows another page inside itself")


def _refreshes(element: Element) -> bool:
    given = element.attributes
    content = given.get("content", "").lower()
    return given.get("http-equiv", "").strip().lower() == "refresh" and "url" in content


def forms(found: Collection[Form], *, in_body: bool) -> Iterator[Finding]:
    """A form, and one that asks for a password or for what is as good as one."""
    where = ", ".join(sorted({urls.parse(f.action).host or "no host" for f in found}))
    secret = [name for form in found for name in secrets(form)]
    if any(field.type == "password" for form in found for field in form.fields):
        evidence = f"sends to {where[:_EXCERPT]}; asks for {', '.join(secret)[:_EXCERPT]}"
        yield Finding("html.form.password", Severity.HIGH, "The page asks for a password", evidence)
    elif secret:
        title = "The page asks for secrets: a password, a code or a card"
        evidence = f"sends to {where[:_EXCERPT]}; asks for {', '.join(secret)[:_EXCERPT]}"
        yield Finding("html.form.credentials", Severity.MEDIUM, title, evidence)
    elif found and in_body:
        yield Finding("html.form", Severity.INFO, "The mail holds a form", where[:_EXCERPT])


def hidden(reading: Reading) -> Iterator[Finding]:
    """Text a reader would not see, when it is more than a preview line."""
    kept = {why: k for why, k in reading.hidden.items() if why not in _NORMAL}
    unseen = sum(each.letters for each in kept.values())
    if unseen >= _HIDDEN_MANY:
        much = unseen > _HIDDEN_SHARE * (reading.letters + unseen)
        ranked = sorted(kept.items(), key=lambda item: -item[1].letters)[:5]
        why = ", ".join(f"{reason}: {each.letters} characters" for reason, each in ranked)
        sample = " ".join(each.sample for _, each in ranked).strip()[:_EXCERPT]
        yield Finding(
            "html.text.hidden",
            Severity.MEDIUM if much else Severity.LOW,
            "The mail holds text that its reader does not see",
            f"{why}; {sample}",
        )


def tricks(text: str) -> Iterator[Finding]:
    """Characters in the text that reorder it, split its words or carry unseen text."""
    if text.isascii():
        return
    overrides = len(invisible.OVERRIDE.findall(text))
    if overrides:
        yield Finding(
            "text.bidi", Severity.MEDIUM, "Text is reordered by override characters", f"{overrides}"
        )
    splits = invisible.split_words(text)
    if splits >= _SPLITS:
        yield Finding(
            "text.zero-width",
            Severity.LOW if splits < 10 * _SPLITS else Severity.MEDIUM,
            "Words are split by characters of no width",
            f"{splits} times",
        )
    tags = invisible.tagged(text)
    if tags:
        yield Finding("text.tag", Severity.HIGH, "Invisible tag characters carry text", f"{tags}")


def only_picture(document: Document, reading: Reading) -> Iterator[Finding]:
    """A mail that is one linked remote picture: nothing in it for a text filter to read."""
    text = reading.letters + reading.unseen
    if text > _PICTURE_TEXT:
        return
    linked = [withheld.host(e) for e in document.elements if _linked_picture(e)]
    if linked:
        hosts = ", ".join(sorted(set(filter(None, linked)))) or "inside the message"
        yield Finding(
            "html.image.only",
            Severity.MEDIUM,
            "The mail is a picture with a link",
            f"{len(linked)} linked pictures from {hosts}; {text} letters of text",
        )


def _linked_picture(element: Element) -> bool:
    return element.tag == "img" and _large(element) and element.ancestor("a") is not None


def _large(element: Element) -> bool:
    sides = [side for side in withheld.extent(element) if side is not None]
    return not sides or max(sides) >= _PICTURE_SIDE
