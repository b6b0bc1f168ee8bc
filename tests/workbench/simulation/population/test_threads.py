import itertools

from tests.workbench.simulation.worlds import default_world, small_world
from workbench.simulation.world import Letter


def threads() -> dict[str, list[Letter]]:
    found: dict[str, list[Letter]] = {}
    for letter in small_world().letters.values():
        if letter.key.startswith("thread/"):
            found.setdefault(letter.key.split("/")[1], []).append(letter)
    return found


def test_no_slot_is_left_open() -> None:
    for letter in small_world().letters.values():
        assert not set("{}") & set(letter.subject + letter.values["text"]), letter.key


def test_the_turns_of_a_thread_follow_each_other() -> None:
    for letters in threads().values():
        for earlier, later in itertools.pairwise(letters):
            assert later.sent > earlier.sent
            assert later.references == (*earlier.references, earlier.internet_id)


def test_answers_go_to_the_one_who_wrote() -> None:
    for letters in threads().values():
        turns = [x for x in letters if not x.key.endswith("forward")]
        for earlier, later in itertools.pairwise(turns):
            assert later.to == (earlier.sender,)
            assert later.subject.removeprefix("Re: ") == earlier.subject.removeprefix("Re: ")


def test_there_are_threads_inside_and_with_partners() -> None:
    letters = default_world().letters.values()
    kinds = {letter.origin.kind for letter in letters if letter.key.startswith("thread/")}
    assert {"internal", "cloud", "server", "webmail"} <= kinds
