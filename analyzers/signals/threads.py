"""What the sender wrote and what is quoted below it, for each body of a message."""

from __future__ import annotations

from collections.abc import Iterator

from analyzers.lib import linkset, parsed, phrases, replies, signoffs
from analyzers.lib.pagelines import PageLines
from analyzers.lib.parsed import Letter, Page
from analyzers.lib.quotes import TEXT, Line, of_text, unquoted
from analyzers.lib.replies import Draft, text_of
from analyzers.model.artifact import Artifact
from analyzers.model.content import Link
from analyzers.model.fidelity import Fidelity
from analyzers.model.layers import Layer, Role, Thread
from analyzers.model.message import Message
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Context, Unit

_ANSWERING = frozenset({"in-reply-to", "references"})
_UNPROVEN = (
    "Only the text was passed on: where the message came from cannot be told",
    "Sender, recipients and date are what the forwarding program, or its user, wrote",
    "Attachments of the original may be missing",
)


def _examine(artifact: Artifact, context: Context) -> Iterator[Observation]:
    message = context.message
    if message is None:
        return
    lines, full, links = _lines(artifact, context)
    split = replies.split(lines, reply=_answers(message))
    threads = [
        _thread(index, draft, _kind(index, draft, message), links)
        for index, draft in enumerate(split.drafts)
    ]
    if threads and full:
        yield Finding(
            "limit.thread.text",
            Severity.LOW,
            "The text is longer than is split into messages",
            f"the first {TEXT} characters were",
        )
    if split.full:
        title = "The text quotes more messages than are told apart"
        yield Finding("limit.thread.count", Severity.LOW, title, f"{replies.THREADS}")
    yield from threads
    if artifact.kind == _shown(message):
        yield from _forward(threads, message)


def _lines(
    artifact: Artifact, context: Context
) -> tuple[list[Line], bool, tuple[Link, ...] | None]:
    """The lines, whether there are more, and the links to which they point, None for text."""
    if artifact.kind == "text":
        letter = context.memo.once(Letter, artifact)
        return of_text(letter.text), letter.truncated or len(letter.text) > TEXT, None
    page = context.memo.once(Page, artifact)
    shown = PageLines(page)
    return list(unquoted(shown.lines)), shown.full, page.collector.links


def _answers(message: Message) -> bool:
    if message.in_reply_to or message.references or phrases.subject_kind(message.subject):
        return True
    return any(header.name.lower() in _ANSWERING for header in message.headers)


def _thread(index: int, draft: Draft, kind: str, links: tuple[Link, ...] | None) -> Thread:
    banners, text = signoffs.banners(text_of(draft))
    found = _written(text) if links is None else tuple(links[place] for place in draft.links)
    signature = signoffs.signature(text)
    preamble = draft.preamble
    if preamble is None:
        return Thread(index, text, kind=kind, signature=signature, banners=banners, links=found)
    return Thread(
        index,
        text,
        preamble.text,
        kind,
        preamble.sender,
        preamble.to,
        preamble.cc,
        preamble.subject,
        preamble.date,
        signature,
        banners,
        found,
    )


def _written(text: str) -> tuple[Link, ...]:
    return linkset.in_text(text) if "//" in text or "www." in text else ()


def _kind(index: int, draft: Draft, message: Message) -> str:
    """What a block of fields does not tell is told by the subject: Outlook writes the same."""
    if index == 0:
        return ""
    if draft.preamble is not None and draft.preamble.kind:
        return draft.preamble.kind
    forwards = index == 1 and phrases.subject_kind(message.subject) == "forward"
    return "forward" if forwards else "reply"


def _shown(message: Message) -> str:
    """Which of its bodies a mail program shows: "html" where there is one."""
    kinds = {part.content_type for part in message.parts if not part.filename}
    return "html" if "text/html" in kinds else "text"


def _forward(threads: list[Thread], message: Message) -> Iterator[Observation]:
    original = next((thread for thread in threads if thread.kind == "forward"), None)
    if original is None:
        return
    kind = f"text/{'html' if _shown(message) == 'html' else 'plain'}"
    part = next((p.path for p in message.parts if p.content_type == kind and not p.filename), "")
    sender = original.sender[0] if original.sender else None
    name = (sender.address or sender.name) if sender else ""
    yield Layer(
        Role.ORIGINAL,
        part,
        Fidelity.INLINE,
        subject=original.subject,
        sender=sender.address if sender else "",
        reason="The body introduces a forwarded message",
        unproven=_UNPROVEN,
    )
    title = "The body passes on another message as text"
    evidence = "; ".join(filter(None, (name, original.subject, original.date)))
    yield Finding("message.layer.forward-inline", Severity.INFO, title, evidence, f"part {part}")


UNIT = Unit("threads", 1, frozenset({"html", "text"}), _examine, parsed.IMPORTS)
