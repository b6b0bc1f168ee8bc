"""Judges the addresses of an artifact: what they promise, where they lead, what they carry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from analyzers.lib import linkpatterns, unwrapping, urls
from analyzers.lib.linkchecks import CHECKS, Seen, short
from analyzers.lib.linkset import CLICKED, PASSIVE
from analyzers.lib.recipients import Spelling, carried, spellings
from analyzers.lib.redirectors import SITES
from analyzers.model.content import Link
from analyzers.model.observation import Finding, Severity

SHOWN: Final = 5  # addresses listed in one finding
_LINES: Final = 200  # different lines of one finding that are kept apart

RULES: Final = (
    {rule: title for rule, (title, _) in CHECKS.items()}
    | linkpatterns.RULES
    | {
        "link.text.mismatch": "A link shows one domain and goes to another",
        "link.redirect": "A link leads on to another site",
        "link.redirect.borrowed": "A link borrows the good name of a site that leads on to another",
        "link.unknown-target": "Only the service a link goes through knows where it leads",
        "link.recipient": "A link carries the recipient's address",
        "limit.link.redirects": "A link leads through more services than are followed",
    }
)
_Met = dict[str, tuple[Severity, list[str]]]


def judge(links: Iterable[Link], recipients: Iterable[str] = ()) -> Iterator[Finding]:
    """One finding for each rule that any link met, at the highest severity it met it with.

    ``recipients`` are the mailbox addresses the message was sent to.
    """
    known = spellings(tuple(recipients))
    links = tuple(links)
    met: _Met = {}
    for link in links:
        if link.source == "base":
            continue
        for seen in _seen(link):
            for rule, (_, check) in CHECKS.items():
                found = check(seen)
                if found:
                    _note(met, rule, *found)
        _whole(link, met)
        if known:
            _recipient(link, known, met)
    for rule, (severity, lines) in met.items():
        yield Finding(rule, severity, RULES[rule], _evidence(lines))
    yield from linkpatterns.together(links)


def _seen(link: Link) -> Iterator[Seen]:
    """The address itself, and the last one it leads to."""
    yield Seen(link.url, urls.parse(link.url), link.source, short(link.url))
    if link.target != link.url:
        through = ", ".join(step.by for step in link.redirects)
        told = f"{short(link.target)} (through {through})"
        yield Seen(link.target, urls.parse(link.target), link.source, told)


def _note(met: _Met, rule: str, severity: Severity, line: str) -> None:
    highest, lines = met.setdefault(rule, (severity, []))
    if len(lines) < _LINES and line not in lines:
        # What earned the severity is shown first.
        lines.insert(0, line) if severity > highest else lines.append(line)
    met[rule] = (max(severity, highest), lines)


def _evidence(lines: list[str]) -> str:
    more = f"\n+ {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""
    return "\n".join(lines[:SHOWN]) + more


def disagreement(link: Link) -> str:
    """The domain a link's text names where the link goes to another, "" where both agree."""
    return link.shown


def _whole(link: Link, met: _Met) -> None:
    """What a link is as a whole: its text against its goal, its steps."""
    if link.shown:
        _note(met, "link.text.mismatch", *_text(link))
    if not link.redirects:
        return
    if link.source in CLICKED:
        _steps(link, met)
    if unwrapping.chain(link.url).cut:
        _note(met, "limit.link.redirects", Severity.LOW, short(link.url))


def _text(link: Link) -> tuple[Severity, str]:
    # A bare "Name.com" is how companies write their names; an address spelt out is a promise.
    written = re.search(r"[/?]", link.text) or link.text.lower().startswith("www.")
    severity = Severity.MEDIUM if written else Severity.LOW
    goal = urls.parse(link.target).host or link.host
    return severity, f"shows {link.text[:80]} ({link.shown}), goes to {goal}"


def _steps(link: Link, met: _Met) -> None:
    last = link.redirects[-1]
    if link.open_ended:
        domain = f", which names {last.domain}" if last.domain else ""
        line = f"{link.host}: {last.by}{domain}"
        _note(met, "link.unknown-target", Severity.INFO, line)
    elif last.domain and last.domain != link.domain:
        through = ", ".join(step.by for step in link.redirects)
        line = f"{link.host} leads on to {short(last.url)} ({through})"
        _note(met, "link.redirect", Severity.INFO, line)
        if any(step.by in SITES for step in link.redirects):
            _note(met, "link.redirect.borrowed", Severity.LOW, line)


def _recipient(link: Link, known: tuple[Spelling, ...], met: _Met) -> None:
    """Mailing lists put the address in plain sight; pages that fill it in take it after "#"."""
    place = urls.parse(link.url)
    if not place.host or place.scheme not in {"http", "https", ""}:
        return
    found = carried(place.rest, known)
    if found is None:
        return
    fragment = place.rest.partition("#")[2]
    aimed = link.source not in PASSIVE and (
        found.how in {"reversed", "rot13", "hex"}
        or (found.how == "base64" and _alone(place.rest, found.start))
        or (bool(fragment) and carried(fragment, known) is not None)
    )
    severity = Severity.MEDIUM if aimed else Severity.INFO
    how = "" if found.how == "plain" else f", written in {found.how}"
    _note(met, "link.recipient", severity, f"{short(link.url)} holds {found.address}{how}")


def _alone(text: str, start: int) -> bool:
    """Whether a spelling begins its part of the address, and is no piece of a mailer's token."""
    return start <= 0 or not (text[start - 1].isalnum() or text[start - 1] in "-_+")
