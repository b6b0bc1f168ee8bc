"""The bodies of a message: what its sender wrote, what is quoted, and the addresses in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analyzers.lib.subjects import subject_of
from analyzers.model.body import BodyText
from analyzers.model.content import Link, PlainView
from analyzers.model.correspondence import Ip, Recipients
from analyzers.model.layers import Thread
from analyzers.model.record import Record
from analyzers.model.whole import Banner, Body, BodyLink, BodyThread, Html, Plain
from analyzers.whole.addresses import body_links
from analyzers.whole.names import correspondent, correspondents

Bodies = Sequence[tuple[str, Sequence[Record]]]  # kind and records of each body node


def body_of(bodies: Bodies) -> Body:
    """Of the HTML body where there is one, since that is what a mail client shows."""
    html = [list(records) for kind, records in bodies if kind == "html"]
    plain = [list(records) for kind, records in bodies if kind != "html"]
    links = body_links(r for _, found in bodies for r in found if isinstance(r, Link))
    threads = _threads(html) or _threads(plain)
    return Body(
        current_thread=_current(threads, html, plain, links),
        previous_threads=tuple(_thread(one) for one in threads if one.index > 0),
        html=_html(html),
        plain=_plain(plain),
        links=links,
        ips=_ips(links),
        language=_language(html) or _language(plain),
        concealments=tuple(c for text in _texts(html + plain) for c in text.concealments),
        brands=tuple(dict.fromkeys(b for text in _texts(html + plain) for b in text.brands)),
    )


def _texts(bodies: list[list[Record]]) -> list[BodyText]:
    return [r for records in bodies for r in records if isinstance(r, BodyText)]


def _threads(bodies: list[list[Record]]) -> list[Thread]:
    return [r for records in bodies for r in records if isinstance(r, Thread)]


def _current(
    threads: list[Thread],
    html: list[list[Record]],
    plain: list[list[Record]],
    links: tuple[BodyLink, ...],
) -> BodyThread | None:
    """What was written now; all of the text where nothing has split it."""
    first = next((one for one in threads if one.index == 0), None)
    if first is not None:
        thread = _thread(first)
        alone = all(one.index == 0 for one in threads)
        return _with_links(thread, links) if alone else thread
    seen = [text.seen for text in _texts(html) or _texts(plain)]
    views = [r.text for records in plain for r in records if isinstance(r, PlainView)]
    return BodyThread("\n".join(seen or views), links=links) if seen or views else None


def _with_links(thread: BodyThread, links: tuple[BodyLink, ...]) -> BodyThread:
    return BodyThread(thread.text, thread.preamble, links=links, banners=thread.banners)


def _thread(one: Thread) -> BodyThread:
    return BodyThread(
        text=one.text,
        preamble=one.preamble or None,
        sender=correspondent(one.sender[0]) if one.sender else None,
        recipients=Recipients(correspondents(one.to), correspondents(one.cc)),
        subject=subject_of(one.subject) if one.subject else None,
        date=one.date or None,
        links=body_links(one.links),
        banners=tuple(map(Banner, one.banners)),
    )


def _html(bodies: list[list[Record]]) -> Html | None:
    texts = _texts(bodies)
    if not bodies:
        return None
    seen = "\n".join(text.seen for text in texts) if texts else None
    return Html(seen, "\n".join(text.whole for text in texts) if texts else None)


def _plain(bodies: list[list[Record]]) -> Plain | None:
    if not bodies:
        return None
    views = [r.text for records in bodies for r in records if isinstance(r, PlainView)]
    return Plain("\n".join(views) if views else None)


def _language(bodies: list[list[Record]]) -> str | None:
    return next((text.language for text in _texts(bodies) if text.language), None)


def _ips(links: Iterable[BodyLink]) -> tuple[Ip, ...]:
    return tuple(dict.fromkeys(link.href_url.ip for link in links if link.href_url.ip))
