"""Addresses are followed through every service they name, without a packet."""

from __future__ import annotations

import base64
import json
import time
import zlib
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.lib.redirectors import SERVICES
from analyzers.lib.rewriters import DECODERS
from analyzers.lib.unwrapping import LEVELS, chain

GOAL = "https://goal.example.com/a?b=c"
Q = quote(GOAL, safe="")


def b64(text: str | bytes) -> str:
    raw = text.encode() if isinstance(text, str) else text
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


PACKED = b64(zlib.compress(GOAL.encode()))
INKY = b64(zlib.compress(json.dumps({"url": GOAL, "k": 1}).encode()))
MAILGUN = b64(zlib.compress(f"h=1&l={Q}&r=ann%40example.org".encode()))
MANDRILL = b64(json.dumps({"s": "x", "v": 1, "p": json.dumps({"u": 1, "url": GOAL})}))
CUSTOMER = b64(json.dumps({"email_id": "x", "href": GOAL}))
DASHED = "goal-example-com"

WRAPPED = [
    (f"https://eur01.safelinks.protection.outlook.com/?url={Q}&data=1", "Microsoft Safe Links"),
    (f"https://nam02.safelinks.protection.outlook.com/ap/w-5/?url={Q}", "Microsoft Safe Links"),
    (f"https://gcc02.safelinks.protection.office365.us/?url={Q}", "Microsoft Safe Links"),
    (f"https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/a.html?url={Q}",
     "Microsoft Teams Safe Links"),
    ("https://urldefense.proofpoint.com/v1/url?u=https://goal.example.com/a%3Fb%3Dc&amp;k=1",
     "Proofpoint URL Defense v1"),
    ("https://urldefense.proofpoint.com/v2/url?u=https-3A__goal.example.com_a-3Fb-3Dc&d=x",
     "Proofpoint URL Defense v2"),
    (f"https://urldefense.com/v3/__{GOAL}__;!!x$", "Proofpoint URL Defense v3"),
    ("https://urldefense.com/v3/__https:/goal.example.com/a*b=c__;Pw!!x!y$",
     "Proofpoint URL Defense v3"),
    (f"https://linkprotect.cudasvc.com/url?a={Q}&c=E,1", "Barracuda Link Protect"),
    (f"https://secure-web.cisco.com/1abcDEF/{Q}", "Cisco Secure Email"),
    (f"https://x1-ctp.trendmicro.com:443/wis/clicktime/v1/query?url={Q}&umid=1",
     "Trend Micro click-time protection"),
    (f"https://us-west-2.protection.sophos.com/?d=example.com&u={b64(GOAL)}&i=1",
     "Sophos time-of-click protection"),
    (f"https://us-west-2.protection.sophos.com?d=example.com&u={b64(GOAL)}",
     "Sophos time-of-click protection"),
    (f"https://clicktime.symantec.com/15x?h=1&u={Q}", "Symantec Click-time Protection"),
    (f"https://mail.corp.example/fmlurlsvc/?fewReq=:B:x&url={Q}", "FortiMail click protection"),
    (f"https://atpscan.global.hornetsecurity.com/?d=1&u={Q}", "Hornetsecurity URL scan"),
    (f"https://url.avanan.click/v2/___{GOAL}___.YXA", "Avanan click-time protection"),
    (f"https://protect.checkpoint.com/v2/r01/___{GOAL}___.YXA",
     "Check Point Harmony click-time protection"),
    (f"https://links.us1.defend.egress.com/Warning?crId=1&Base64Url={PACKED}", "Egress Defend"),
    (f"https://shared.outlook.inky.com/link?domain=example.com&t=h.{INKY}.sig",
     "INKY link protection"),
    (f"https://lsems.gravityzone.bitdefender.com/scan/{b64(GOAL)}/ABC?c=1",
     "Bitdefender link scan"),
    (f"https://antiphishing.vadesecure.com/v4?f=1&u={Q}", "Vade Secure link protection"),
    (f"https://www.google.co.uk/url?q={Q}", "Google redirect"),
    ("https://www.google.com/amp/s/goal.example.com/a?b=c", "Google AMP viewer"),
    (f"https://{DASHED}.translate.goog/a?b=c&_x_tr_sl=en&_x_tr_tl=de", "Google Translate"),
    (f"https://{DASHED}.cdn.ampproject.org/c/s/goal.example.com/a?b=c", "Google AMP cache"),
    (f"https://translate.google.com/translate?sl=en&u={Q}", "Google Translate"),
    (f"https://www.bing.com/ck/a?!&&p=1&u=a1{b64(GOAL)}", "Bing redirect"),
    (f"https://duckduckgo.com/l/?uddg={Q}", "DuckDuckGo redirect"),
    (f"https://r.search.yahoo.com/_ylt=A/RE=1/RU={Q}/RK=2/RS=x", "Yahoo redirect"),
    (f"https://l.facebook.com/l.php?u={Q}&h=1", "Facebook redirect"),
    (f"https://www.linkedin.com/safety/go?url={Q}", "LinkedIn redirect"),
    (f"https://www.youtube.com/redirect?q={Q}", "YouTube redirect"),
    (f"https://slack-redir.net/link?url={Q}", "Slack redirect"),
    (f"https://t.umblr.com/redirect?z={Q}", "Tumblr redirect"),
    (f"https://vk.com/away.php?to={Q}", "VK redirect"),
    (f"https://steamcommunity.com/linkfilter/?u={Q}", "Steam link filter"),
    (f"https://web.archive.org/web/2020/{GOAL}", "Wayback Machine"),
    (f"https://www.deviantart.com/users/outgoing?{GOAL}", "DeviantArt redirect"),
    (f"https://mandrillapp.com/track/click/1/x?p={MANDRILL}", "Mandrill click tracker"),
    (f"https://a.r.us-east-1.awstrack.me/L0/{Q}/1/0100", "Amazon SES click tracker"),
    ("https://t.news.example/CL0/https:%2F%2Fgoal.example.com%2Fa%3Fb=c/1/01",
     "Amazon SES click tracker"),
    ("https://click.pstmrk.it/3s/goal.example.com%2Fa%3Fb%3Dc/x/y", "Postmark click tracker"),
    (f"https://e.customeriomail.com/e/c/{CUSTOMER}/sig", "Customer.io click tracker"),
    (f"https://email.brand.example/c/{MAILGUN}", "Mailgun click tracker"),
    (f"https://a.example/go?to={quote(Q, safe='')}", "parameter “to”"),
    (f"https://a.example/go?x={b64(GOAL)}", "parameter “x”"),
    (f"https://a.example/?r={GOAL.encode().hex()}", "parameter “r”"),
    ("https://a.example/?r=uggcf://tbny.rknzcyr.pbz/n?o=p", "parameter “r”"),
    (f"https://a.example/?r={GOAL[::-1]}", "parameter “r”"),
    ("https://a.example/?img=https://i.example/&next=//goal.example.com/a?b=c",
     "parameter “next”"),
    (f"https://a.example/x/{GOAL}", "address in the path"),
    (f"https://a.example/?{GOAL.encode().hex()}", "address as the query"),
    (f"https://a.example/x#{b64(GOAL)}", "address behind “#”"),
]  # fmt: skip


