"""Says in what way emitted HTML leaves the closed subset of the Styled view."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

NUMBER: Final = r"\d{1,4}"
COLOUR: Final = r"#[0-9a-f]{6}"
ATTRIBUTES: Final = {
    "a": {"href": r"#link-\d{1,4}"},
    "div": {"style": ".*"},
    "span": {"style": ".*"},
    "br": {},
    "hr": {},
    "ul": {},
    "ol": {},
    "li": {},
    "tr": {},
    "table": {
        "cellspacing": "0",
        "cellpadding": NUMBER,
        "border": "[01]",
        "bgcolor": COLOUR,
        "width": rf"{NUMBER}%?",
        "align": "center",
    },
    "td": {
        "bgcolor": COLOUR,
        "width": rf"{NUMBER}%?",
        "colspan": NUMBER,
        "rowspan": NUMBER,
        "align": "left|right|center|justify",
        "valign": "top|middle|bottom",
        "style": ".*",
    },
}
STYLE: Final = re.compile(
    r"(?:color:#[0-9a-f]{6}|background-color:#[0-9a-f]{6}|font-size:(?:[6-9]|[1-3]\d|4[0-8])px"
    r"|font-weight:700|font-style:italic|font-family:monospace"
    r"|text-decoration:(?:underline|line-through)|text-align:(?:left|right|center|justify)"
    r"|(?:margin|padding)-(?:top|right|bottom|left):(?:[1-3]?\d|4[0-8])px)\Z"
)
VOID: Final = {"br", "hr"}


class Reader(HTMLParser):
    """Collects breaches of the subset, the visible text and the deepest nesting."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.breaches: list[str] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.deepest_tables = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        allowed = ATTRIBUTES.get(tag)
        if allowed is None:
            self.breaches.append(f"tag {tag}")
            return
        for name, value in attrs:
            pattern = allowed.get(name)
            if pattern is None or not re.fullmatch(pattern, value or ""):
                self.breaches.append(f"{tag} {name}={value}")
            if name == "style":
                self.breaches += [s for s in (value or "").split(";") if not STYLE.match(s)]
        if tag not in VOID:
            self.open.append(tag)
        self.deepest_tables = max(self.deepest_tables, self.open.count("table"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.breaches.append(f"self-closing {tag}")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.breaches.append(f"unbalanced </{tag}>")

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.breaches.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.breaches.append("declaration")

    def handle_pi(self, data: str) -> None:
        self.breaches.append("instruction")

    def unknown_decl(self, data: str) -> None:
        self.breaches.append("unknown declaration")


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    if reader.open:
        reader.breaches.append(f"left open: {reader.open}")
    return reader
