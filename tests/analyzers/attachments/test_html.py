"""An HTML body becomes safe views, links and findings."""

from __future__ import annotations

import base64
import random

import pytest

from analyzers.attachments import html, smuggling
from analyzers.model.artifact import Artifact
from analyzers.model.content import BlockKind, Link, ReadableView, Run, StyledView, Withheld
from analyzers.model.observation import Child, Fact, Finding, Need, Severity
from analyzers.model.unit import Context, Unit, Unreadable
from analyzers.signals import links as link_signals
from tests.analyzers.lib.pages import BODY, FILE, findings, links, observe, readable, rules

PAGE = """<html><head><title>Invoice</title><style>.h{display:none}</style></head><body>
<h1>Hello</h1><p>Read <b>this</b> <a href="https://a.example/x">page</a>.</p>
<ul><li>one<li>two</ul><blockquote>quoted</blockquote><pre>a
 b</pre><hr><img src="https://pics.example/1.png" alt="Logo" width=200 height=80>
<img src="https://track.example/1.gif" width=1 height=1><span class="h">secret</span>
<form action="https://b.example/"><input type=password name=p></form></body></html>"""


def test_the_readable_view_has_typed_blocks() -> None:
    kinds = [block.kind for block in readable(PAGE).blocks]
    assert kinds[:2] == [BlockKind.HEADING, BlockKind.PARAGRAPH]
    assert kinds.count(BlockKind.ITEM) == 2
    assert {BlockKind.QUOTE, BlockKind.PREFORMATTED, BlockKind.RULE} <= set(kinds)


def test_runs_carry_look_and_target() -> None:
    paragraph = readable(PAGE).blocks[1]
    assert paragraph.runs == (
        Run("Read "),
        Run("this", bold=True),
        Run(" "),
        Run("page", target="https://a.example/x"),
        Run("."),
    )


def test_white_space_of_preformatted_text_is_kept() -> None:
    block = next(b for b in readable(PAGE).blocks if b.kind is BlockKind.PREFORMATTED)
    assert block.runs[0].text == "a\n b"


@pytest.mark.parametrize(
    ("style", "why"),
    [
        ("display:none", "display none"),
        ("visibility:hidden", "visibility hidden"),
        ("font-size:0", "font-size 0"),
        ("font-size:1px", "font-size 1"),
        ("color:#fff", "colour = background"),
        ("color:#fefefe;background:#ffffff", "colour = background"),
        ("color:transparent", "transparent colour"),
        ("opacity:0", "opacity 0"),
        ("position:absolute;left:-9999px", "off-screen"),
        ("text-indent:-999em", "off-screen"),
        ("max-height:0;overflow:hidden", "zero size"),
        ("width:0;overflow:hidden", "zero size"),
        ("mso-hide:all", "mso-hide all"),
        ("clip-path:inset(100%)", "clipped"),
        ("transform:scale(0)", "transformed away"),
        ("transform:rotate(3deg) scale3d(0, 1, 1)", "transformed away"),
        ("filter:opacity(0)", "transformed away"),
        ("-webkit-text-fill-color:transparent;color:#000", "transparent colour"),
        ("d\\69splay:none", "display none"),
        ("display:none!important;display:block", "display none"),
    ],
)
def test_hidden_text_is_kept_and_says_why(style: str, why: str) -> None:
    page = f'<p>seen</p><div style="{style}">secret</div>'
    runs = [run for block in readable(page).blocks for run in block.runs]
    assert [(r.text, r.hidden) for r in runs] == [("seen", ""), ("secret", why)]


