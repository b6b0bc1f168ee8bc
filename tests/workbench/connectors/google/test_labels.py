"""Sets of labels as places."""

from __future__ import annotations

import pytest

from workbench.connectors.google.labels import ALL_MAIL, labels_of, place_key, place_of
from workbench.model.mail import Folder

FOLDERS = (
    Folder("m", "INBOX", "Inbox", "Inbox", "inbox"),
    Folder("m", "SPAM", "Spam", "Spam", "junkemail"),
    Folder("m", "Label_1", "Ours", "Ours", hidden=True),
    Folder("m", ALL_MAIL, "All Mail", "All Mail"),
)


@pytest.mark.parametrize(
    ("labels", "key"),
    [
        (["UNREAD", "INBOX", "CATEGORY_PROMOTIONS", "IMPORTANT"], "INBOX"),
        (["Label_1", "SPAM", "STARRED"], "Label_1+SPAM"),
        (["SENT"], ALL_MAIL),
        (["YELLOW_STAR", "INBOX"], "INBOX"),
    ],
)
def test_only_places_count(labels: list[str], key: str) -> None:
    assert place_key(labels) == key


@pytest.mark.parametrize("labels", [(), ("INBOX",), ("INBOX", "Label_1")])
def test_a_key_gives_its_labels_back(labels: tuple[str, ...]) -> None:
    assert labels_of(place_key(labels)) == frozenset(labels)


@pytest.mark.parametrize(
    ("key", "path", "known"),
    [
        ("INBOX", "Inbox", "inbox"),
        ("Label_1+SPAM", "Ours + Spam", "junkemail"),
        (ALL_MAIL, "All Mail", ""),
    ],
)
def test_a_place_is_named_by_all_its_labels(key: str, path: str, known: str) -> None:
    place = place_of(key, FOLDERS)
    assert place is not None
    assert (place.key, place.path, place.known) == (key, path, known)


@pytest.mark.parametrize("key", ["INBOX+Label_9", "Label_9", ""])
def test_a_place_with_a_label_that_is_gone_is_gone(key: str) -> None:
    assert place_of(key, FOLDERS) is None
