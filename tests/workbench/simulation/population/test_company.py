from collections import Counter

import pytest

from workbench.errors import BadInput
from workbench.simulation.population.company import DOMAINS, folders_of, found_company


def test_there_are_as_many_mailboxes_as_asked_for_and_no_address_twice() -> None:
    people = found_company(1, 9_500).people
    assert len({p.address for p in people}) == len({p.key for p in people}) == 9_500


def test_addresses_are_ascii_in_the_company_domains() -> None:
    for person in found_company(3, 400).people:
        local, _, domain = person.address.partition("@")
        assert local.isascii()
        assert local == local.lower()
        assert " " not in local
        assert domain in DOMAINS


def test_every_department_has_one_head() -> None:
    heads = Counter(
        p.department for p in found_company(1, 250).staff if p.title.startswith(("Head", "Chief"))
    )
    assert set(heads.values()) == {1}
    assert len(heads) == 12


def test_every_mailbox_has_the_well_known_folders_once() -> None:
    for person in found_company(1, 60).people:
        folders = list(folders_of(1, person))
        known = [f.known for f in folders if f.known]
        assert len(known) == len(set(known)) == 7
        assert len({f.key for f in folders}) == len(folders)
        assert {f.parent for f in folders} <= {"", *(f.key for f in folders)}


def test_too_few_mailboxes_are_refused() -> None:
    with pytest.raises(BadInput, match="at least 12"):
        found_company(1, 3)
