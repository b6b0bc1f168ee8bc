"""The worst way from the mail to the payload, as a list of stations."""

from __future__ import annotations

from analyzers.model.body import BodyText, Form
from analyzers.model.content import Link
from analyzers.model.observation import Fact, Finding, Relation, Severity
from analyzers.purpose.way import worst_way
from tests.workbench.report.analyses import analysis, examination, node

COMMAND = Finding("lnk.command", Severity.CRITICAL, "Opening it runs PowerShell")
GOAL = Link("http://a.test/p.ps1", "a.test", "a.test", "", "command")


def test_the_way_goes_through_the_locked_archive_to_the_address() -> None:
    body = BodyText("The code is 4711", "The code is 4711")
    result = analysis(
        node(0, -1, examination("eml"), name="mail.eml"),
        node(1, 0, examination("text", records=(body,)), relation=Relation.BODY),
        node(2, 0, examination("zip", facts=(Fact("Password", "4711"),)), name="invoice.zip"),
        node(3, 2, examination("shortcut", findings=(COMMAND,), records=(GOAL,),
             facts=(Fact("Would run", "powershell.exe -c x"),)),
             name="invoice.lnk", relation=Relation.MEMBER),
    )  # fmt: skip
    steps = worst_way(result)
    assert [(s.node, s.name, s.act) for s in steps] == [
        (0, "mail.eml", "attached"),
        (2, "invoice.zip", "password from the mail"),
        (3, "invoice.lnk", "Opening it runs PowerShell"),
        (3, "PowerShell", ""),
        (3, "hxxp://a[.]test/p.ps1", ""),
    ]


def test_a_password_that_the_mail_does_not_hold_is_not_from_it() -> None:
    result = analysis(
        node(0, -1, examination("eml"), name="mail.eml"),
        node(1, 0, examination("zip", facts=(Fact("Password", "infected"),)), name="a.zip"),
        node(2, 1, examination("shortcut", findings=(COMMAND,)), name="a.lnk"),
    )
    assert worst_way(result)[1].act == "opened with a known password"


def test_a_form_leads_to_where_it_sends() -> None:
    asks = Finding("html.form.password", Severity.HIGH, "A form asks for a password")
    form = Form("https://b.test/post", "post", ())
    result = analysis(
        node(0, -1, examination("eml"), name="mail.eml"),
        node(1, 0, examination("html", findings=(asks,), records=(form,)), name="a.html"),
    )
    assert [s.name for s in worst_way(result)] == ["mail.eml", "a.html", "hxxps://b[.]test/post"]


def test_a_link_of_the_message_is_a_way_of_its_own() -> None:
    bad = Finding("link.credentials", Severity.HIGH, "A link is odd", "https://x@c.test/ goes on")
    link = Link("https://x@c.test/", "c.test", "c.test", "", "a")
    result = analysis(
        node(0, -1, examination("eml"), name="mail.eml"),
        node(1, 0, examination("html", findings=(bad,), records=(link,)), relation=Relation.BODY),
    )
    assert [s.name for s in worst_way(result)] == ["mail.eml", "hxxps://x@c[.]test/"]


def test_what_does_nothing_has_no_way() -> None:
    assert worst_way(analysis(node(0, -1, examination("eml")))) == ()
