"""What all links of a page show together that none shows alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analyzers.lib.linkset import CLICKED
from analyzers.model.content import Link
from analyzers.model.observation import Finding, Severity

_TEXTS: Final = 3  # different texts with one goal; 31 of 1,042 unwanted mails, no honest one of 80
_DOMAINS: Final = 3  # domains only unseen links go to; 29 of 1,042 unwanted mails, no honest one
_SHOWN: Final = 5  # lines of evidence

RULES: Final = {
    "link.text.same-target": "Every link goes to one address, whatever its text says",
    "link.hidden": "Links that no reader sees go where no visible one does",
}


def together(links: tuple[Link, ...]) -> Iterator[Finding]:
    """Findings on the links of ``a`` elements and picture maps."""
    clicked = [link for link in links if link.source in {"a", "area"} and link.host]
    if len(clicked) >= _TEXTS:
        yield from _same(clicked)
    if not all(link.visible for link in clicked):
        yield from _hidden(clicked, links)


def _same(clicked: list[Link]) -> Iterator[Finding]:
    texts = list(dict.fromkeys(link.text for link in clicked if link.text))
    if len(texts) < _TEXTS or len({link.url for link in clicked}) > 1:
        return
    evidence = "\n".join([clicked[0].url[:300], *(text[:80] for text in texts[:_SHOWN])])
    title = RULES["link.text.same-target"]
    yield Finding("link.text.same-target", Severity.LOW, title, evidence)


def _hidden(clicked: list[Link], links: tuple[Link, ...]) -> Iterator[Finding]:
    seen = {link.domain for link in links if link.visible and link.source in CLICKED}
    unseen = [
        link
        for link in clicked
        if not link.visible and link.domain not in seen and (link.text or "picture" in link.where)
    ]
    if not unseen:
        return
    domains = {link.domain for link in unseen}
    severity = Severity.MEDIUM if len(domains) >= _DOMAINS else Severity.LOW
    evidence = "\n".join(link.url[:300] for link in unseen[:_SHOWN])
    yield Finding("link.hidden", severity, RULES["link.hidden"], evidence)
