"""Computes how text of an element would look, and why a reader would not see it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final, NamedTuple

from analyzers.lib import colours
from analyzers.lib.colours import BLACK, WHITE, Colour
from analyzers.lib.css import Cascade
from analyzers.lib.dom import OUTLOOK, Document, Element
from analyzers.lib.words import words

SIZE: Final = 16.0  # px, the browsers' default
UNSEEN: Final = 1.0  # px: glyphs of this size and below are not read
FAINT: Final = 1.25  # contrast ratio that no reader notices; WCAG asks 4.5 for text
ONLY_OUTLOOK: Final = "only Outlook shows it"
_AWAY: Final = -400.0  # px: an offset that moves a text line off any screen
_WINDOW: Final = 600.0  # px: what a percentage is taken of, the usual width of a mail
_CLEAR: Final = 0.06  # opacity that leaves nothing to see

_LENGTH = re.compile(r"(-?\d{0,9}(?:\.\d{0,9})?)\s*(px|pt|em|rem|ex|%|in|cm|mm|pc)?\Z")
_PIXELS: Final = {
    "px": 1.0, "pt": 4 / 3, "rem": SIZE, "in": 96.0, "cm": 37.8, "mm": 3.78, "pc": 16.0,
}  # fmt: skip
_KEYWORDS: Final = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0,
    "x-large": 24.0, "xx-large": 32.0,
}  # fmt: skip
_FONT_SIZES: Final = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0}
_HEADINGS: Final = {"h1": 2.0, "h2": 1.5, "h3": 1.17, "h4": 1.0, "h5": 0.83, "h6": 0.67}
_ALIGNMENTS: Final = frozenset({"left", "right", "center", "justify"})
_IMAGE = re.compile(r"url\(|gradient\(|image-set\(|element\(")
_NONE_CLIP = re.compile(r"inset\(\s*(?:50|[6-9]\d|100)%|circle\(\s*0|rect\(\s*0\D+0\D+0\D+0")
_SHRUNK = re.compile(r"scale(?:x|y|3d)?\(\s{0,9}0(?:\.0\d{0,9})?\s{0,9}[,)]")
_CLEARED = re.compile(r"opacity\(\s{0,9}0(?:\.0\d{0,9})?%?\s{0,9}\)")
# Properties without which no style hides an element.
_HIDERS: Final = words(
    "display mso-hide opacity clip-path clip transform filter text-indent margin-left margin-top",
    "position overflow",
)
_SPLIT = re.compile(r"\s+(?![^(]*\))")


class Look(NamedTuple):
    """The inherited look of text.  ``hidden`` names why it would not be seen, "" where it would.

    ``background`` is the solid colour beneath; ``pictured`` says that an image we leave out may lie
    there, so that contrast proves nothing.
    """

    colour: Colour = BLACK
    alpha: float = 1.0
    background: Colour = WHITE
    pictured: bool = False
    size: float = SIZE  # px
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    fixed: bool = False  # a font of fixed width
    align: str = ""
    preserved: bool = False  # white space kept
    invisible: bool = False  # visibility; a child may be visible again
    gone: str = ""  # why the whole subtree is not shown

    @property
    def hidden(self) -> str:
        if self.gone:
            return self.gone
        if self.invisible:
            return "visibility hidden"
        if self.size <= UNSEEN:
            return f"font-size {self.size:.0f}"
        if self.alpha <= _CLEAR:
            return "transparent colour"
        if not self.pictured and colours.contrast(self.colour, self.background) < FAINT:
            return "colour = background"
        return ""


PLAIN: Final = Look()


class Styled(NamedTuple):
    """What a view needs to know of one element beside its attributes; ``hidden`` is its look's."""

    look: Look
    style: dict[str, str]
    hidden: str


def looks(document: Document) -> dict[Element, Styled]:
    """The look of every element, and its winning declarations."""
    cascade = Cascade()
    cascade.read(document.styles)
    found: dict[Element, Styled] = {}
    # Elements alike in all that matters share one look: mails repeat a handful of them.
    alike: dict[tuple[object, ...], Styled] = {}
    equal: dict[Look, Look] = {}
    for element in document.elements:
        parent = found[element.parent].look if element.parent is not None else PLAIN
        given = element.attributes
        source: tuple[object, ...] = (id(parent), element.tag, *map(given.get, _TOLD))
        known = alike.get(source)
        if known is None:
            style, lone = cascade.style(element)
            key = (id(parent), id(style), element.tag, _legacy(given))
            known = alike.get(key)
            if known is None:
                look = _look(element, style, parent)
                look = equal.setdefault(look, look)
                known = alike[key] = Styled(look, style, look.hidden)
            if lone:
                alike[source] = known
        found[element] = known
    if cascade.limited:
        document.limits.add("style")
    return found


