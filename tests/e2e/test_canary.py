"""No secret is left anywhere, whenever the program is killed.

The program runs at a terminal of its own, on remembered profiles of each kind, and is killed at a
random moment; then every file below its home, all it printed and what other users see of its
process are searched for client secrets, keys, passphrases and tokens in every form.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.commandline import surroundings
from tests.e2e.strongbox import FILE
from tests.e2e.terminal import Seen, sit
from tests.tenant import SimulatedTenant
from tests.traces import Searcher, Trace
from tests.workbench.simulation.server.tiny import tiny_world
from workbench.commands import profile
from workbench.settings import APPLICATION

pytestmark = pytest.mark.e2e

PASSPHRASE = "c4n4ry: of the secrets, 7f3a90"
REMEDIATORS = "c4n4ry: of the remediator, 51be77"
LATENCY = 0.02  # seconds a request takes, so that kills fall among them
GUESS = 2.0  # seconds of a run
EARLY = 1.5  # times as long may the next one take when one was killed before it signed in
WINDOW = 8.0  # seconds in which one has connected, and watches; it ends only when it is killed
EARLIEST = 0.6  # of that time: before, Python is loading
ENDS = (0, 1, 2, 4)  # 2 and 4: refused, as there is nothing left to do
KEY_LINES = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----\s+(.+?)\s+-----END", re.DOTALL)
HOMES = {"XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config", "XDG_STATE_HOME": "state"}
HOMES |= {"XDG_CACHE_HOME": "cache", "XDG_RUNTIME_DIR": "run", "TMPDIR": "tmp", "HOME": "home"}


@dataclass(slots=True)
class Desk:
    """A user's home, and the tenant that the user works on."""

    tenant: SimulatedTenant
    folder: Path
    random: random.Random
    kills: int = 0
    signed_in: int = 0  # of the killed ones
    runs: dict[str, float] = field(default_factory=dict)  # seconds of an undisturbed one

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def places(self) -> Path:
        return self.folder / "places.json"

    def furnish(self) -> None:
        """Folders, and where the tenant is."""
        for name in HOMES.values():
            (self.home / name).mkdir(parents=True)
        facts, google = self.tenant.facts, self.tenant.facts["google"]
        told = {"base": facts["graph"], "authority": facts["authority"], "ca": facts["ca"]}
        self.places.write_text(json.dumps(told | {"token_uri": google["token_uri"]}))
        parser = argparse.ArgumentParser()
        profile.add_arguments(parser)
        book = ["--profiles", str(self.home / "data" / APPLICATION / "profiles.json")]
        for name, arguments in self._profiles().items():
            kind = "add-google" if name == "Google" else "add-microsoft"
            assert profile.run(parser.parse_args([*book, kind, name, *arguments])) == 0
        assert self.run("Secret", ["profile", "store-secret", "Secret"]).code == 0
        assert self.run("Secret", ["profile", "store-remediator", "Secret"]).code == 0

    def _profiles(self) -> dict[str, list[str]]:
        facts, google = self.tenant.facts, self.tenant.facts["google"]
        tenant = ["--tenant", facts["tenant"], "--client-id"]
        second = ["--remediator", facts["remediator"]["client_id"]]
        return {
            "Secret": [*tenant, facts["reader"]["client_id"], *second],
            "Certificate": [
                *tenant, facts["client_id"], "--certificate", facts["client_certificate"]
            ],
            "User": [*tenant, facts["public_client_id"], "--sign-in", "device"],
            "Google": [
                "--domain", google["domain"], "--admin", google["admin"], "--key", google["key"]
            ],
        }  # fmt: skip

    def run(self, name: str, arguments: list[str], until: float | None = None) -> Seen:
        """Users alone have a key store here: it takes a secret before a passphrase is asked for."""
        facts = self.tenant.facts
        answers = {
            "Passphrase: ": PASSPHRASE, "Once more: ": PASSPHRASE,
            "Client secret of Secret: ": facts["reader"]["client_secret"],
            "Client secret of the remediator of Secret: ": facts["remediator"]["client_secret"],
            "Passphrase of the remediator: ": REMEDIATORS,
        }  # fmt: skip
        if arguments[1:2] == ["store-remediator"]:
            answers |= {"Passphrase: ": REMEDIATORS, "Once more: ": REMEDIATORS}
        kept = {variable: str(self.home / folder) for variable, folder in HOMES.items()}
        kept |= {FILE: str(self.folder / "strongbox.json")}
        if name == "User":
            kept["PYTHON_KEYRING_BACKEND"] = "tests.e2e.strongbox.Strongbox"
        return sit(self.places, answers, arguments, surroundings(kept), until)

    def killed(self, name: str, arguments: list[str]) -> Seen:
        """Of a run's time a random part passes first; how long one takes is learnt on the way."""
        what = f"{name} {arguments[0]}"
        whole = self.runs.get(what, WINDOW if arguments[0] == "--profile" else GUESS)
        before = self.given
        seen = self.run(name, arguments, self.random.uniform(EARLIEST, 1) * whole)
        new = before < self.given
        if seen.killed:
            self.kills += 1
            self.signed_in += new
            self.runs[what] = whole if new else whole * EARLY
        else:
            assert seen.code in ENDS, seen.shown
            self.runs[what] = seen.seconds
        return seen

    @property
    def given(self) -> frozenset[str]:
        """Every token there ever was, by its last part: what is in front is much alike."""
        return frozenset(one[-60:] for one in self.tenant.control("handed-out")["tokens"])

    def secrets(self) -> dict[str, bytes]:
        """All but tokens, by name."""
        facts = self.tenant.facts
        known = {
            "the client secret": facts["reader"]["client_secret"].encode(),
            "the remediator's secret": facts["remediator"]["client_secret"].encode(),
            "the passphrase": PASSPHRASE.encode(),
            "the remediator's passphrase": REMEDIATORS.encode(),
        }
        key = json.loads(Path(facts["google"]["key"]).read_text())["private_key"]
        known |= _key("the certificate's key", Path(facts["client_certificate"]).read_text())
        return known | _key("Google's key", key)

    def tokens(self) -> dict[str, bytes]:
        return {f"token {number}": one.encode() for number, one in enumerate(sorted(self.given))}

    def traces(self, seen: Seen) -> list[Trace]:
        """Of all secrets and tokens, after a run."""
        searcher = Searcher(self.secrets() | self.tokens())
        told = [one for name, data in seen.shown.items() for one in searcher.within(data, name)]
        return [*told, *searcher.below(self.home)]


