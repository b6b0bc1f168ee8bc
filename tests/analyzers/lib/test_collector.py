"""Every address of a page is found, with its place and whether a reader sees it."""

from __future__ import annotations

import time

import pytest

from analyzers.lib.linkset import CHARACTERS, LINKS
from analyzers.model.content import Link
from tests.analyzers.lib.pages import links, observe, rules


def only(page: str) -> Link:
    (link,) = links(observe(page))
    return link


@pytest.mark.parametrize(
    ("page", "source", "where"),
    [
        ("<a href=https://x.example/>t</a>", "a", "a href"),
        ("<a href=https://x.example/><img alt=t></a>", "a", "a href, a picture"),
        ("<map><area href=https://x.example/></map>", "area", "area href"),
        ("<form action=https://x.example/></form>", "form", "form action"),
        ("<button formaction=https://x.example/>t</button>", "form", "button formaction"),
        ("<base href=https://x.example/>", "base", "base href"),
        ("<meta http-equiv=refresh content='0;url=https://x.example/'>", "refresh", "meta refresh"),
        ("<table background=https://x.example/></table>", "image", "table background"),
        ("<p style='background:url(https://x.example/)'>t", "css", "p style"),
        ("<p style='background:u\\72l(https://x.example/)'>t", "css", "p style"),
        ("<style>@import 'https://x.example/';</style>", "css", "style sheet"),
        ("<style>b{background:url( \"https://x.example/\" )}</style>", "css", "style sheet"),
        ("<img srcset='https://x.example/ 2x'>", "image", "img srcset"),
        ("<object data=https://x.example/></object>", "embed", "object data"),
        ("<embed src=https://x.example/>", "embed", "embed src"),
        ("<iframe src=https://x.example/></iframe>", "iframe", "iframe src"),
        ("<svg><a xlink:href=https://x.example/><text>t</text></a></svg>", "a", "a href"),
        ("<svg><image href=https://x.example/ /></svg>", "image", "image href"),
        ("<svg><use xlink:href=https://x.example/ /></svg>", "embed", "use xlink:href"),
        ("<svg><foreignObject><a href=https://x.example/>t</a></foreignObject></svg>", "a",
         "a href"),
        ("<svg><animate attributeName=href to=https://x.example/ /></svg>", "script",
         "animate to"),
        ("<p onclick=\"location='https://x.example/'\">t", "script", "p onclick"),
        ("<p data-go=https:\\/\\/x.example\\/>t", "script", "p data-go"),
        ("<p>see https://x.example/", "text", "text in p"),
        ("<!--[if mso]><v:rect href='https://x.example/'><![endif]-->", "mso",
         "conditional comment, v:rect href"),
        ("<!--[if mso]><v:fill src=https://x.example/ ><![endif]-->", "image",
         "conditional comment, v:fill src"),
    ],
)  # fmt: skip
def test_an_address_is_found_in_its_place(page: str, source: str, where: str) -> None:
    found = only(page)
    assert (found.url, found.source, found.where) == ("https://x.example/", source, where)


@pytest.mark.parametrize(
    ("page", "visible"),
    [
        ("<a href=https://x.example/>t</a>", True),
        ("<a href=https://x.example/></a>", False),
        ("<a href=https://x.example/><img src=cid:1></a>", True),
        ("<a href=https://x.example/ style=display:none>t</a>", False),
        ("<a href=https://x.example/ style=font-size:0>t</a>", False),
        ("<a href=https://x.example/ style=font-size:0>t<b style=font-size:9px>u</b></a>", True),
        ("<p style=color:#fff>https://x.example/", False),
        ("<p style=display:none><a href=https://x.example/><img src=cid:1></a>", False),
        ("<a href=https://x.example/ hidden>t</a><a href=https://x.example/>t</a>", True),
    ],
)
def test_a_reader_sees_what_the_page_shows(page: str, visible: bool) -> None:
    assert only(page).visible is visible


def test_a_base_is_the_first_step_of_what_is_relative_to_it() -> None:
    page = "<base href=https://evil.example/><a href=login>t</a><a href=https://a.example/>u</a>"
    _, login, other = links(observe(page))
    assert (login.url, login.host, login.target) == (
        "login", "evil.example", "https://evil.example/login",
    )  # fmt: skip
    assert login.redirects[0].by == "base address"
    assert other.redirects == ()


@pytest.mark.parametrize(
    ("text", "url", "shown"),
    [
        ("www.bank.com", "https://evil.example/", "bank.com"),
        ("bank.com", "https://www.bank.com/", ""),
        ("www.bank.com", "https://www.google.com/url?q=https://bank.com/", ""),
        ("www.bank.com", "https://www.google.com/url?q=https://evil.example/", "bank.com"),
        ("www.bank.com", "https://protect-us.mimecast.com/s/x", ""),
        ("https://bank.com@evil.example/", "https://evil.example/", "bank.com"),
        ("www.ba\u200bnk\u3002com", "https://evil.example/", "bank.com"),
    ],
)
def test_a_text_that_names_another_domain_is_told(text: str, url: str, shown: str) -> None:
    assert only(f"<a href={url}>{text}</a>").shown == shown


def test_addresses_have_bounds_that_are_said() -> None:
    many = "".join(f"<a href=https://x.example/{n}>t</a>" for n in range(LINKS + 1))
    long = "".join(f"<img src=https://x.example/{n}{'x' * 15_000}>" for n in range(140))
    assert len(long) > CHARACTERS
    assert "limit.html.links" in rules(long)
    assert "limit.html.links" in rules(many)
    assert "limit.html.links" not in rules(many[: len(many) // 2])


@pytest.mark.parametrize(
    "page",
    [
        "<style>" + "url(" * 200_000 + "</style>",
        "<style>" + "\\" * 500_000 + "</style>",
        "<!--[if" * 140_000,
        "<!--[if mso]>" + " href=" * 100_000 + "-->",
        "<!--[if mso]>" + "<a" * 200_000 + "-->",
        "<p onclick='" + "http://" * 100_000 + "'>",
        "<img srcset='" + "," * 900_000 + "'>",
        "<p style='" + "url(" * 100_000 + "'>",
        "".join(f"<a href='https://a.example/?u={'%25' * 1_000}{n}'>" for n in range(300)),
    ],
    ids=lambda page: page[:20],
)
def test_a_hostile_page_is_done_with_in_time(page: str) -> None:
    started = time.process_time()
    observe(page)
    assert time.process_time() - started < 3
