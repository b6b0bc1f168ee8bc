import uuid

from workbench.simulation.dice import dice, number, signature, token, unique_id


def test_the_same_words_give_the_same_numbers() -> None:
    assert dice(1, "a").random() == dice(1, "a").random() != dice(1, "b").random()
    assert number(10**12, "a", "b") != number(10**12, "ab")


def test_lengths_are_kept() -> None:
    assert [len(token(n, "x")) for n in (1, 7, 68)] == [1, 7, 68]
    assert len(signature(256, "x")) == 344
    assert all(0 <= number(9, n) < 9 for n in range(50))


def test_ids_are_valid() -> None:
    assert uuid.UUID(unique_id("x")).version == 4
