"""Each body tells what its sender wrote from what it quotes, whatever program wrote it."""

from __future__ import annotations

import time

import pytest

from analyzers.engine import examine
from analyzers.mail import eml
from analyzers.model import codec
from analyzers.model.artifact import Artifact
from analyzers.model.fidelity import Fidelity
from analyzers.model.layers import Layer, Role, Thread
from analyzers.model.message import Address, Header, Message
from analyzers.model.observation import Finding, Observation, Severity
from analyzers.model.unit import Context
from analyzers.signals.threads import UNIT
from analyzers.sniff import sniff
from tests.samples.messages import PLAIN, multipart, part, whole
from tests.samples.quoted import ANN, ATTRIBUTIONS, LABELS

SENDER = Address("Ann Example", "ann@example.com")
NEWSLETTER = """<html><body><table><tr><td><h1>Spring offers</h1></td></tr>
<tr><td><p>&gt; Shoes from 20</p><p>&gt; Hats from 10</p></td></tr>
<tr><td><blockquote>The best shop in town. Ann, customer</blockquote></td></tr>
<tr><td>From: Berlin To: Paris<br>We deliver everywhere.</td></tr>
<tr><td><a href="https://example.com/shop">To the shop</a><hr>Example Ltd, 1 Main Street<br>
You get this mail because you asked for it: <a href="https://example.com/out">unsubscribe</a>
</td></tr></table></body></html>"""


def context(subject: str = "Re: Lunch", *headers: Header) -> Context:
    said = Message("eml", subject, (), (), "", (), (), "", "", headers, (), ())
    return Context(message=said)


def observe(text: str, kind: str = "text", subject: str = "Re: Lunch") -> list[Observation]:
    artifact = Artifact.of(text.encode(), "body", kind, "text/plain; charset=utf-8")
    return list(UNIT.examine(artifact, context(subject)))


def threads(text: str, kind: str = "text", subject: str = "Re: Lunch") -> list[Thread]:
    return [o for o in observe(text, kind, subject) if isinstance(o, Thread)]


def texts(text: str, kind: str = "text", subject: str = "Re: Lunch") -> list[str]:
    return [thread.text for thread in threads(text, kind, subject)]


def rules(observed: list[Observation]) -> dict[str, Severity]:
    return {o.rule: o.severity for o in observed if isinstance(o, Finding)}


@pytest.mark.parametrize(("language", "line", "date"), ATTRIBUTIONS)
def test_a_reply_in_each_language(language: str, line: str, date: str) -> None:
    own, quoted = threads(f"Yes.\n\n{line}\n\n> Shall we?\n")
    assert own == Thread(0, "Yes.")
    assert (quoted.index, quoted.text, quoted.kind) == (1, "Shall we?", "reply")
    assert quoted.sender == (SENDER,)
    assert quoted.preamble == line


@pytest.mark.parametrize("labels", LABELS, ids=lambda labels: labels[0])
@pytest.mark.parametrize("kind", ["text", "html"])
def test_the_fields_of_outlook_in_each_language(kind: str, labels: tuple[str, ...]) -> None:
    _, sender, date, to, subject = labels
    values = ("Ann Example &lt;ann@example.com&gt;", "5.5.2026 10:00", "bob@example.org", "Lunch")
    names = (sender, date, to, subject)
    if kind == "html":
        fields = "<br>".join(f"<b>{n}</b> {v}" for n, v in zip(names, values, strict=True))
        body = f"<p class=MsoNormal>Yes.</p><div><p class=MsoNormal>{fields}</p></div><p>So?</p>"
    else:
        fields = "\n".join(f"{n} {v}" for n, v in zip(names, values, strict=True))
        body = f"Yes.\n\n{fields}\n\nSo?\n".replace("&lt;", "<").replace("&gt;", ">")
    own, quoted = threads(body, kind)
    assert own.text == "Yes."
    assert quoted.text == "So?"
    assert quoted.sender == (SENDER,)
    assert quoted.to == (Address("", "bob@example.org"),)
    assert (quoted.subject, quoted.date) == ("Lunch", "5.5.2026 10:00")


