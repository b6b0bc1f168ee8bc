"""Looks at an HTML page as a whole: what it asks for, what it runs, what it hides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from analyzers.lib import invisible, urls, withheld
from analyzers.lib.dom import Document, Element
from analyzers.lib.look import Styled
from analyzers.model.observation import Finding, Severity

_HIDDEN_MANY: Final = 400  # characters of words; preheaders of newsletters stay below
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
    for element in document.elements:
        for name in element.attributes:
            counts["handler"] += name.startswith("on")
        if element.tag == "meta":
            counts["refresh"] += _refreshes(element)
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


def forms(document: Document, *, in_body: bool) -> Iterator[Finding]:
    """A form, and one that asks for a password."""
    actions = [
        urls.parse(e.attributes.get("action", "")).host or "no host"
        for e in document.elements
        if e.tag == "form"
    ]
    asks = any(
        e.tag == "input" and e.attributes.get("type", "").strip().lower() == "password"
        for e in document.elements
    )
    where = ", ".join(sorted(set(actions)))[:_EXCERPT]
    if asks:
        yield Finding("html.form.password", Severity.HIGH, "The page asks for a password", where)
    elif actions and in_body:
        yield Finding("html.form", Severity.INFO, "The mail holds a form", where)


def hidden(document: Document, looks: dict[Element, Styled]) -> Iterator[Finding]:
    """Text a reader would not see, when it is more than a preview line."""
    seen, unseen, reasons, sample = 0, 0, Counter[str](), ""
    for event in document.events:
        if event.text is None:
            continue
        letters = sum(map(len, _WORDS.findall(event.text)))
        why = looks[event.element].hidden if letters else ""
        if why:
            unseen += letters
            reasons[why] += letters
            sample = sample if len(sample) > _EXCERPT else f"{sample} {event.text.strip()}"
        else:
            seen += letters
    if unseen >= _HIDDEN_MANY:
        much = unseen > _HIDDEN_SHARE * (seen + unseen)
        why = ", ".join(f"{reason}: {n} characters" for reason, n in reasons.most_common(5))
        yield Finding(
            "html.text.hidden",
            Severity.MEDIUM if much else Severity.LOW,
            "The mail holds text that its reader does not see",
            f"{why}; {sample.strip()[:_EXCERPT]}",
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


def only_picture(document: Document) -> Iterator[Finding]:
    """A mail that is one linked remote picture: nothing in it for a text filter to read."""
    text, linked = 0, []
    for event in document.events:
        if event.text is not None:
            text += sum(map(len, _WORDS.findall(event.text)))
        elif event.opens and _linked_picture(event.element):
            linked.append(withheld.host(event.element))
    if linked and text <= _PICTURE_TEXT:
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
