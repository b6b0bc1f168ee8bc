import re

from workbench.simulation.samples.pdf import pdf_document


def test_the_table_of_contents_points_at_the_objects() -> None:
    data = pdf_document(("Invoice (7)", "Grüße"), "https://pay.example/7")
    start = int(re.findall(rb"startxref\n(\d+)", data)[0])
    assert data[start:].startswith(b"xref\n0 6\n")
    places = [int(row) for row in re.findall(rb"(\d{10}) 00000 n", data)]
    for number, place in enumerate(places, 1):
        assert data[place:].startswith(b"%d 0 obj" % number)


def test_brackets_and_umlauts_are_written_as_the_standard_wants() -> None:
    data = pdf_document(("Invoice (7)", "Grüße"))
    assert rb"(Invoice \(7\))" in data
    assert "Grüße".encode("latin-1") in data
    length, body = re.findall(rb"/Length (\d+) >>\nstream\n(.*?)\nendstream", data, re.DOTALL)[0]
    assert int(length) == len(body)
    assert data == pdf_document(("Invoice (7)", "Grüße"))
