"""The lists of filters' statements are well formed and answer."""

from __future__ import annotations

import pytest

from analyzers.lib.filterlists import GATEWAYS, compauth, gateway_at, microsoft

READERS = {"yes", "rule", "action", "rspamd", "word", "scan", "note"}


@pytest.mark.parametrize(
    ("field", "value", "meaning"),
    [
        ("SFV", "SKN", "mail flow rule"),
        ("sfv", "ska", "policy allows"),
        ("SCL", "9", "highest confidence"),
        ("CTRY", "XX", "country"),
        ("BCL", "0", "not bulk"),
        ("BCL", "7", "complaints"),
    ],
)
def test_microsofts_statements_are_explained(field: str, value: str, meaning: str) -> None:
    assert meaning in microsoft(field, value)


def test_what_nobody_has_explained_stays_unexplained() -> None:
    assert microsoft("SFV", "XYZ") == ""
    assert microsoft("FOO", "1") == ""
    assert compauth("x") == ""
    assert compauth("") == ""


def test_a_code_is_explained_by_its_longest_known_beginning() -> None:
    assert compauth("130") != compauth("199") == compauth("1")


def test_a_filter_is_known_by_the_end_of_its_hosts_name() -> None:
    assert gateway_at("mx0a-00112233.pphosted.com") == "Proofpoint"
    assert gateway_at("esa1.hc1.iphmx.com.") == "Cisco"
    assert gateway_at("notpphosted.com") == ""
    assert gateway_at("") == ""


def test_each_field_has_a_known_reader_and_a_lower_case_name() -> None:
    assert {how for _, how, _ in GATEWAYS.values()} == READERS
    assert all(name == name.lower() for name in GATEWAYS)