@pytest.mark.parametrize(("url", "by"), WRAPPED, ids=[by for _, by in WRAPPED])
def test_a_wrapper_is_taken_off_and_named(url: str, by: str) -> None:
    (step,) = chain(url).steps
    assert (step.by, step.url, step.domain) == (by, GOAL, "example.com")


def test_proofpoint_writes_runs_of_characters_as_one_mark() -> None:
    spare = b64("äöü?")
    found = chain(f"https://urldefense.com/v3/__https://goal.example.com/**B*x__;{spare}!!x$")
    assert found.steps[-1].url == "https://goal.example.com/äöü?x"
    short = chain("https://urldefense.com/v3/__https://goal.example.com/**B*x__;!!x$")
    assert short.steps[-1].url == "https://goal.example.com/**B*x"


@pytest.mark.parametrize(
    ("url", "by", "domain"),
    [
        ("https://protect-us.mimecast.com/s/abc?domain=goal.example.com", "Mimecast URL Protect",
         "example.com"),
        ("https://url.us.m.mimecastprotect.com/s/abc", "Mimecast URL Protect", ""),
        ("https://u1.ct.sendgrid.net/ls/click?upn=abc", "SendGrid click tracker", ""),
        ("https://links.brand.example/ls/click?upn=u001.abc", "SendGrid click tracker", ""),
        ("https://a.us1.list-manage.com/track/click?u=1&id=2", "Mailchimp click tracker", ""),
    ],
)  # fmt: skip
def test_what_a_server_keeps_is_said_to_be_unknown(url: str, by: str, domain: str) -> None:
    (step,) = chain(url).steps
    assert (step.by, step.url, step.domain) == (by, "", domain)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/x?y=z",
        f"https://www.facebook.com/sharer/sharer.php?u={Q}",
        f"https://a.example/?referer={Q}",
        "https://a.example/?url=https://a.example/b",
        "https://www.google.com/url?q=nonsense",
        "https://www.bing.com/ck/a?u=a1%%%",
        "https://google.com.evil.example/x",
        "https://a.example/?u=https://nodots/",
        f"mailto:x@a.example?body={Q}",
    ],
)
def test_other_addresses_lead_nowhere_else(url: str) -> None:
    assert chain(url).steps == ()


