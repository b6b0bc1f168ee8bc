import base64
import re

from workbench.simulation.samples.archive import Entry, zip_archive
from workbench.simulation.samples.smuggling import smuggling_page


def test_the_page_carries_the_whole_payload() -> None:
    payload = zip_archive([Entry("a.txt", bytes(range(256)) * 9)])
    page = smuggling_page("scan.zip", payload, "Scan 44", "4711").decode()
    parts = re.findall(r'^"([A-Za-z0-9+/=]+)",?$', page, re.MULTILINE)
    assert base64.b64decode("".join(parts)) == payload
    assert "msSaveOrOpenBlob" in page
    assert 'link.download = "scan.zip"' in page
    assert "<b>4711</b>" in page


def test_the_page_asks_no_server() -> None:
    assert b"http" not in smuggling_page("a.zip", b"x", "t")