GMAIL = (
    f'<div dir="ltr">Yes.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
    f"On Tue, May 5, 2026 at 10:00 AM {ANN.replace('<', '&lt;')} wrote:<br></div>"
    '<blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid">'
    "<div>So?</div></blockquote></div>"
)
THUNDERBIRD = (
    '<p>Yes.</p><div class="moz-cite-prefix">Am 05.05.26 um 10:00 schrieb Ann Example:<br></div>'
    '<blockquote type="cite" cite="mid:1@example.com"><p>So?</p></blockquote>'
)
APPLE = (
    "<div>Yes.<br><div><br><blockquote type=cite><div>On 5 May 2026, at 10:00, Ann Example "
    "&lt;ann@example.com&gt; wrote:</div><br><div><div>So?</div></div></blockquote></div></div>"
)
WEB = (
    "<div>Yes.</div><div id=appendonsend></div><hr><div id=divRplyFwdMsg><b>From:</b> Ann Example "
    "&lt;ann@example.com&gt;<br><b>Sent:</b> Tuesday<br><b>To:</b> Bob<br><b>Subject:</b> Lunch"
    "</div><div>So?</div>"
)
DESKTOP = (
    "<p class=MsoNormal>Yes.</p><div style='border:none;border-top:solid #E1E1E1 1.0pt;"
    "padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>From:</b> Ann Example &lt;ann@example.com"
    "&gt; <br><b>Sent:</b> Tuesday<br><b>To:</b> Bob<br><b>Subject:</b> Lunch</p></div>"
    "<p class=MsoNormal>So?</p>"
)
YAHOO = (
    '<div>Yes.</div><div id="yahoo_quoted_12" class="yahoo_quoted"><div>On Tuesday, May 5, 2026 '
    "at 10:00:00 AM GMT+2, Ann Example &lt;ann@example.com&gt; wrote: </div><div>So?</div></div>"
)
PROTON = (
    '<div>Yes.</div><div class="protonmail_quote">On Tuesday, May 5th, 2026 at 10:00, Ann Example '
    '&lt;ann@example.com&gt; wrote:<br><blockquote class="protonmail_quote" type="cite">So?'
    "</blockquote></div>"
)
ZIMBRA = (
    '<div>Yes.</div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__">'
    "<b>From: </b>Ann Example &lt;ann@example.com&gt;<br><b>To: </b>Bob<br><b>Sent: </b>Tuesday"
    '<br><b>Subject: </b>Lunch<br></div><div data-marker="__QUOTED_TEXT__">So?</div>'
)
PLAIN_QUOTE = (
    "<div>Yes.</div><div>On Tue, May 5, 2026 at 10:00 AM, Ann Example wrote:</div>"
    "<blockquote style='border-left:2px solid blue'>So?</blockquote>"
)
QQ = (
    "<div>Yes.</div><div>------------------&nbsp;原始邮件&nbsp;------------------</div>"
    "<div><b>发件人:</b> Ann Example &lt;ann@example.com&gt;<br><b>主题:</b> Lunch</div>"
    "<div>So?</div>"
)
RENAMED = GMAIL.replace('class="gmail', 'class="x_gmail')
UNKNOWN = (
    '<div>Bai.</div><div class="gmail_quote"><div class="gmail_attr">Ann Example '
    '&lt;ann@example.com&gt; igorleak hau idatzi du:<br></div><blockquote class="gmail_quote">'
    "So?</blockquote></div>"
)


@pytest.mark.parametrize(
    "page",
    [GMAIL, THUNDERBIRD, APPLE, WEB, DESKTOP, YAHOO, PROTON, ZIMBRA, PLAIN_QUOTE, QQ, RENAMED,
     UNKNOWN],
    ids=["Gmail", "Thunderbird", "Apple Mail", "Outlook on the web", "Outlook", "Yahoo", "Proton",
         "Zimbra", "plain", "QQ", "renamed", "unknown language"],
)  # fmt: skip
def test_the_markup_of_each_program(page: str) -> None:
    own, quoted = threads(page, "html")
    assert own.text in {"Yes.", "Bai."}
    assert quoted.text == "So?"
    assert quoted.sender[0].name == "Ann Example"


def test_a_forward_of_gmail_is_told_and_the_layer_says_what_it_cannot_prove() -> None:
    page = (
        '<div>See below</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded '
        "message ---------<br>From: <b>Ann Example</b> &lt;ann@example.com&gt;<br>Date: Tue, May 5"
        "<br>Subject: Lunch<br>To: Bob &lt;bob@example.org&gt;<br></div><br>So?</div>"
    )
    letter = whole(part("text/html; charset=utf-8", page.encode()), ("Subject", "Fwd: Lunch"))
    done = examine(Artifact.of(letter, "f.eml", "eml"), [eml.UNIT, UNIT], Context(), sniff)
    said = done.nodes[1].examinations[0]
    own, quoted = [r for r in said.records if isinstance(r, Thread)]
    assert (own.text, quoted.text, quoted.kind) == ("See below", "So?", "forward")
    (layer,) = [r for r in said.records if isinstance(r, Layer)]
    assert (layer.role, layer.part, layer.fidelity) == (Role.ORIGINAL, "1", Fidelity.INLINE)
    assert (layer.subject, layer.sender) == ("Lunch", "ann@example.com")
    assert any("cannot be told" in sentence for sentence in layer.unproven)
    (finding,) = said.findings
    assert finding.rule == "message.layer.forward-inline"
    assert finding.severity is Severity.INFO


