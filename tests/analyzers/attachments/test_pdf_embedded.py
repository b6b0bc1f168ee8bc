"""Files inside PDFs go into the tree."""

from __future__ import annotations

import pytest

from analyzers.attachments.pdf_embedded import UNIT
from analyzers.model.observation import Child, Severity
from analyzers.model.unit import Context, Limits
from tests.analyzers.attachments.observed import children, facts, findings, observe, survives
from tests.samples import pdfs

SPECIFICATION = b"<</Type/Filespec/F(%b)/EF<</F 5 0 R>>>>"
NAMED = b"/Names<</EmbeddedFiles<</Names[(a)" + SPECIFICATION + b"]>>>>"
FILE = pdfs.stream(b"col1;col2", b"/Type/EmbeddedFile/Subtype/text#2Fcsv", packed=True)


@pytest.mark.parametrize(
    ("catalog", "page"),
    [
        (NAMED % b"a.csv", b""),
        (b"", b"/Annots[<</Subtype/FileAttachment/FS" + SPECIFICATION % b"a.csv" + b">>]"),
        (b"/Anywhere[[" + SPECIFICATION % b"a.csv" + b"]]", b""),
    ],
)
def test_a_file_wherever_it_hangs(catalog: bytes, page: bytes) -> None:
    seen = observe(UNIT, pdfs.document(catalog, page, FILE))
    assert children(seen) == {"a.csv": b"col1;col2"}
    assert [c.declared_type for c in seen if isinstance(c, Child)] == ["text/csv"]
    assert {rule: f.severity for rule, f in findings(seen).items()} == {
        "pdf.embedded": Severity.INFO
    }
    assert facts(seen) == {"Embedded files": "1"}


def test_a_file_that_runs_is_high() -> None:
    seen = observe(UNIT, pdfs.document(NAMED % b"invoice.js", b"", FILE))
    assert findings(seen)["pdf.embedded.program"].severity is Severity.HIGH


def test_none_is_nothing() -> None:
    assert observe(UNIT, pdfs.document()) == []


def test_what_does_not_unpack_or_is_too_large_is_said() -> None:
    broken = pdfs.stream(b"abc", b"/Filter/FlateDecode")
    seen = observe(UNIT, pdfs.document(NAMED % b"a.csv", b"", broken))
    assert findings(seen)["pdf.embedded.unread"].incomplete
    raw = pdfs.zeros(200)
    bomb = b"<</Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (len(raw), raw)
    seen = observe(UNIT, pdfs.document(NAMED % b"a.csv", b"", bomb))
    assert findings(seen)["pdf.embedded.unread"].incomplete
    small = Context(limits=Limits(member_bytes=4))
    seen = observe(UNIT, pdfs.document(NAMED % b"a.csv", b"", FILE), context=small)
    assert "limit.pdf.files" in findings(seen)


def test_damage_never_escapes() -> None:
    assert survives(UNIT, pdfs.document(NAMED % b"a.csv", b"", FILE), "pdf", 150) > 60
