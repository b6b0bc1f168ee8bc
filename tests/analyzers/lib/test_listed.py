"""Resource lists are read without their comments."""

from __future__ import annotations

from analyzers.lib.listed import entries


def test_comments_and_blank_lines_are_left_out() -> None:
    lines = entries("simulations")
    assert all(line.count("|") == 2 for line in lines)
    assert not any(line.startswith("#") for line in lines)


def test_every_brand_has_a_name_and_domains() -> None:
    for line in entries("brands"):
        name, _, domains = line.partition(" : ")
        assert name.strip("~ ")
        assert all("." in domain for domain in domains.split())
        assert domains
