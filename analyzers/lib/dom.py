"""Parses HTML into a flat, bounded list of events, which is walked without recursion."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from analyzers.lib.comments import outlook_only, words_of
from analyzers.lib.markup import COMMENTS, bound
from analyzers.lib.words import words

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

NODES: Final = 20_000  # elements and texts of one document; 674 phishing bodies: at most 1,193
TEXT: Final = 1_000_000  # characters of text
WORD: Final = 2_000  # characters without a break; layout of one 2 MB word never ends
DEPTH: Final = 256  # elements inside one another; deeper ones are taken as siblings
IMPORTS: Final = ("selectolax.lexbor",)

# Their text is source, or no part of the page.
SILENT: Final = words("script style title template noembed noframes iframe")
OUTLOOK: Final = "-outlook"  # the tag we give to what conditional comments hold for Outlook alone
_NO_CLASSES: Final[frozenset[str]] = frozenset()
_LONG_WORD = re.compile(rf"\S{{{WORD}}}(?=\S)")


class Element:
    """One element; ``attributes`` have lower-case names, valueless ones map to ""."""

    __slots__ = ("attributes", "classes", "parent", "tag")

    def __init__(self, tag: str, attributes: dict[str, str], parent: Element | None) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        # 1,000 characters hold any real list; a megabyte of classes is there to cost time.
        names = attributes.get("class")
        self.classes = frozenset(names[:1000].split()) if names else _NO_CLASSES

    def ancestor(self, tag: str) -> Element | None:
        """The nearest element of that name, this one included."""
        node: Element | None = self
        while node is not None and node.tag != tag:
            node = node.parent
        return node


class Event(NamedTuple):
    """An element opens or closes, or (``text`` set) its next text comes."""

    element: Element
    opens: bool
    text: str | None = None


# Made several times as fast as by the call of the class: there are hundreds in every page.
_event: Final[Callable[[tuple[Element, bool, str | None]], Event]] = partial(tuple.__new__, Event)


@dataclass(slots=True)
class Document:
    """All events in order, with the source of style sheets, scripts and comments kept apart.

    ``elements`` are those of the opening events, ``names`` those of all their attributes.
    ``outlook`` is the markup that conditional comments keep for Outlook; its words stand among the
    events too, in an element of their own.
    """

    events: list[Event] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    styles: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    outlook: list[str] = field(default_factory=list)
    title: str = ""
    limits: set[str] = field(default_factory=set)


def parse(source: str) -> Document:
    """The document within its bounds; ``limits`` names those it ran into."""
    from selectolax.lexbor import LexborHTMLParser

    bounded = bound(source)
    document = Document(limits=bounded.limits)
    root = LexborHTMLParser(bounded.source).root
    flattener = _Flattener(document)
    for comment in bounded.comments:
        flattener.note(comment)
    if root is not None:
        flattener.run(root)
    return document


def _after(node: LexborNode, depth: int) -> tuple[LexborNode | None, int]:
    """The next node in order of one without children, with its depth."""
    following = node.next
    while following is None:
        above, depth = node.parent, depth - 1
        if above is None or depth <= 0:
            return None, 0
        node = above
        following = node.next
    return following, depth


def _before(root: LexborNode) -> Iterator[LexborNode]:
    """What stands before the root element: comments, and at most one of anything else."""
    node = root.prev
    while node is not None:
        yield node
        node = node.prev


class _Flattener:
    """Turns the parser's tree into events and holds it to the bounds."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._stack: list[tuple[int, Element]] = []
        self._text = 0
        self._comments = 0

    def run(self, root: LexborNode) -> None:
        for node, _ in zip(_before(root), range(NODES), strict=False):
            self.note(node.comment_content or "")
        self._walk(root)
        self._leave(0)

    def _walk(self, root: LexborNode) -> None:
        """Every node by the parser's pointers: recursion would obey the sender."""
        node: LexborNode | None = root
        depth = count = 0
        stack = self._stack
        while node is not None:
            if count >= NODES or self._text >= TEXT:
                self._document.limits.add("nodes" if count >= NODES else "text")
                break
            count += 1
            if stack and stack[-1][0] >= depth:
                self._leave(depth)
            self._take(node, depth)
            following = node.child
            if following is not None:
                node, depth = following, depth + 1
            else:
                node, depth = _after(node, depth)

    def _take(self, node: LexborNode, depth: int) -> None:
        tag = node.tag or ""
        if tag == "-text":
            self._say(node.text_content or "")
        elif tag[:1] not in ("-", "!", "?", ""):
            self._enter(node, tag.lower(), depth)
        elif tag == "-comment":
            self.note(node.comment_content or "")

    def note(self, comment: str) -> None:
        """Keep a comment; what it holds for Outlook is markup of the page to that program."""
        comment = comment[: COMMENTS - self._comments]
        if not comment.strip():
            return
        self._comments += len(comment)
        markup = outlook_only(comment)
        if not markup:
            self._document.comments.append(comment)
            return
        self._document.outlook.append(markup)
        words = words_of(markup) if self._stack else ""
        if any(map(str.isalnum, words)):
            element = Element(OUTLOOK, {}, self._stack[-1][1])
            self._document.elements.append(element)
            self._document.events += [
                Event(element, True),
                Event(element, True, words[: TEXT - self._text]),
                Event(element, False),
            ]
            self._text += len(words)

    def _leave(self, depth: int) -> None:
        stack, events = self._stack, self._document.events
        while stack and stack[-1][0] >= depth:
            events.append(_event((stack.pop()[1], False, None)))

    def _enter(self, node: LexborNode, tag: str, depth: int) -> None:
        # The parser has put the names in lower case, but for those of SVG.
        given = node.attributes
        attributes = {name.lower(): value or "" for name, value in given.items()} if given else {}
        parent = self._stack[-1][1] if self._stack else None
        element = Element(tag, attributes, parent)
        document = self._document
        document.elements.append(element)
        document.names.update(attributes)
        document.events.append(_event((element, True, None)))
        if len(self._stack) >= DEPTH:  # closes at once: what follows are its siblings
            document.limits.add("depth")
            document.events.append(_event((element, False, None)))
            return
        self._stack.append((depth, element))

    def _say(self, text: str) -> None:
        if not self._stack:
            return
        parent = self._stack[-1][1]
        if parent.tag in SILENT:
            self._keep(parent.tag, text)
            return
        if len(text) > TEXT - self._text:
            text = text[: TEXT - self._text]
            self._document.limits.add("text")
        self._text += len(text)
        if len(text) > WORD:
            text = self._broken(text)
        self._document.events.append(_event((parent, True, text)))

    def _keep(self, tag: str, text: str) -> None:
        if tag == "style":
            self._document.styles.append(text)
        elif tag == "script":
            self._document.scripts.append(text)
        elif tag == "title":
            self._document.title = self._document.title or text.strip()[:500]

    def _broken(self, text: str) -> str:
        broken = _LONG_WORD.sub(lambda match: match.group() + " ", text)
        if broken != text:
            self._document.limits.add("word")
        return broken