def test_a_lookalike_of_a_wrapper_is_none() -> None:
    (step,) = chain(f"https://safelinks.protection.outlook.com.evil.example/?url={Q}").steps
    assert step.by == "parameter “url”"


def test_wrappers_inside_one_another_are_followed_to_the_bound() -> None:
    url = GOAL
    for level in range(LEVELS + 3):
        url = f"https://h{level}.safelinks.protection.outlook.com/?url={quote(url, safe='')}"
    assert len(chain(url).steps) == LEVELS
    assert chain(url).cut
    assert not chain(f"https://www.google.com/url?q={Q}").cut


def test_a_loop_ends() -> None:
    one = "https://a.example/?u=https://b.example/"
    assert len(chain(one + "?u=" + quote(one, safe="")).steps) <= LEVELS


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/" + "x" * 100_000,
        "https://a.example/?u=" + "%25" * 30_000,
        "https://a.example/?u=" + "https%3A%2F%2Fa.example%2F%3Fu%3D" * 10_000,
        "https://a.example/" + "/http://" * 10_000,
        "https://a.example/?" + "u=aHR0c&" * 10_000,
        "https://a.example/?u=" + "eJ" * 8_000,
        "https://url.avanan.click/v2/" + "_" * 16_000,
        "https://urldefense.com/v3/__" + "*" * 16_000 + "__;" + "A" * 90,
        "https://r.search.yahoo.com/" + "/RU=" * 4_000,
    ],
    ids=lambda url: url[:32],
)
def test_a_hostile_address_is_done_with_at_once(url: str) -> None:
    started = time.process_time()
    chain(url)
    assert time.process_time() - started < 0.2


def test_what_a_token_unpacks_to_is_bounded() -> None:
    bomb = b64(zlib.compress(b"\0" * 3_000_000))
    assert chain(f"https://email.brand.example/c/{bomb}").steps == ()


def test_every_decoder_of_the_list_exists() -> None:
    known = {"tail", "query", "unknown", *DECODERS}
    used = {how for listed in SERVICES.values() for s in listed for how in s.how if how[0] == "="}
    assert {how[1:].partition(":")[0] for how in used} <= known | {"domain"}
    assert set(DECODERS) <= {how[1:] for how in used}


PIECES = st.sampled_from([
    "https://", "a.example", "/", "?", "u=", "&", "%25", "%", "2F", "aHR0c", "#", "___", "__;", "*",
    "eyJ", "eJ", "urldefense.com/v3/__", "www.google.com/url?q=", "bing.com/ck/a?u=a1", "//", "=",
    "www.google.com/amp/s/", "x.translate.goog", "click.pstmrk.it/3s/", "é", "\x00", "\ud800",
])  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join))
def test_any_address_can_be_followed(tail: str) -> None:
    found = chain("https://" + tail)
    assert len(found.steps) <= LEVELS
