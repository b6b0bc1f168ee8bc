import base64
import hashlib
import itertools
import re
from datetime import datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

import pytest

from tests.workbench.simulation.worlds import default_world, labelled, parsed, small_world
from workbench.simulation.letters.authentication import body_hash
from workbench.simulation.world import SimMessage

LONGEST_LINE = 998  # RFC 5322 2.1.1


def hops(message: EmailMessage) -> list[tuple[str, str, datetime]]:
    """From, by and time of each hop, newest first; mail handed in by a program has no from."""
    found = []
    for value in message.get_all("Received", []):
        flat = " ".join(value.split())
        sender, receiver = re.search(r"from (\S+)", flat), re.search(r"by (\S+)", flat)
        assert receiver
        moment = parsedate_to_datetime(flat.rpartition(";")[2])
        found.append((sender[1] if sender else "", receiver[1], moment))
    return found


def from_outside() -> list[SimMessage]:
    world = small_world()
    return [m for m in world.messages if world.letters[m.source].origin.kind != "internal"]


def test_headers_say_what_the_metadata_says() -> None:
    world = small_world()
    for message in world.messages:
        read = parsed(world, message)
        assert read["Message-ID"] == message.internet_id
        assert read["Subject"] == message.subject
        (sender,) = read["From"].addresses
        assert (sender.display_name, sender.addr_spec) == (message.sender_name, message.sender)
        assert tuple(a.addr_spec for a in read["To"].addresses) == message.to
        assert read["Date"].datetime == message.sent
        attached = any(p.get_content_disposition() == "attachment" for p in read.walk())
        assert attached == message.has_attachments


def test_the_bytes_are_plain_ascii_with_crlf_and_without_defects() -> None:
    world = small_world()
    for message in world.messages:
        raw = world.mime(message)
        assert raw.isascii()
        assert b"\n" not in raw.replace(b"\r\n", b"")
        assert max(map(len, raw.split(b"\r\n"))) <= LONGEST_LINE
        assert not any(part.defects for part in parsed(world, message).walk())


def test_the_preview_is_the_start_of_the_text() -> None:
    world = small_world()
    for message in world.messages[::11]:
        text = parsed(world, message).get_body(("plain",))
        assert text
        words = re.sub(r" <https?://\S+>", "", " ".join(text.get_content().split()))
        assert words.startswith(message.preview[:40])


def test_time_runs_forward_along_the_hops_and_ends_at_the_delivery() -> None:
    world = small_world()
    for message in from_outside():
        times = [moment for _, _, moment in hops(parsed(world, message))]
        assert times == sorted(times, reverse=True)
        assert times[0] == message.received
        assert times[-1] == message.sent


def test_each_hop_takes_over_from_the_one_below() -> None:
    world = small_world()
    travelled = [m for m in world.messages if m.received != m.sent]
    for message in travelled:
        chain = hops(parsed(world, message))
        for (sender, _, _), (_, receiver, _) in itertools.pairwise(chain[:3]):
            assert sender == receiver


def test_a_copy_in_sent_items_never_travelled() -> None:
    world = small_world()
    kept = {f.key for f in world.folders if f.known == "sentitems"}
    copies = [m for m in world.messages if m.folder in kept]
    assert copies
    assert not any("Received" in parsed(world, m) for m in copies)


def test_signatures_carry_the_hash_of_the_body_they_sign() -> None:
    world = small_world()
    signed = 0
    for message in from_outside():
        read = parsed(world, message)
        body = world.mime(message).split(b"\r\n\r\n", 1)[1]
        for value in read.get_all("DKIM-Signature", []):
            stated = re.search(r"bh=([^;]+);", "".join(value.split()))
            assert stated
            broken = "dkim=fail" in read["Authentication-Results"]
            assert (stated[1] == body_hash(body)) != broken
            signed += 1
    assert signed > 50


def test_the_body_hash_is_that_of_the_standard() -> None:
    """The example of RFC 6376 3.4.5."""
    expected = base64.b64encode(hashlib.sha256(b" C\r\nD E\r\n").digest()).decode()
    assert body_hash(b" C \r\nD \t E\r\n\r\n\r\n") == expected


@pytest.mark.parametrize(
    ("campaign", "wanted"),
    [
        ("credential-link", ("spf=pass", "dkim=pass", "dmarc=pass", "compauth=pass")),
        ("qr-picture", ("spf=pass", "dkim=none", "dmarc=fail", "compauth=fail")),
        ("archived-program", ("spf=softfail", "dkim=fail", "dmarc=fail action=quarantine")),
        ("account-takeover", ("dkim=none (message not signed)", "dmarc=none")),
    ],
)
def test_the_service_states_what_it_found(campaign: str, wanted: tuple[str, ...]) -> None:
    world = default_world()
    message = next(m for m in labelled(world, campaign) if m.received != m.sent)
    stated = " ".join(parsed(world, message)["Authentication-Results"].split())
    assert all(part in stated for part in wanted)


def test_mail_from_a_taken_over_account_counts_as_internal() -> None:
    world = default_world()
    message = next(m for m in labelled(world, "account-takeover") if m.received != m.sent)
    read = parsed(world, message)
    assert read["X-MS-Exchange-Organization-AuthAs"] == "Internal"
    assert "DKIM-Signature" not in read


def test_an_answer_quotes_what_it_answers_and_names_it() -> None:
    world = small_world()
    answers = [m for m in world.messages if world.letters[m.source].references]
    for message in answers:
        letter = world.letters[message.source]
        read = parsed(world, message)
        assert read["In-Reply-To"] == letter.references[-1]
        assert read["References"].split() == list(letter.references)
        text = read.get_body(("plain",))
        assert text
        assert "wrote:\n> " in text.get_content().replace("\r\n", "\n")


def test_newsletters_can_be_left_with_one_click() -> None:
    world = small_world()
    letters = [m for m in world.messages if m.source.startswith("newsletter/")]
    assert letters
    for message in letters:
        read = parsed(world, message)
        assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert "<https://" in read["List-Unsubscribe"]


def test_invitations_carry_a_calendar() -> None:
    world = small_world()
    message = next(m for m in world.messages if m.source.startswith("meeting/"))
    (part,) = (p for p in parsed(world, message).walk() if p.get_content_type() == "text/calendar")
    text = part.get_content()
    assert part["Content-Type"].params["method"] == "REQUEST"
    assert text.startswith("BEGIN:VCALENDAR")
    assert f"SUMMARY:{message.subject}" in text
