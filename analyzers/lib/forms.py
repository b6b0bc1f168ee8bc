"""Reads the forms of a page: where they send what their reader types, and what they ask for."""

from __future__ import annotations

import re
from typing import Final

from analyzers.lib.dom import Document, Element
from analyzers.model.body import Form, FormField

FORMS: Final = 50  # of one page
FIELDS: Final = 100  # of one form
_TEXT: Final = 100  # characters of a name or label
_ADDRESS: Final = 2_000  # characters of an action

_FIELDS: Final = frozenset({"input", "select", "textarea"})
_BUTTONS: Final = frozenset({"submit", "button", "reset", "image", "hidden"})
_SECRET = re.compile(
    r"pass.?wor[dt]|passwd|\bp(?:ass|wd|swd|sw)\d{0,2}\b|kennwort|mot.?de.?passe|contrase|"
    r"\bclave\b|\bsenha\b|wachtwoord|lösenord|adgangskode|passord|salasana|has[lł]o\b|\bheslo\b|"
    r"jelszó|\bparol[aă]\b|[sş]ifre|пароль|парола|κωδικός πρόσβασης|密码|密碼|パスワード|비밀번호|"
    r"كلمة (?:المرور|السر)|סיסמ|รหัสผ่าน|mật khẩu|kata sandi|"
    r"\botp\b|one.?time.?(?:code|pass)|\b2fa\b|sms.?code|(?:verification|security|auth).?code|"
    r"code.de.(?:v[ée]rification|s[ée]curit)|bestätigungscode|código.de.(?:verif|segur)|"
    r"\bpin.?(?:code|number)?\b|seed.?phrase|recovery.?phrase|private.?key",
    re.I,
)
_CARD = re.compile(
    r"(?:card|cc|carte|karten|tarjeta|cart[aã]o|carta|kort)[ _-]?(?:n(?:o|r|um|úm|uméro|umber)\b|"
    r"num(?:ber|mer|ero|éro)?)|credit.?card|kreditkart|num[eé]ro.de.(?:la.)?carte|"
    r"número.d[oea].?(?:la.)?(?:tarjeta|cartão)|\bcvv2?\b|\bcvc2?\b|\bcsc\b|card.?holder|"
    r"expir(?:y|ation)|\biban\b|sort.?code|routing.?number|social.?security|\bssn\b",
    re.I,
)


def read(document: Document) -> tuple[Form, ...]:
    """The forms in order; fields outside every form count as one without address, at the end."""
    if all(e.tag not in _FIELDS and e.tag != "form" for e in document.elements):
        return ()
    reader = _Reader(document)
    reader.walk(document)
    return reader.forms()


def secrets(form: Form) -> tuple[str, ...]:
    """The fields of a form that ask for what nobody should type into a mail: labels or names."""
    return tuple(
        field.label or field.name or field.type
        for field in form.fields
        if field.type == "password" or _asks(field)
    )


def _asks(field: FormField) -> bool:
    if field.type in _BUTTONS | {"checkbox", "radio", "search", "email"}:
        return False
    text = f"{field.name} {field.label}"
    return bool(_SECRET.search(text) or _CARD.search(text))


class _Reader:
    def __init__(self, document: Document) -> None:
        self._form: Element | None = None
        self._loose = Element("form", {}, None)
        self._fields: dict[Element, list[FormField]] = {}
        self._said = ""  # the text before a field, often all the label it has
        self._labels = _labels(document)

    def walk(self, document: Document) -> None:
        for event in document.events:
            if event.text is not None:
                self._said = event.text if event.text.strip() else self._said
            elif event.opens:
                self._open(event.element)
            elif event.element is self._form:
                self._form = None

    def forms(self) -> tuple[Form, ...]:
        return tuple(_form(element, fields) for element, fields in self._fields.items())

    def _open(self, element: Element) -> None:
        if element.tag == "form":
            if len(self._fields) < FORMS:
                self._form = element
                self._fields[element] = []
            self._said = ""
        elif element.tag in _FIELDS:
            fields = self._fields.setdefault(self._form or self._loose, [])
            if len(fields) < FIELDS:
                fields.append(self._field(element))
            self._said = ""

    def _field(self, element: Element) -> FormField:
        given = element.attributes
        kind = given.get("type", "text").strip().lower() if element.tag == "input" else element.tag
        label = (
            self._labels.get(given.get("id", ""), "")
            or given.get("placeholder", "")
            or given.get("aria-label", "")
            or given.get("title", "")
            or (given.get("value", "") if kind in _BUTTONS else self._said)
        )
        return FormField(given.get("name", "")[:_TEXT], kind[:20], _line(label))


def _labels(document: Document) -> dict[str, str]:
    """The texts of labels by the id of the field they stand for."""
    found: dict[str, str] = {}
    for event in document.events:
        if event.text is None or len(found) >= FORMS * FIELDS:
            continue
        label = event.element.ancestor("label")
        name = label.attributes.get("for", "") if label is not None else ""
        if name:
            found[name] = f"{found.get(name, '')} {event.text}"[:_TEXT]
    return found


def _form(element: Element, fields: list[FormField]) -> Form:
    given = element.attributes
    method = given.get("method", "get").strip().lower()[:10]
    return Form(given.get("action", "").strip()[:_ADDRESS], method, tuple(fields))


def _line(text: str) -> str:
    return " ".join(text[: 4 * _TEXT].split())[:_TEXT]
