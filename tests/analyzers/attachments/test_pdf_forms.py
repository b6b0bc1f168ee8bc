"""Forms in PDFs: their fields, where they go, the XML ones."""

from __future__ import annotations

from analyzers.attachments.pdf_forms import FIELDS, UNIT
from analyzers.model.body import Form
from analyzers.model.observation import Observation, Severity
from tests.analyzers.attachments.observed import children, findings, observe, survives
from tests.samples import pdfs

NAME = b"<</T(user)/Kids[<</T(name)/FT/Tx/TU(Your name)>>]>>"
SECRET = b"<</T(pin)/FT/Tx/Ff 8192>>"
SUBMIT = b"/OpenAction<</S/SubmitForm/F(http://collect.test/in)>>"


def form(fields: bytes, more: bytes = b"", xml: bytes = b"") -> bytes:
    return pdfs.document(b"/AcroForm<</Fields[%b]%b>>%b" % (fields, xml, more))


def read(found: list[Observation]) -> Form:
    (only,) = [one for one in found if isinstance(one, Form)]
    return only


def test_fields_have_their_full_names() -> None:
    found = observe(UNIT, form(NAME))
    assert [(f.name, f.type, f.label) for f in read(found).fields] == [
        ("user.name", "text", "Your name")
    ]
    assert findings(found) == {}


def test_where_a_form_goes_and_what_it_asks_for() -> None:
    alone = findings(observe(UNIT, form(SECRET)))
    assert alone["pdf.form.password"].severity is Severity.MEDIUM
    found = observe(UNIT, form(NAME + SECRET, SUBMIT))
    assert read(found).action == "http://collect.test/in"
    assert findings(found)["pdf.form.submit"].severity is Severity.LOW
    assert findings(found)["pdf.form.password"].severity is Severity.HIGH


def test_an_xml_form_goes_down_the_tree() -> None:
    packets = b"/XFA[(template)5 0 R(config)6 0 R]"
    one, two = pdfs.stream(b"<t><script>xfa.host.getURL(1)</script>"), pdfs.stream(b"</t>")
    found = observe(UNIT, pdfs.document(b"/AcroForm<</Fields[]%b>>" % packets, b"", one, two))
    assert findings(found)["pdf.xfa"].evidence == "42 bytes, 1 scripts"
    assert "pdf.javascript.sends" in findings(found)
    assert children(found)["form.xml"].endswith(b"</t>")
    broken = pdfs.stream(b"abc", b"/Filter/FlateDecode")
    found = observe(UNIT, pdfs.document(b"/AcroForm<</XFA 5 0 R>>", b"", broken))
    assert findings(found)["pdf.xfa.unread"].incomplete


def test_none_is_nothing_and_bounds_are_findings() -> None:
    assert observe(UNIT, pdfs.document()) == []
    many = b"".join(b"<</T(f%d)/FT/Tx>>" % n for n in range(FIELDS // 2))
    assert "limit.pdf.fields" not in findings(observe(UNIT, form(many)))
    kids = b"<</T(a)/Kids[%b]>>" % many
    assert "limit.pdf.fields" in findings(observe(UNIT, form(kids * 3)))


def test_damage_never_escapes() -> None:
    assert survives(UNIT, form(NAME + SECRET, SUBMIT), "pdf", 150) > 30