def test_of_two_bodies_the_shown_one_tells_of_the_forward() -> None:
    text = b"---------- Forwarded message ---------\r\nFrom: Ann\r\nSubject: Lunch\r\n\r\nSo?\r\n"
    page = b"<pre>" + text + b"</pre>"
    both = multipart(part(PLAIN, text), part("text/html", page), subtype="alternative")
    letter = whole(both, ("Subject", "Fwd: Lunch"))
    done = examine(Artifact.of(letter, "f.eml", "eml"), [eml.UNIT, UNIT], Context(), sniff)
    told = [n.kind for n in done.nodes for e in n.examinations for f in e.findings]
    assert told == ["html"]
    assert all(
        [t.text for t in e.records if isinstance(t, Thread)] == ["", "So?"]
        for n in done.nodes[1:]
        for e in n.examinations
    )


def test_what_outlook_writes_alike_is_told_by_the_subject() -> None:
    text = "See\n\nFrom: Ann <ann@example.com>\nSent: today\nTo: Bob\nSubject: Lunch\n\nSo?"
    assert threads(text, subject="WG: Lunch")[1].kind == "forward"
    assert threads(text, subject="AW: Lunch")[1].kind == "reply"


def test_a_newsletter_is_one_thread_with_all_its_text() -> None:
    (only,) = threads(NEWSLETTER, "html", "Spring offers")
    for words in ("Spring offers", "> Shoes from 20", "best shop", "From: Berlin", "unsubscribe"):
        assert words in only.text
    assert [link.url for link in only.links] == [
        "https://example.com/shop",
        "https://example.com/out",
    ]


def test_text_nobody_sees_is_no_part_of_a_thread() -> None:
    page = '<p>Yes.</p><div style="display:none">On 5 May 2026 10:00 Ann wrote:</div><p>No.</p>'
    assert texts(page, "html") == ["Yes.\n\nNo."]


def test_links_go_to_the_message_that_carries_them() -> None:
    own, quoted = threads(
        "See https://example.com/one\n\nOn 5 May 2026 10:00 Ann wrote:\n> https://example.org/two\n"
    )
    assert [link.url for link in own.links] == ["https://example.com/one"]
    assert [link.url for link in quoted.links] == ["https://example.org/two"]
    page = GMAIL.replace("Yes.", '<a href="https://example.com/one">Yes.</a>')
    own, quoted = threads(page, "html")
    assert [link.url for link in own.links] == ["https://example.com/one"]
    assert quoted.links == ()


def test_banner_and_signature_are_told() -> None:
    text = "CAUTION: This email originated from outside.\n\nHello\n\nSent from my iPhone\n"
    (only,) = threads(text, subject="Hello")
    assert only.banners == ("CAUTION: This email originated from outside.",)
    assert only.text == "Hello\n\nSent from my iPhone"
    assert only.signature == "Sent from my iPhone"


def test_headers_tell_an_answer_where_the_subject_does_not() -> None:
    artifact = Artifact.of(b"> Shall we?\nYes.\n", "body", "text")
    answered = context("Lunch", Header("In-Reply-To", "<1@example.com>", ""))
    assert len([o for o in UNIT.examine(artifact, answered) if isinstance(o, Thread)]) == 2
    assert len([o for o in UNIT.examine(artifact, context("Lunch")) if isinstance(o, Thread)]) == 1


def test_a_file_that_is_no_body_is_left_alone() -> None:
    artifact = Artifact.of(b"> Shall we?\nYes.\n", "notes.txt", "text")
    assert list(UNIT.examine(artifact, Context())) == []


def test_bounds_are_told() -> None:
    assert rules(observe("word " * 60_000)) == {"limit.thread.text": Severity.LOW}
    one = "-----Original Message-----\nFrom: A\nSubject: x\n\na\n"
    assert rules(observe(one * 70)) == {"limit.thread.count": Severity.LOW}
    assert rules(observe("<p>word</p>" * 60_000, "html")) == {}  # the page is bounded before


@pytest.mark.parametrize(
    "page",
    ["<blockquote>" * 20_000 + "x", "<blockquote type=cite>" * 20_000 + "x", ">" * 1_000_000,
     "<p>On </p>" * 100_000, "<div class=gmail_quote>" * 20_000, "On \n" * 250_000,
     "<div class=gmail_attr>a:" * 20_000, "<td>a:" * 50_000],
    ids=lambda page: page[:24],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["html", "text"])
def test_hostile_bodies_cost_little(page: str, kind: str) -> None:
    artifact = Artifact.of(page.encode(), "body", kind)
    said = context()
    before = examine(artifact, [UNIT], said, sniff)
    started = time.process_time()
    list(UNIT.examine(artifact, said))
    assert time.process_time() - started < 2
    assert before.examinations[0].outcome.value in {"complete", "limited"}


def test_threads_survive_the_codec() -> None:
    for thread in threads(f"Yes.\n\nOn 5 May 2026 10:00, {ANN} wrote:\n> So?\n"):
        assert codec.decode(Thread, codec.encode(thread)) == thread