def _key(name: str, pem: str) -> dict[str, bytes]:
    """A line from the middle, and what it stands for."""
    match = KEY_LINES.search(pem)
    assert match is not None
    lines = match[1].split()
    line = lines[len(lines) // 2]
    return {name: line.encode(), f"{name} in bytes": base64.b64decode(line)}


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    tenant = SimulatedTenant(tiny_world())
    seed = int.from_bytes(os.urandom(4))
    try:
        tenant.set(latency=LATENCY, device_interval=0)
        made = Desk(tenant, tmp_path_factory.mktemp("canary"), random.Random(seed))
        made.furnish()
        yield made
    finally:
        tenant.close()


@pytest.fixture
def desk(furnished: Desk) -> Desk:
    furnished.kills = 0
    return furnished


def _spread(desk: Desk) -> dict[str, Any]:
    """A copy of the message that has the most of them."""
    rows = desk.tenant.messages()
    ids = [row["internet_id"] for row in rows]
    return max(rows, key=lambda row: (ids.count(row["internet_id"]), row["id"]))


def _work(desk: Desk) -> list[tuple[str, list[str]]]:
    """What is run again and again, with each kind of profile."""
    copy = _spread(desk)
    found = desk.tenant.messages(internet_id=copy["internet_id"])
    case = ["--workspace", str(desk.home / "data" / "case.workspace"), "--json"]
    remove = ["remediate", "--message-id", copy["internet_id"], "--yes", str(len(found)), *case]
    search = ["search", "--text", "invoice", "--json"]
    account = ["account", copy["address"], "--json"]
    return [
        ("Secret", [*remove, "--profile", "Secret"]),
        ("User", [*search, "--profile", "User"]),
        ("Google", [*account, "--profile", "Google"]),
        ("Secret", ["profile", "store-secret", "Secret"]),
        ("Certificate", [*search, "--profile", "Certificate"]),
        ("User", ["profile", "check", "User"]),
        ("Secret", ["resume", *case, "--profile", "Secret"]),
        ("Google", ["profile", "check", "Google"]),
        ("Certificate", [*account, "--profile", "Certificate"]),
        ("Google", ["--profile", "Google", *case[:2]]),
        ("User", ["--profile", "User", *case[:2]]),
    ]


def _killed_again_and_again(desk: Desk, kills: int) -> None:
    work, tries = _work(desk), 0
    while desk.kills < kills:
        name, arguments = work[tries % len(work)]
        tries += 1
        assert tries < 3 * kills + 2 * len(work), "most runs end before they are killed"
        seen = desk.killed(name, arguments)
        assert desk.traces(seen) == []


def _exported(desk: Desk, *exports: list[str]) -> None:
    """Nothing is in what the program tells of itself, nor anywhere at the end."""
    remove = next(arguments for _, arguments in _work(desk) if arguments[0] == "remediate")
    assert desk.run("Secret", remove).code in ENDS  # if no run before, this one got to its end
    case = ["--workspace", str(desk.home / "data" / "case.workspace")]
    for arguments in exports:
        seen = desk.run("Secret", [*arguments, *case])
        assert seen.code == 0, seen.shown
        assert "quarantine" in seen.out
        assert desk.traces(seen) == []


def test_no_secret_outlives_a_kill(desk: Desk) -> None:
    _killed_again_and_again(desk, 2)


def test_the_canaries_are_there_to_be_found(desk: Desk) -> None:
    """Without this the tests beside it prove nothing."""
    seen = desk.run("User", ["profile", "check", "User"])
    assert seen.code in (0, 1), seen.shown
    assert len(desk.tokens()) >= 3  # access, refresh, identity
    wanted, left = desk.secrets() | desk.tokens(), desk.home / "cache" / "left"
    left.write_bytes(b" ".join(base64.b64encode(b"ab" + secret) for secret in wanted.values()))
    assert {trace.secret for trace in desk.traces(seen)} == set(wanted)
    left.unlink()
    assert desk.traces(seen) == []


@pytest.mark.long
def test_no_secret_outlives_fifty_kills(desk: Desk) -> None:
    _killed_again_and_again(desk, 50)
    _exported(desk, ["journal", "--json"], ["journal"], ["audit", "export"])
    assert desk.kills == 50
    assert desk.signed_in >= 10  # the others died before, or keep a secret without a tenant
    print(f"{desk.signed_in} killed after they had signed in, {len(desk.given)} tokens")
