"""Addresses are judged by what they are."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import quote

import pytest

from analyzers.model.observation import Finding, Severity
from analyzers.model.unit import Context
from analyzers.signals.links import UNIT
from tests.analyzers.lib.pages import BODY, findings, observe


def judged(page: str, context: Context = BODY, kind: str = "html") -> dict[str, Finding]:
    return findings(observe(page, UNIT, context, kind))


def link(url: str, text: str = "here") -> str:
    return f'<a href="{url}">{text}</a>'


@pytest.mark.parametrize(
    ("page", "rule", "severity"),
    [
        (link("https://evil.example/", "https://bank.com/login"), "link.text.mismatch", 2),
        (link("https://evil.example/", "www.bank.com"), "link.text.mismatch", 2),
        (link("https://click.mailer.example/", "Bank.com"), "link.text.mismatch", 1),
        (link("http://203.0.113.7/x"), "link.host.ip", 2),
        (link("http://3405803783/x"), "link.host.ip", 3),
        (link("http://192.168.0.1/x"), "link.host.ip", 1),
        (link("https://xn--bcher-kva.example/"), "link.host.punycode", 1),
        (link("https://p\u0430ypal.example/"), "link.host.punycode", 3),
        (link("https://www.bank.com@evil.example/"), "link.credentials", 3),
        (link("https://user@evil.example/"), "link.credentials", 2),
        (link("file://host.example/share/x"), "link.scheme", 3),
        (link("\\\\host.example\\share"), "link.scheme", 3),
        (link("search-ms:query=x"), "link.scheme", 3),
        (link("ms-word:ofe|u|https://a.example/x"), "link.scheme", 3),
        (link("data:text/html,x"), "link.scheme", 3),
        (link("javascript:go()"), "link.scheme", 2),
        (link("//host.example/x"), "link.scheme", 2),
        (link("https://bit.ly/x"), "link.shortener", 1),
        (link("https://a.example/go?to=https%3A%2F%2Fb.example%2F"), "link.redirect", 0),
        (link("https://www.google.com/url?q=https://b.example/"), "link.redirect", 0),
        (link("https:/a.example/"), "link.obscured", 2),
        (link("https://%61.example/"), "link.obscured", 2),
        (link("https://a.example:4444/"), "link.port", 1),
        (link("https://a.example/setup.exe?x=1"), "link.program", 2),
        (link("https://a.example/u?m=ann@example.org"), "link.recipient", 0),
        (link("https://a.example/x#ann@example.org"), "link.recipient", 2),
        (link("https://a.example/x/" + base64.b64encode(b"ann@example.org").decode()),
         "link.recipient", 2),
        (link("http://[::ffff:203.0.113.7]/x"), "link.host.ip", 3),
        (link("https://a.example/go?u=http%3A%2F%2F203.0.113.7%2F"), "link.host.ip", 2),
        (link(f"https://x.safelinks.protection.outlook.com/?url={quote('http://3405803783/')}"),
         "link.host.ip", 3),
        (link(f"https://x.safelinks.protection.outlook.com/?url={quote('file://h.example/s')}"),
         "link.scheme", 3),
        (link("https://a.example/go?u=https%3A%2F%2Fbit.ly%2Fx"), "link.shortener", 1),
        (link("https://exa\u200bmple.org/"), "link.obscured", 2),
        (link("https://example\u3002org/"), "link.obscured", 2),
        (link("https://exam\x01ple.org/"), "link.obscured", 2),
        (link("https://drive.google.com/file/d/x"), "link.filehost", 0),
        (link("https://bank-login.pages.dev/"), "link.freehost", 1),
        (link("https://www.google.com/url?q=https://b.example/"), "link.redirect.borrowed", 1),
        (link("https://u1.ct.sendgrid.net/ls/click?upn=x", "www.bank.com"),
         "link.unknown-target", 0),
        (link("https://evil.example/", "https://bank.com@evil.example/"), "link.text.mismatch", 2),
        (link("https://www.google.com/url?q=https://evil.example/", "www.bank.com"),
         "link.text.mismatch", 2),
        (link("https://a.example/" + b"ann@example.org".hex()), "link.recipient", 2),
        (link("https://a.example/?e=gro.elpmaxe@nna"), "link.recipient", 2),
        (link("https://a.example/?e=" + hashlib.md5(b"ann@example.org").hexdigest()),
         "link.recipient", 0),
        (link("https://x.example/", "one") + link("https://x.example/", "two")
         + link("https://x.example/", "three"), "link.text.same-target", 1),
        ("<div style=display:none>" + link("https://x.example/") + "</div>", "link.hidden", 1),
        ("<div style=display:none>" + "".join(link(f"https://x{n}.example/") for n in range(3))
         + "</div>", "link.hidden", 2),
        ('<form action="http://203.0.113.7/x"></form>', "link.host.ip", 2),
        ('<meta http-equiv=refresh content="0; url=http://203.0.113.7/">', "link.host.ip", 2),
        ('<map><area href="https://bit.ly/x"></map>', "link.shortener", 1),
    ],
)  # fmt: skip
def test_a_telling_address_is_a_finding(page: str, rule: str, severity: int) -> None:
    assert judged(page)[rule].severity == Severity(severity)


@pytest.mark.parametrize(
    "page",
    [
        link("https://www.bank.com/a", "https://bank.com/"),
        link("https://mail.bank.com/a", "www.bank.com"),
        link("https://a.example/", "Read invoice.pdf now"),
        link("https://a.example/", "invoice.pdf"),
        link("mailto:ann@example.org", "ann@example.org"),
        link("tel:+123", "+1 23"),
        link("javascript:void(0)"),
        link("https://a.example:443/"),
        link("#top", "www.bank.com"),
        link("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fbank.com%2Fa"
             "&data=1", "https://bank.com/a").replace("outlook.com/?", "outlook.com/?"),
        link("https://example.com/", "пример"),
        link("https://protect-us.mimecast.com/s/x?domain=bank.com", "www.bank.com"),
        link("https://u1.ct.sendgrid.net/ls/click?upn=x", "www.bank.com"),
        link("https://linkprotect.cudasvc.com/url?a=https%3A%2F%2Fbank.com", "www.bank.com"),
        link("https://a.example/", "one") + link("https://a.example/", "two"),
        link("https://a.example/") + "<p hidden>" + link("https://a.example/b", "b") + "</p>",
    ],
)  # fmt: skip
def test_an_ordinary_address_scores_nothing(page: str) -> None:
    assert all(f.severity <= Severity.INFO for f in judged(page).values())


def test_plain_text_is_judged_too() -> None:
    found = judged("go to hxxp://203[.]0[.]113[.]7/x", kind="text")
    assert found["link.host.ip"].evidence == "http://203.0.113.7/x"


def test_many_links_make_one_finding_with_a_few_of_them() -> None:
    page = "".join(link(f"https://bit.ly/{n}") for n in range(20))
    assert judged(page)["link.shortener"].evidence.count("\n") == 5
    assert "+ 15 more" in judged(page)["link.shortener"].evidence


def test_without_a_message_no_recipient_is_known() -> None:
    assert "link.recipient" not in judged(link("https://a.example/#ann@example.org"), Context())


def test_the_evidence_names_the_services_on_the_way() -> None:
    page = link("https://www.google.com/url?q=http://203.0.113.7/x")
    assert judged(page)["link.host.ip"].evidence == "http://203.0.113.7/x (through Google redirect)"
    assert "holds text/html" in judged(link("data:text/html,x"))["link.scheme"].evidence


def test_more_wrappers_than_are_followed_are_a_limit() -> None:
    url = "https://goal.example/"
    for level in range(12):
        url = f"https://h{level}.example/?u={quote(url, safe='')}"
    assert "limit.link.redirects" in judged(link(url))
