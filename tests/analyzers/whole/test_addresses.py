"""Web addresses in the parts that rules ask for."""

from __future__ import annotations

from analyzers.model.content import Link, Redirect
from analyzers.model.correspondence import QueryParameter, Rewrite
from analyzers.whole.addresses import PARAMETERS, body_links, parsed, url_of


def test_an_address_is_taken_apart() -> None:
    found = parsed("https://ann:secret@www.example.com:8443/a/b?x=1&y=2&x=%41#top")
    assert (found.scheme, found.username, found.password, found.port) == (
        "https",
        "ann",
        "secret",
        8443,
    )
    assert (found.path, found.query_params, found.fragment) == ("/a/b", "x=1&y=2&x=%41", "top")
    assert found.domain.root_domain == "example.com"
    assert found.query_params_decoded == (
        QueryParameter("x", ("1", "A")),
        QueryParameter("y", ("2",)),
    )


def test_what_is_not_there_is_unknown() -> None:
    found = parsed("https://192.0.2.1")
    assert found.ip is not None
    assert (found.path, found.query_params, found.fragment, found.port) == (None,) * 4


def test_a_query_beyond_the_bound_is_read_to_the_bound() -> None:
    found = parsed("https://a.example/?" + "&".join(f"p{n}={n}" for n in range(PARAMETERS + 50)))
    assert len(found.query_params_decoded) == PARAMETERS


def test_a_rewritten_address_is_the_one_behind_it() -> None:
    step = Redirect("Some gateway", "https://evil.example/x")
    link = Link("https://gate.example/?u=x", "gate.example", "gate.example", "", "a", 1, (step,))
    found = url_of(link)
    assert found.url == "https://evil.example/x"
    assert found.rewrite == Rewrite(("Some gateway",), "https://gate.example/?u=x")


def test_links_of_a_body_tell_what_they_show() -> None:
    shown = Link("https://b.example/", "b.example", "b.example", "www.a.example", "a",
                 shown="a.example")  # fmt: skip
    base = Link("https://c.example/", "c.example", "c.example", "", "base")
    (found,) = body_links([shown, base])
    assert found.mismatched
    assert found.display_url is not None
    assert found.display_url.domain.domain == "www.a.example"
    assert found.parser == "hyperlink"
