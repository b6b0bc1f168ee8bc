from workbench.simulation.letters.content import PREVIEW, marked_up, plain, preview
from workbench.simulation.letters.wrapping import as_written, safe_link

TEXT = "See [[our page|https://a.example/?x=1&y=2]] & tell\nus."


def test_links_are_shown_with_their_address_in_plain_text() -> None:
    assert plain(TEXT) == "See our page <https://a.example/?x=1&y=2> & tell\nus."


def test_html_is_escaped_around_links_and_in_them() -> None:
    expected = 'See <a href="https://a.example/?x=1&amp;y=2">our page</a> &amp; tell<br>\r\nus.'
    assert marked_up(TEXT, as_written) == expected


def test_a_wrapped_link_carries_the_whole_address() -> None:
    wrapped = safe_link("https://a.example/?x=1&y=2")
    assert "url=https%3A%2F%2Fa.example%2F%3Fx%3D1%26y%3D2&" in wrapped
    assert safe_link("mailto:a@b.example") == "mailto:a@b.example"


def test_the_preview_is_one_line_and_no_longer_than_the_service_makes_it() -> None:
    assert preview(TEXT) == "See our page & tell us."
    assert len(preview("word " * 200)) == PREVIEW
