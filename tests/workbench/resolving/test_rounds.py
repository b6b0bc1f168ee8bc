"""The whole way: a message in its box, its questions to a name server on loopback, its verdict."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from analyzers.model.analysis import Analysis, Examination, Node, Outcome
from analyzers.model.authentication import AuthenticationResult, Signature, Standing
from analyzers.model.fidelity import Fidelity
from analyzers.model.organisation import Organisation
from tests.samples.letters import AUTHENTICATED
from tests.samples.messages import message
from tests.samples.signing import (
    arc_sealed,
    ed25519_key,
    mail,
    rsa_key,
    signed,
)
from tests.zone import Records, ZoneServer, zone_of
from workbench.analysis.service import QUESTIONS, ROUNDS, AnalysisService, Judged
from workbench.isolation.client import AnalysisHost, AnalysisJob
from workbench.isolation.settings import HostSettings
from workbench.resolving.asking import Dns, Server
from workbench.resolving.questions import Privacy
from workbench.resolving.resolver import Resolver
from workbench.simulation.samples.archive import Entry, zip_archive

OURS = Organisation(domains=("own.test",))
UNITS = ("DKIM", "ARC", "SPF", "DMARC", "BIMI")
ZONE = {
    "TXT sel._domainkey.example.com": [rsa_key().record],
    "TXT ed._domainkey.example.com": [ed25519_key().record],
    "TXT arc._domainkey.list.test": [rsa_key().record],
    "TXT example.com": ["unrelated", "v=spf1 include:_a.example.com -all"],
    "TXT _a.example.com": ["v=spf1 include:_b.example.com ?all"],
    "TXT _b.example.com": ["v=spf1 a:out.example.com -all"],
    "A out.example.com": ["192.0.2.7"],
    "TXT _dmarc.example.com": ["v=DMARC1; p=reject"],
    "TXT default._bimi.example.com": ["v=BIMI1; l=https://example.com/logo.svg"],
}


@pytest.fixture(scope="module")
def host() -> Iterator[AnalysisHost]:
    host = AnalysisHost.start(HostSettings())
    yield host
    host.close()


def analysed(
    host: AnalysisHost,
    data: bytes,
    zone: ZoneServer | None,
    fidelity: Fidelity = Fidelity.ORIGINAL,
) -> Judged:
    async def run() -> Judged:
        names = Dns(Server.read(zone.address)) if zone is not None else None
        service = AnalysisService(host, resolver=Resolver(names))
        job = AnalysisJob(data, "message.eml", organisation=OURS, fidelity=fidelity)
        return await service.analyse(job)

    return asyncio.run(run())


def said(analysis: Analysis) -> dict[str, Examination]:
    return {e.unit: e for e in analysis.root.examinations if e.unit in UNITS}


def results(analysis: Analysis) -> dict[str, str]:
    """By method; all of them are of our own finding."""
    found = [r for r in analysis.records(analysis.root) if isinstance(r, AuthenticationResult)]
    return {each.method: each.result for each in found if each.standing is Standing.VERIFIED}


def points(judged: Judged) -> dict[str, int]:
    return {reason.rule: reason.points for reason in judged.verdict.reasons}


def test_all_methods_pass_and_every_check_ran(host: AnalysisHost) -> None:
    data = arc_sealed(signed(mail(), rsa_key()), rsa_key(), "list.test", 1, "none")
    with zone_of(ZONE) as zone:
        analysis = analysed(host, data, zone).analysis
    assert results(analysis) == {"dkim": "pass", "arc": "pass", "spf": "pass", "dmarc": "pass"}
    assert {e.outcome for e in said(analysis).values()} == {Outcome.COMPLETE}
    assert len(zone.asked) == len(set(zone.asked))


def test_ed25519_and_long_keys_come_through(host: AnalysisHost) -> None:
    """A key of 4096 bits does not fit into a datagram: it is fetched over TCP."""
    long = rsa_key(4096)
    zone_records = ZONE | {"TXT long._domainkey.example.com": [long.record]}
    data = signed(signed(mail(), ed25519_key(), selector="ed"), long, selector="long")
    with zone_of(zone_records) as zone:
        analysis = analysed(host, data, zone).analysis
    found = [r for r in analysis.records(analysis.root) if isinstance(r, Signature)]
    assert [(s.result, s.key_bits) for s in found] == [("pass", 4096), ("pass", 256)]


def test_a_forged_message_is_found_out(host: AnalysisHost) -> None:
    data = signed(mail(address="198.51.100.9"), rsa_key()).replace(b"Hello there", b"Pay up now.")
    with zone_of(ZONE) as zone:
        judged = analysed(host, data, zone)
    assert results(judged.analysis) == {"dkim": "fail", "spf": "fail", "dmarc": "fail"}
    scored = points(judged)
    assert (scored["dkim.fail"], scored["spf.fail"], scored["dmarc.fail"]) == (5, 5, 15)


def test_the_same_failure_on_a_copy_costs_nothing(host: AnalysisHost) -> None:
    data = signed(mail(), rsa_key()).replace(b"Hello there", b"Hello their")
    with zone_of(ZONE) as zone:
        judged = analysed(host, data, zone, Fidelity.RESERIALISED)
    ours = {rule: n for rule, n in points(judged).items() if rule.startswith(("dkim", "dmarc"))}
    assert ours == {"dkim.unverifiable": 0, "dmarc.pass": 0}
    assert results(judged.analysis) == {"spf": "pass", "dmarc": "pass"}


def test_without_permission_no_packet_leaves(host: AnalysisHost) -> None:
    with zone_of(ZONE) as zone:
        judged = analysed(host, signed(mail(), rsa_key()), None)
    assert zone.asked == []
    outcomes = {unit: e.outcome for unit, e in said(judged.analysis).items()}
    assert outcomes["DKIM"] is outcomes["SPF"] is outcomes["DMARC"] is Outcome.UNANSWERED
    assert any("key" in each.reason for each in judged.verdict.not_checked)
    assert results(judged.analysis) == {}


def test_a_server_that_fails_leaves_it_unchecked(host: AnalysisHost) -> None:
    with zone_of(ZONE, failing=["sel._domainkey.example.com"]) as zone:
        analysis = analysed(host, signed(mail(), rsa_key()), zone).analysis
    assert said(analysis)["DKIM"].outcome is Outcome.UNANSWERED
    assert "dkim" not in results(analysis)


def test_rounds_and_questions_are_bounded(host: AnalysisHost) -> None:
    """Records that lead on and on: each to several more."""
    chain: dict[str, list[str]] = {"TXT example.com": ["v=spf1 include:n0.example.com -all"]}
    for number in range(12):
        chain[f"TXT n{number}.example.com"] = [f"v=spf1 include:n{number + 1}.example.com -all"]
    with zone_of(chain) as zone:
        analysis = analysed(host, mail(), zone).analysis
    deep = [name for name in zone.asked if name.startswith("TXT n")]
    assert len(deep) == ROUNDS - 1
    assert said(analysis)["SPF"].outcome is Outcome.UNANSWERED


def test_a_flood_of_names_stops_at_the_cap(host: AnalysisHost) -> None:
    wide: Records = {
        "TXT example.com": [
            "v=spf1 " + "".join(f"mx:m{n}.example.com " for n in range(10)) + "-all"
        ]
    } | {f"MX m{n}.example.com": [f"10 h{n}x{k}.example.com" for k in range(10)] for n in range(10)}
    with zone_of(wide) as zone:
        analysed(host, mail(), zone)
    assert len(zone.asked) == QUESTIONS


def test_a_name_that_carries_the_recipient_is_not_asked(host: AnalysisHost) -> None:
    key = rsa_key()
    for selector in ("bob.builder", "bob-builder-own-test", b"bob.builder@own.test".hex()):
        name = f"TXT {selector}._domainkey.example.com"
        with zone_of(ZONE | {name: [key.record]}) as zone:
            analysis = analysed(host, signed(mail(), key, selector=selector), zone).analysis
        assert name not in zone.asked
        assert said(analysis)["DKIM"].outcome is Outcome.UNANSWERED


def test_a_message_inside_a_message_is_verified_as_well(host: AnalysisHost) -> None:
    inner = signed(mail(), rsa_key())
    outer = message(
        ("MIME-Version", "1.0"),
        ("Content-Type", 'multipart/mixed; boundary="b"'),
        AUTHENTICATED,
        body=b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--b--\r\n",
    )
    with zone_of(ZONE) as zone:
        analysis = analysed(host, outer, zone).analysis
    nested = [r for n in analysis.nodes[1:] for r in analysis.records(n)]
    assert [r.result for r in nested if isinstance(r, Signature)] == ["pass"]


class _Noting(Resolver):
    """Keeps all it has answered."""

    def __init__(self, names: Dns) -> None:
        super().__init__(names)
        self.given: dict[tuple[str, str], str] = {}

    async def answers(self, keys: Sequence[str], privacy: Privacy) -> dict[tuple[str, str], str]:
        found = await super().answers(keys, privacy)
        self.given.update(found)
        return found


def _timeless(analysis: Analysis) -> tuple[Node, ...]:
    return tuple(
        replace(n, examinations=tuple(replace(e, cpu_ms=0.0) for e in n.examinations))
        for n in analysis.nodes
    )


def _crowd() -> bytes:
    """A signed message that carries two signed ones, one in an archive, and other files."""
    inner = signed(mail(), rsa_key())
    other = signed(mail(address="198.51.100.9"), rsa_key())
    bundle = zip_archive([Entry("other.eml", other), Entry("notes.txt", b"see http://a.test/ ")])
    page = b"<p>Hello <a href=http://b.test/>there</a><form action=http://c.test/></form>"
    parts = (
        b"Content-Type: text/html\r\n\r\n" + page,
        b"Content-Type: message/rfc822\r\n\r\n" + inner,
        b"Content-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Disposition: attachment; filename=a.zip\r\n\r\n" + base64.encodebytes(bundle),
    )
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + b"--b--\r\n"
    return message(
        ("MIME-Version", "1.0"), ("Content-Type", 'multipart/mixed; boundary="b"'), AUTHENTICATED,
        body=body,
    )  # fmt: skip


def test_rounds_of_parts_come_to_what_a_whole_analysis_with_all_answers_says(
    host: AnalysisHost,
) -> None:
    job = AnalysisJob(_crowd(), "message.eml", organisation=OURS, fidelity=Fidelity.ORIGINAL)

    async def run(server: str) -> tuple[Analysis, Analysis]:
        resolver = _Noting(Dns(Server.read(server)))
        service = AnalysisService(host, resolver=resolver)
        parts = (await service.analyse(job)).analysis
        plain = AnalysisService(host)
        whole = await plain.analyse(replace(job, answers=resolver.given))
        return parts, whole.analysis

    with zone_of(ZONE) as zone:
        parts, whole = asyncio.run(run(zone.address))
    assert len(parts.nodes) >= 6
    assert _timeless(parts) == _timeless(whole)
    assert {"pass", "fail"} <= {
        record.result for node in parts.nodes for record in parts.records(node)
        if isinstance(record, AuthenticationResult)
    }  # fmt: skip
