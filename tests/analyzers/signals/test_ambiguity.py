"""What is ambiguous is told once a part, with readings; what is honest is not."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from analyzers.lib.otherviews import VIEWS
from analyzers.mail import eml
from analyzers.model.ambiguity import Ambiguity
from analyzers.model.artifact import Artifact
from analyzers.model.message import Message
from analyzers.model.observation import Child, Finding, Observation, Severity
from analyzers.model.unit import Context, Unreadable
from analyzers.signals.ambiguity import UNIT
from tests.samples.messages import PLAIN, message, multipart, part, whole

LATIN = "Grüße aus Wien".encode("latin-1")


def told(data: bytes) -> list[Observation]:
    artifact, context = Artifact.of(data, "sample.eml", "eml"), Context()
    own = next(o for o in eml.UNIT.examine(artifact, context) if isinstance(o, Message))
    return list(UNIT.examine(artifact, replace(context, message=own)))


def severities(data: bytes) -> dict[str, Severity]:
    return {each.rule: each.severity for each in told(data) if isinstance(each, Finding)}


def words(stem: str, count: int = 40) -> str:
    """Different words of letters alone."""
    return " ".join(f"{stem}{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(count))


def alternative(text: str, page: str) -> bytes:
    parts = (part(PLAIN, text.encode()), part("text/html", f"<p>{page}</p>".encode()))
    return whole(multipart(*parts, subtype="alternative"))


def test_a_text_and_a_page_of_other_words_are_told() -> None:
    said = told(alternative(words("harmless"), words("dangerous")))
    assert [o.rule for o in said if isinstance(o, Finding)] == ["ambiguity.body.differs"]
    record = next(o for o in said if isinstance(o, Ambiguity))
    assert record.readings[0].value.startswith("dangerousaa")
    assert record.readings[1].value.startswith("harmlessaa")


@pytest.mark.parametrize(
    ("text", "page"),
    [
        (words("same"), words("same") + words("more")),
        ("This mail is only readable as HTML.", words("page")),
        (words("text"), "See below."),
        ("http://x.test/ " * 50, words("page")),
    ],
)
def test_alternatives_that_say_the_same_or_little_are_not(text: str, page: str) -> None:
    assert severities(alternative(text, page)) == {}


def test_two_charsets_are_told_where_the_text_differs() -> None:
    page = b'<meta charset="utf-8"><p>' + "Grüße".encode() + b"</p>"
    stated = ("Content-Type", "text/html; charset=iso-8859-1")
    version = ("MIME-Version", "1.0")
    assert severities(message(version, stated, body=page)) == {"ambiguity.charset": Severity.INFO}
    same = page.replace(b"utf-8", b"latin1").replace("Grüße".encode(), LATIN)
    assert severities(message(version, stated, body=same)) == {}


def test_a_rule_is_told_once_a_part() -> None:
    line = b" --b1\r\n"
    data = whole(multipart(part(PLAIN, b"a\r\n" + line * 10)))
    findings = [o for o in told(data) if isinstance(o, Finding)]
    assert [each.rule for each in findings] == ["ambiguity.boundary.line"]
    assert findings[0].where.endswith(f"byte {data.index(line) + 1}")


def test_names_with_the_same_ending_are_a_remark_only() -> None:
    one = ("Content-Disposition", "attachment; filename=a.pdf")
    same = whole(multipart(part("application/pdf; name=b.pdf", b"x", one)))
    other = whole(multipart(part("application/pdf; name=b.exe", b"x", one)))
    assert severities(same) == {"ambiguity.file-name": Severity.INFO}
    assert severities(other) == {"ambiguity.file-name": Severity.LOW}


def test_more_readings_than_are_examined_is_a_finding() -> None:
    coded = ("Content-Transfer-Encoding", "base64, 7bit")
    parts = [part("a/b", base64.b64encode(b"this is part %d" % n), coded) for n in range(30)]
    said = told(whole(multipart(*parts)))
    assert len([o for o in said if isinstance(o, Child)]) == VIEWS
    assert "limit.mail.readings" in {o.rule for o in said if isinstance(o, Finding)}


def test_a_message_that_could_not_be_read_is_not_passed_over() -> None:
    with pytest.raises(Unreadable, match="could not be read"):
        list(UNIT.examine(Artifact.of(b"", "", "eml"), Context()))