@pytest.mark.parametrize(
    "page",
    [
        '<div style="font-size:0">\n<span style="font-size:14px">seen</span></div>',
        '<div style="visibility:hidden"><b style="visibility:visible">seen</b></div>',
        '<div style="background:url(x.png);color:#fff">seen</div>',
        '<table bgcolor=000000><tr><td style="color:white">seen</table>',
        '<div style="max-height:0">seen</div>',
        '<div style="width:90%;height:100%;overflow:hidden">seen</div>',
        '<div style="opacity:.9">seen</div>',
        '<div style="transform:scale(0.9);filter:opacity(0.5)">seen</div>',
        "<style>@media print{p{display:none}}</style><p>seen",
        "<style>@media (max-width:600px){p{display:none}}</style><p>seen",
        "<style>a p{display:none}</style><p>seen",
    ],
)
def test_text_that_shows_is_not_called_hidden(page: str) -> None:
    runs = [run for block in readable(page).blocks for run in block.runs]
    assert [(r.text.strip(), r.hidden) for r in runs] == [("seen", "")]


def test_what_is_withheld_is_counted_by_host() -> None:
    withheld = readable(PAGE).withheld
    assert Withheld("remote picture", 1, "pics.example") in withheld
    assert Withheld("tracking pixel", 1, "track.example") in withheld
    assert Withheld("form", 1, "b.example") in withheld


def test_a_picture_is_named_in_its_place() -> None:
    texts = [b.runs[0].text for b in readable(PAGE).blocks if b.kind is BlockKind.WITHHELD]
    assert "[picture: Logo (pics.example, 200 × 80)]" in texts
    assert not any("track.example" in text for text in texts)


def test_links_come_from_every_place_that_leads_away() -> None:
    page = """<base href="https://base.example/"><a href="rel">r</a><area href="https://b.example/">
    <form action="https://c.example/"><button formaction="https://d.example/">x</button></form>
    <img src="https://e.example/i.png"><meta http-equiv=refresh content="1; URL='https://f.example/'">
    <iframe src="https://g.example/"></iframe>text https://h.example/x"""
    found = {(link.source, link.host) for link in links(observe(page))}
    assert {
        ("a", "base.example"), ("area", "b.example"), ("form", "c.example"), ("form", "d.example"),
        ("image", "e.example"), ("refresh", "f.example"), ("iframe", "g.example"),
        ("text", "h.example"), ("base", "base.example"),
    } <= found  # fmt: skip


def test_equal_links_are_merged_and_counted() -> None:
    found = links(observe('<a href="https://www.a.co.uk/">x</a>' * 3))
    link = Link("https://www.a.co.uk/", "www.a.co.uk", "a.co.uk", "x", "a", 3, where="a href")
    assert found == [link]


def test_a_password_field_is_a_grave_finding() -> None:
    assert findings(observe(PAGE))["html.form.password"].severity is Severity.HIGH


@pytest.mark.parametrize(
    ("page", "rule"),
    [
        ("<script>x</script>", "html.script"),
        ("<p onclick=x>y", "html.handler"),
        ("<meta http-equiv=Refresh content='0;URL=https://a.example/'>", "html.refresh"),
        ("<iframe src=https://a.example/></iframe>", "html.frame"),
        ("<form action=https://a.example/><input name=x></form>", "html.form"),
        ("<p>" + "word " * 20 + "<p style=display:none>" + "salt " * 200, "html.text.hidden"),
        ("<form><input placeholder='Card number'></form>", "html.form.credentials"),
        ("<p>a\u202egpj.exe", "text.bidi"),
        ("<p>pay\u200bpal ver\u200bify acc\u200bount", "text.zero-width"),
        ("<p>hi\U000e0041\U000e0042", "text.tag"),
        ("<a href=https://a.example/><img src=https://b.example/x.png></a>", "html.image.only"),
        ("<p>" + "x" * 3000, "limit.html.word"),
    ],
)
def test_what_a_page_does_or_hides_is_a_finding(page: str, rule: str) -> None:
    assert rule in rules(page)


def test_a_password_field_names_where_it_sends() -> None:
    finding = findings(observe(PAGE))["html.form.password"]
    assert finding.evidence == "sends to b.example; asks for p"


def test_a_preview_line_and_text_for_outlook_are_not_hidden_text() -> None:
    line = f"<div style='display:none'>{'a preview ' * 20}</div><p>Hello"
    outlook = f"<p>Hello<!--[if mso]>{'only for Outlook ' * 60}<![endif]-->"
    assert "html.text.hidden" not in rules(line) | rules(outlook)


