"""The Styled view holds nothing a renderer could follow, and stays bounded."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.lib.styled import OUTPUT, TABLES
from tests.analyzers.lib.closed import read
from tests.analyzers.lib.pages import observe, rules, styled
from tests.samples.remote import vectors
from tests.thinned import thinned

CANARY = "http://canary.example/x"

VECTORS = [
    f'<img src="{CANARY}">',
    f'<img srcset="{CANARY} 2x">',
    f'<img src="" srcset="{CANARY}" sizes="100vw">',
    f'<img lowsrc="{CANARY}" dynsrc="{CANARY}">',
    f'<image src="{CANARY}">',
    f'<input type="image" src="{CANARY}">',
    f'<picture><source srcset="{CANARY}"><img></picture>',
    f'<video src="{CANARY}" poster="{CANARY}"></video>',
    f'<audio src="{CANARY}" autoplay></audio>',
    f'<video><track src="{CANARY}"></video>',
    f'<iframe src="{CANARY}"></iframe>',
    f'<iframe srcdoc="&lt;img src={CANARY}&gt;"></iframe>',
    f'<frameset><frame src="{CANARY}"></frameset>',
    f'<object data="{CANARY}"><img src="{CANARY}"></object>',
    f'<object><param name="src" value="{CANARY}"></object>',
    f'<embed src="{CANARY}">',
    f'<applet code="x" codebase="{CANARY}"></applet>',
    f'<link rel="stylesheet" href="{CANARY}">',
    f'<link rel="prefetch" href="{CANARY}">',
    '<link rel="dns-prefetch" href="//canary.example">',
    f'<link rel="preconnect" href="{CANARY}">',
    f'<link rel="preload" as="image" href="{CANARY}">',
    f'<link rel="icon" href="{CANARY}">',
    f'<base href="{CANARY}"><img src="rel.png"><a href="rel">x</a>',
    f'<meta http-equiv="refresh" content="0;url={CANARY}">',
    f'<body background="{CANARY}">x',
    f'<table background="{CANARY}"><tr><td background="{CANARY}">x</table>',
    f'<div style="background:url({CANARY})">x</div>',
    f"<div style=\"background-image:url('{CANARY}')\">x</div>",
    f"<div style=\"background-image:image-set('{CANARY}' 1x)\">x</div>",
    f'<div style="b\\61ckground:u\\72l({CANARY})">x</div>',
    f'<div style="background:/**/url/**/({CANARY})">x</div>',
    f'<div style="list-style:url({CANARY});cursor:url({CANARY}),auto">x</div>',
    f'<div style="content:url({CANARY});border-image:url({CANARY})">x</div>',
    f'<div style="--x:url({CANARY});background:var(--x)">x</div>',
    f'<div style="width:expression(alert(1));behavior:url({CANARY})">x</div>',
    f'<div style="-moz-binding:url({CANARY})">x</div>',
    f'<div style="filter:url({CANARY});mask:url({CANARY});clip-path:url({CANARY})">x</div>',
    f"<style>@import '{CANARY}';</style>x",
    f"<style>@import url({CANARY});</style>x",
    f"<style>@font-face{{font-family:a;src:url({CANARY})}} p{{font-family:a}}</style><p>x",
    f"<style>p{{background:url({CANARY})}}</style><p>x",
    f"<style>p::before{{content:url({CANARY})}}</style><p>x",
    f"<style>@media all{{p{{background:url({CANARY})}}}}</style><p>x",
    f'<svg><image href="{CANARY}" xlink:href="{CANARY}"/></svg>',
    f'<svg><use href="{CANARY}#a"/></svg>',
    f'<svg><style>@import "{CANARY}";</style></svg>',
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    f'<svg><foreignObject><img src="{CANARY}"></foreignObject></svg>',
    f'<svg><script href="{CANARY}"/></svg>',
    f'<math><mtext><img src="{CANARY}"></mtext></math>',
    f'<math href="{CANARY}">x</math>',
    f'<v:rect><v:fill src="{CANARY}"/><v:imagedata src="{CANARY}"/></v:rect>',
    f'<xml><o:x src="{CANARY}"/></xml>',
    '<img src="\\\\host.example\\share\\x.png">',
    '<img src="//host.example/share/x.png">',
    '<img src="file://host.example/share/x.png">',
    '<img src="file:////host.example/share/x.png">',
    '<img src="\\\\?\\UNC\\host.example\\share">',
    '<img src="\\\\host.example@80\\dav">',
    '<img src="file:///etc/passwd">',
    '<img src="qrc:/icons/x.svg">',
    '<img src=":/icons/x.svg">',
    '<img src="data:image/png;base64,iVBORw0KGgo=">',
    '<img src="cid:part1@x">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="file://host.example/share">x</a>',
    '<a href="ms-msdt:/id">x</a>',
    '<a href="search-ms:query=x&crumb=location:\\\\host.example">x</a>',
    '<a href="data:text/html,<script>1</script>">x</a>',
    f'<a href="{CANARY}" ping="{CANARY}">x</a>',
    f'<form action="{CANARY}"><button formaction="{CANARY}">x</button></form>',
    f'<script src="{CANARY}">document.write("<img src={CANARY}>")</script>',
    f'<noscript><img src="{CANARY}"></noscript>',
    f'<textarea><img src="{CANARY}"></textarea>',
    f"<title><img src={CANARY}></title>x",
    f"<xmp><img src={CANARY}></xmp>",
    f"<plaintext><img src={CANARY}>",
    f"<template><img src={CANARY}></template>",
    f'<p title="</p><img src={CANARY}>">x',
    f'<p id=\'"><img src="{CANARY}">\'>x',
    f"<!--[if mso]><img src={CANARY}><![endif]-->x",
    f"<!--><img src={CANARY}>-->",
    f"<![CDATA[<img src={CANARY}>]]>",
    f"<div onclick=\"location='{CANARY}'\" onload=x>x</div>",
    f'<bgsound src="{CANARY}"><marquee>x</marquee><isindex action="{CANARY}">',
    f'<td width="1" height="expression(1)" bgcolor="url({CANARY})">x',
    f'<font face="\';background:url({CANARY})" color="red;background:url({CANARY})">x</font>',
    f'<p style="color:red;}} body{{background:url({CANARY})">x',
    "&lt;img src=http://canary.example/x&gt;",
    "<p>&#60;script&#62;alert(1)&#60;/script&#62;",
]


@pytest.mark.parametrize("vector", VECTORS)
def test_no_vector_leaves_the_closed_subset(vector: str) -> None:
    assert read(styled(f"<p>before</p>{vector}<p>after</p>").html).breaches == []


@given(st.lists(st.sampled_from(VECTORS) | st.text(alphabet="<>/'\"=abp !-&;#\\x\0", max_size=40)))
@settings(max_examples=150, deadline=None)
def test_no_mixture_of_vectors_leaves_the_closed_subset(pieces: list[str]) -> None:
    assert read(styled("<b>x" + "".join(pieces)).html).breaches == []


def test_nothing_that_loads_survives_in_the_styled_view() -> None:
    """Each of some 400 ways to make a renderer fetch: no attribute holds an address."""
    followed = []
    for vector in vectors():
        reader = read(styled(f"<p>before</p>{vector}<p>after</p>").html)
        followed += [(vector, breach) for breach in reader.breaches]
    assert followed == []


def test_there_are_at_least_300_ways_to_load() -> None:
    assert len(set(vectors())) >= 300


BOMBS = {
    "nested tables": "<table><tr><td>" * 5_000 + "x",
    "nested blocks": "<div>" * 100_000 + "x",
    "one word": "<p>" + "a" * 2_000_000,
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(1_000_000)) + ">x",
    "quoted attributes": "<p " + "".join(f'a{n}=">"' for n in range(300_000)) + ">x",
    "hidden tag": "<script><!--<script></script><p a='</script>--></script><p "
    + "b c " * 200_000
    + ">x",
    "formatting": "".join(f"<font color={n}>" for n in range(2_000)) + "<p>x" * 3_000,
    "formatting in blocks": ("<b><i><u><font size=1><em>" * 10 + "<p>x") * 3_000,
    "lists": "<ul><li>" * 20_000 + "x",
    "table rows": "<table>" + "<tr><td>x" * 50_000,
    "breaks": "<br>" * 200_000,
    "cells out of place": "<table>" + "<b>x" * 50_000,
    "style sheet": "<style>" + "a b c d e{color:red}" * 40_000 + "</style>" + "<a><b><c>" * 900,
    "style blocks": "<style>" + "p{" * 50_000 + "</style><p>x",
    "style brackets": f'<p style="color:{"(" * 8_000}">x' * 30,
    "style attributes": "".join(f'<p style="a{n}:\\61({"x," * 300})">x' for n in range(4_000)),
    "classes": "<style>.a{color:red}</style><p class='" + "a " * 200_000 + "'>x",
    "links": "".join(f"<a href=http://h{n}.example/>x</a>" for n in range(30_000)),
    "addresses": "http://a.example/)))))) " * 50_000,
    "long address": "<a href='http://" + "a." * 500_000 + "'>x</a>",
    "brackets": "<" * 500_000,
    "comments": "<!--" * 200_000,
    "cdata": "<svg>" + "<![CDATA[" * 100_000,
    "entities": "&amp;" * 300_000,
    "zero width": "a" + "\u200b" * 500_000,
    "select": "<select>" + "<option>x" * 40_000,
}


@pytest.mark.parametrize("name", thinned(BOMBS, 3))
def test_a_bomb_ends_soon_and_its_view_is_bounded(name: str) -> None:
    started = time.process_time()
    view = styled(BOMBS[name])
    spent = time.process_time() - started
    reader = read(view.html)
    assert reader.breaches == []
    assert reader.deepest_tables <= TABLES
    assert len(view.html) < OUTPUT + 100_000
    assert spent < 2.0, f"{spent:.2f} s"


@pytest.mark.parametrize(
    ("bomb", "rule"),
    [
        ("nested tables", "limit.html.tables"),
        ("nested blocks", "limit.html.depth"),
        ("one word", "limit.html.text"),
        ("attributes", "limit.html.attributes"),
        ("breaks", "limit.html.nodes"),
        ("links", "limit.html.links"),
    ],
)
def test_a_bound_that_was_met_is_a_finding(bomb: str, rule: str) -> None:
    assert rule in rules(BOMBS[bomb])
    assert styled(BOMBS[bomb]).truncated


def test_a_mail_within_the_bounds_is_not_truncated() -> None:
    assert not styled("<p>Hello <b>you</b></p>").truncated


def test_a_link_is_numbered_as_its_record() -> None:
    html = styled('<a href="http://a.example/">one</a><a href="http://b.example/">two</a>').html
    assert '<a href="#link-0">' in html
    assert '<a href="#link-1">' in html
    assert "a.example" not in html


def test_a_link_that_claims_another_domain_says_where_it_goes() -> None:
    text = "".join(read(styled('<a href="http://evil.example/">www.bank.com</a>').html).text)
    assert "[goes to evil.example]" in text


def test_a_class_rule_reaches_the_text() -> None:
    html = styled("<style>.x{color:#ff0000;font-weight:bold}</style><p class=x>red</p>").html
    assert "color:#ff0000" in html
    assert "font-weight:700" in html


def test_white_text_on_white_is_shown_and_called_hidden() -> None:
    text = "".join(read(styled('<p>seen <font color="#fff">secret words</font></p>').html).text)
    assert "hidden, colour = background: secret words" in text


def test_faint_text_is_given_a_colour_that_reads() -> None:
    html = styled('<p style="color:#e0e0e0">faint</p>').html
    assert "color:#e0e0e0" not in html
    assert "faint" in html


def test_a_block_with_a_colour_keeps_it() -> None:
    html = styled('<div style="background:#003366;color:#fff">x</div>').html
    assert 'bgcolor="#003366"' in html


def test_text_of_the_mail_is_never_markup() -> None:
    view = styled("<p>&lt;b&gt; &quot;&amp; ' \u202ereversed")
    assert "<b>" not in view.html
    assert "[RLO]reversed" in "".join(read(view.html).text)


def test_the_same_page_gives_the_same_views() -> None:
    page = "<p style=color:red>x<a href=http://a.example>y</a>"
    assert observe(page) == observe(page)