def _legacy(attributes: dict[str, str]) -> tuple[str | None, ...]:
    if _LEGACY.isdisjoint(attributes):
        return ()
    return tuple([attributes.get(name) for name in _LEGACY_ORDER])


def length(value: str, size: float = SIZE, whole: float = 0.0) -> float | None:
    """A CSS length or bare number in px; ``size`` is the font's, ``whole`` stands for 100 %."""
    match = _LENGTH.match(value.strip()[:32])
    if match is None or match.group(1) in {"", "-", ".", "-."}:
        return None
    number, unit = float(match.group(1)), match.group(2) or "px"
    if unit in {"em", "ex"}:
        return number * size
    return number * whole / 100 if unit == "%" else number * _PIXELS[unit]


_TAG_LOOKS: Final[dict[str, dict[str, bool]]] = {
    **{tag: {"bold": True} for tag in ("b", "strong", "th", "dt")},
    **{tag: {"italic": True} for tag in ("i", "em", "cite", "address", "var", "dfn")},
    **{tag: {"underline": True} for tag in ("u", "ins")},
    **{tag: {"strike": True} for tag in ("s", "strike", "del")},
    **{tag: {"fixed": True} for tag in ("code", "tt", "kbd", "samp")},
    **{tag: {"fixed": True, "preserved": True} for tag in ("pre", "listing")},
}
_LEGACY_ORDER: Final = ("bgcolor", "background", "color", "size", "align", "hidden", "text")
_LEGACY: Final = frozenset(_LEGACY_ORDER)
# All of an element's attributes that its look can depend on.
_TOLD: Final = ("style", "class", "id", *_LEGACY_ORDER)


def _look(element: Element, style: dict[str, str], parent: Look) -> Look:
    look = _of_tag(element.tag, parent)
    if not _LEGACY.isdisjoint(element.attributes):
        look = _of_attributes(element, look)
    return _of_style(style, look, parent) if style else look


def _of_tag(tag: str, parent: Look) -> Look:
    known = _TAG_LOOKS.get(tag)
    if known is not None:
        return parent._replace(**known)  # type: ignore[arg-type]  # every one is a bool
    if tag in _HEADINGS:
        return parent._replace(bold=True, size=SIZE * _HEADINGS[tag])
    if tag == OUTLOOK:
        return parent._replace(gone=parent.gone or ONLY_OUTLOOK)
    if tag == "center":
        return parent._replace(align="center")
    return parent._replace(size=parent.size * 0.83) if tag == "small" else parent


def _of_attributes(element: Element, look: Look) -> Look:
    given = element.attributes
    if "hidden" in given and not look.gone:
        look = look._replace(gone="hidden attribute")
    if given.get("background"):
        look = look._replace(pictured=True)
    if given.get("bgcolor"):
        look = look._replace(**_layer(look.background, look.pictured, given["bgcolor"]))
    text = given.get("color", "") if element.tag == "font" else given.get("text", "")
    colour = colours.parse(text) if text and element.tag in {"font", "body"} else None
    if colour:
        look = look._replace(colour=colour[0], alpha=colour[1])
    if element.tag == "font" and given.get("size", "").lstrip("+") in _FONT_SIZES:
        look = look._replace(size=_FONT_SIZES[given["size"].lstrip("+")])
    align = given.get("align", "").strip().lower()
    if align in _ALIGNMENTS and element.tag not in {"table", "img"}:
        look = look._replace(align=align)
    return look