def test_text_for_outlook_is_marked_in_its_place() -> None:
    runs = readable("<p>one <!--[if mso]><b>two</b><![endif]-->three").blocks[0].runs
    assert runs == (Run("one "), Run("two", hidden="only Outlook shows it"), Run("three"))


def test_a_plain_mail_has_no_finding() -> None:
    assert rules('<p>Dear Ann,</p><p>see <a href="https://a.example/">this page</a>.</p>') == set()


def test_joiners_and_flags_are_not_tricks() -> None:
    flag = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    assert rules(f"<p>{flag} \U0001f468\u200d\U0001f469\u200d\U0001f467 می\u200cخواهم") == set()


def test_a_data_address_becomes_a_child() -> None:
    document = b"<html><body>" + b"x" * 80
    url = "data:text/html;base64," + base64.b64encode(document).decode()
    observed = observe(f'<a href="{url}">x</a>')
    child = next(o for o in observed if isinstance(o, Child))
    assert (child.data, child.name, child.declared_type) == (
        document,
        "embedded-1.html",
        "text/html",
    )
    assert "html.data.document" in findings(observed)


def test_an_attached_page_says_so_and_may_hold_scripts() -> None:
    found = findings(observe("<script>x</script>", context=FILE))
    assert found["html.attachment"].severity is Severity.INFO
    assert found["html.script"].severity is Severity.INFO


def test_a_drawing_with_a_script_is_a_grave_finding() -> None:
    page = '<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>'
    assert findings(observe(page, kind="svg"))["svg.script"].severity is Severity.HIGH


def test_an_empty_page_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        observe(b"\0\0 \n")


def test_the_title_is_a_fact() -> None:
    assert Fact("Title", "Invoice") in observe(PAGE)


@pytest.mark.parametrize(
    "unit", [html.UNIT, link_signals.UNIT, smuggling.UNIT], ids=lambda u: u.name
)
def test_damaged_pages_give_observations_or_unreadable(unit: Unit) -> None:
    script = (
        b"<script>var a=['TVqQ','AAMA'];a.push(atob('UEsDBA=='));location.href=a.join('')+\"x\";"
    )
    page = PAGE.encode() + script + b"document.write(unescape('%3Cb%3E'))^0x12</script>"
    chance = random.Random(4)
    for _ in range(250):
        data = bytearray(page)
        for _ in range(chance.randint(1, 12)):
            start = chance.randrange(len(data))
            piece = chance.choice(
                [b"", b"<", b">", b'"', b"'", b"\0", b"\xff", b"&#0;", b"(", b"["]
            )
            data[start : start + chance.randint(0, 9)] = piece * chance.randint(1, 30)
        try:
            observed = list(unit.examine(Artifact.of(bytes(data), "", "html"), BODY))
        except Unreadable:
            continue
        known = (Fact, Finding, Child, Link, ReadableView, StyledView, Need)
        assert all(isinstance(o, known) for o in observed)


def test_every_import_of_the_units_can_be_loaded_ahead() -> None:
    import importlib

    for unit in (html.UNIT, link_signals.UNIT, smuggling.UNIT):
        for name in unit.imports:
            importlib.import_module(name)


def test_context_is_not_needed_to_be_set() -> None:
    assert findings(observe(PAGE, context=Context()))


@pytest.mark.parametrize(
    ("page", "rule"),
    [
        ("<div>" * 70 + "x", "limit.html.blocks"),
        ("<style>" + "a{color:red}" * 20_000 + "</style>x", "limit.html.style"),
        ("<p>" + "some words " * 45_000, "limit.html.output"),
        ("".join(f'<img src="data:image/png,{n:090d}">' for n in range(21)), "limit.html.embedded"),
    ],
)
def test_each_bound_has_its_finding(page: str, rule: str) -> None:
    assert rule in rules(page)
