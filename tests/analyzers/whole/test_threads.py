"""Bodies, what was written now and what is quoted."""

from __future__ import annotations

from analyzers.model.body import BodyText, Concealment
from analyzers.model.content import Link, PlainView
from analyzers.model.layers import Thread
from analyzers.model.message import Address
from analyzers.model.record import Record
from analyzers.whole.threads import body_of

LINK = Link("https://a.example/", "a.example", "a.example", "", "a")


def test_what_was_written_now_stands_apart_from_what_is_quoted() -> None:
    quoted = Thread(
        1, "Earlier", "On Monday, Bob wrote:", "reply", (Address("Bob", "b@x.example"),)
    )
    html: list[Record] = [
        BodyText("Now Earlier", "Now Earlier", language="en"),
        Thread(0, "Now"),
        quoted,
        LINK,
    ]
    found = body_of([("text", [PlainView("plain")]), ("html", html)])
    assert found.current_thread is not None
    assert (found.current_thread.text, found.current_thread.links) == ("Now", ())
    (earlier,) = found.previous_threads
    assert earlier.sender is not None
    assert (earlier.text, earlier.sender.email.email) == ("Earlier", "b@x.example")
    assert (found.language, len(found.links)) == ("en", 1)
    assert found.plain is not None
    assert found.plain.raw == "plain"


def test_links_belong_to_the_only_thread() -> None:
    found = body_of([("html", [BodyText("Now", "Now"), Thread(0, "Now"), LINK])])
    assert found.current_thread is not None
    assert len(found.current_thread.links) == 1


def test_text_without_threads_is_all_written_now() -> None:
    found = body_of([("text", [PlainView("all of it")])])
    assert found.current_thread is not None
    assert found.current_thread.text == "all of it"
    assert found.html is None


def test_no_body_is_unknown() -> None:
    found = body_of([])
    assert (found.current_thread, found.html, found.plain) == (None, None, None)


def test_what_is_concealed_comes_along() -> None:
    hidden = Concealment("display none", 10, 1, "x")
    found = body_of([("html", [BodyText("a", "ab", (hidden,), brands=("Acme",))])])
    assert (found.concealments, found.brands) == ((hidden,), ("Acme",))
    assert found.html is not None
    assert (found.html.display_text, found.html.inner_text) == ("a", "ab")
