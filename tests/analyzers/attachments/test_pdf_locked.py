"""Encrypted PDFs open with what is at hand, or wait for a password."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from analyzers.attachments import (
    pdf_actions,
    pdf_embedded,
    pdf_forms,
    pdf_locked,
    pdf_metadata,
)
from analyzers.model.artifact import Artifact
from analyzers.model.document import PasswordHint
from analyzers.model.observation import Need, Severity
from analyzers.model.unit import Context, Unit
from tests.analyzers.attachments.observed import facts, findings, needs, observe
from tests.samples import pdfs

LOCKED = pdfs.encrypted(pdfs.document(pdfs.script(b"app.alert(1)")), "secret")
SHA256 = Artifact.of(LOCKED, "", "pdf").sha256


def test_without_a_password_it_is_said_and_asked_for() -> None:
    seen = observe(pdf_locked.UNIT, LOCKED)
    assert findings(seen)["pdf.encrypted"].severity is Severity.MEDIUM
    assert [need.kind for need in needs(seen)] == ["password"]


@pytest.mark.parametrize(
    "context",
    [
        Context(passwords=("wrong", "secret")),
        Context(hints=(PasswordHint("secret", "The password is secret.", "body"),)),
        Context(answers=MappingProxyType({("password", SHA256): "secret"})),
    ],
)
def test_a_known_password_opens_it(context: Context) -> None:
    seen = observe(pdf_locked.UNIT, LOCKED, context=context)
    opened = findings(seen)["pdf.encrypted.opened"]
    assert opened.evidence.startswith("password: secret")
    assert ("the mail gives" in opened.title) is bool(context.hints)
    assert facts(seen)["Encryption"] == "aesv3, 256 bits, revision 6"
    actions = observe(pdf_actions.UNIT, LOCKED, context=context)
    assert "pdf.javascript" in findings(actions)


def test_an_empty_password_is_only_mentioned() -> None:
    seen = observe(pdf_locked.UNIT, pdfs.encrypted(pdfs.document(), ""))
    assert list(findings(seen)) == ["pdf.encrypted.open"]
    assert observe(pdf_locked.UNIT, pdfs.document()) == []


@pytest.mark.parametrize(
    "unit", [pdf_actions.UNIT, pdf_embedded.UNIT, pdf_forms.UNIT, pdf_metadata.UNIT]
)
def test_what_stays_locked_waits_for_the_password(unit: Unit) -> None:
    (need,) = observe(unit, LOCKED)
    assert isinstance(need, Need)
    assert (need.kind, need.key) == ("password", SHA256)