def _of_style(style: dict[str, str], look: Look, parent: Look) -> Look:
    """All changes are gathered first: each copy of a look costs as much as the rest."""
    size = _size(style, look, parent)
    changed: dict[str, Any] = {"size": size} if size != look.size else {}
    _font(style, look, changed)
    _on_style(style, look, changed)
    written = style.get("-webkit-text-fill-color") or style.get("color")
    if colour := colours.parse(written) if written else None:
        changed["colour"], changed["alpha"] = colour
    if style.get("text-align") in _ALIGNMENTS:
        changed["align"] = style["text-align"]
    if "visibility" in style:
        changed["invisible"] = style["visibility"] in {"hidden", "collapse"}
    if "white-space" in style:
        changed["preserved"] = style["white-space"].startswith("pre")
    if gone := look.gone or _gone(style, size):
        changed["gone"] = gone
    return look._replace(**changed) if changed else look


def _size(style: dict[str, str], look: Look, parent: Look) -> float:
    value = style.get("font-size", "")
    if not value and "font" in style:
        sizes = re.findall(r"(?:^|\s)(\d{1,4}(?:\.\d{1,4})?(?:px|pt|em|rem|%))", style["font"])
        value = sizes[0] if sizes else ""
    if not value:
        return look.size
    if value in {"smaller", "larger"}:
        return parent.size * (0.83 if value == "smaller" else 1.2)
    found = _KEYWORDS.get(value) or length(value, parent.size, parent.size)
    return look.size if found is None else min(max(found, 0.0), 400.0)


def _font(style: dict[str, str], look: Look, changed: dict[str, Any]) -> None:
    weight = style.get("font-weight", "") or style.get("font", "")
    if weight:
        bold = "bold" in weight or bool(re.match(r"[6-9]00\b", weight))
        changed["bold"] = bold or ("font-weight" not in style and look.bold)
    if "font-style" in style:
        changed["italic"] = style["font-style"] in {"italic", "oblique"}
    line = style.get("text-decoration", "") + style.get("text-decoration-line", "")
    if line:
        changed["underline"], changed["strike"] = "underline" in line, "line-through" in line
    family = style.get("font-family", "")
    if "mono" in family or "courier" in family:
        changed["fixed"] = True


def _on_style(style: dict[str, str], look: Look, changed: dict[str, Any]) -> None:
    picture = style.get("background-image", "") + style.get("background", "")
    pictured = look.pictured or bool(picture and _IMAGE.search(picture))
    if pictured:
        changed["pictured"] = True
    if picture or "background" in style or "background-color" in style:
        changed.update(_layer(look.background, pictured, background(style)))


@lru_cache(maxsize=1024)
def _colour_word(value: str) -> str:
    return next((word for word in _SPLIT.split(value)[:12] if colours.parse(word)), "")


def background(style: dict[str, str]) -> str:
    """The colour value of a background, "" where there is none."""
    return style.get("background-color", "") or _colour_word(style.get("background", "")[:500])


def _layer(beneath: Colour, pictured: bool, value: str) -> dict[str, Any]:
    """What a further layer of background colour changes."""
    colour = colours.parse(value) if value else None
    if colour is None or colour[1] == 0:
        return {}
    solid = colours.blend(colour[0], colour[1], beneath)
    return {"background": solid, "pictured": pictured and colour[1] < 1}


def _gone(style: dict[str, str], size: float) -> str:
    if _HIDERS.isdisjoint(style):
        return ""
    if style.get("display") == "none":
        return "display none"
    if style.get("mso-hide") == "all":
        return "mso-hide all"
    opacity = length(style.get("opacity", "1"), whole=1.0)
    if opacity is not None and opacity <= _CLEAR:
        return "opacity 0"
    if _NONE_CLIP.search(style.get("clip-path", "") + style.get("clip", "")):
        return "clipped"
    if _SHRUNK.search(style.get("transform", "")) or _CLEARED.search(style.get("filter", "")):
        return "transformed away"
    return _gone_by_place(style, size)


def _gone_by_place(style: dict[str, str], size: float) -> str:
    offsets = ["text-indent", "margin-left", "margin-top"]
    if style.get("position") in {"absolute", "fixed", "relative"}:
        offsets += ["left", "top", "right", "bottom"]
    for name in offsets:
        offset = length(style[name], size, _WINDOW) if name in style else None
        if offset is not None and offset <= _AWAY:
            return "off-screen"
    if "hidden" in style.get("overflow", "") or "clip" in style.get("overflow", ""):
        for name in ("max-height", "height", "max-width", "width"):
            extent = length(style[name], size, _WINDOW) if name in style else None
            if extent is not None and extent <= UNSEEN:
                return "zero size"
    return ""
