"""The tables of mail as SQLAlchemy Core sees them; ``schema`` makes them.

Only columns that statements name are listed.  A test compares them with the real file.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Column,
    Dialect,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
)

METADATA = MetaData()


class SafeText(TypeDecorator[str]):
    """Text from a tenant may hold lone surrogates, which no database takes: they become "?"."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is None or value.isascii():
            return value
        return value.encode("utf-8", "replace").decode("utf-8")


def make_table(
    name: str, texts: str, integers: str = "", blobs: str = "", reals: str = ""
) -> Table:
    """A table from its columns' names, separated by blanks."""
    columns: list[Column[Any]] = [Column(text, SafeText) for text in texts.split()]
    columns += [Column(number, Integer) for number in integers.split()]
    columns += [Column(blob, LargeBinary) for blob in blobs.split()]
    columns += [Column(real, Float) for real in reals.split()]
    return Table(name, METADATA, *columns)


TENANT = make_table("tenant", "id name provider domains")
MAILBOX = make_table("mailbox", "tenant key address name quarantine")
MESSAGE = make_table(
    "message",
    "tenant fingerprint internet_id sender_name sender_address subject preview recipients source "
    "label headline analysis analysis_key analysis_error raw disposition alike",
    "id arrival received sent has_attachments mailboxes unread user_flags reports open_reports "
    "alerts score closed flagged campaign split exposed alarm priority",
)
CAMPAIGN = make_table(
    "campaign", "tenant subject sender variant hosts files structure", "id compared"
)
COPY = make_table(
    "copy",
    "tenant mailbox key mailbox_address folder version",
    "message received is_read is_flagged gone doubted",
)
CHECKPOINT = make_table("checkpoint", "tenant mailbox place known mark", "start caught_up")
REPORT = make_table(
    "report",
    "tenant key internet_id reporter recipient category subject told words note",
    "reported simulation closed",
)
ALERT = make_table("alert", "tenant key title severity incident", "created")
INCIDENT = make_table("incident", "tenant key title severity status", "created")
ALERT_MESSAGE = make_table("alert_message", "tenant internet_id alert")
ANALYSIS = make_table("analysis", "sha256 key body", "schema made")
DISPOSITION = make_table("disposition", "disposition note actor", "id message closes decided")
BLOB = make_table("blob", "sha256 fidelity", "size parts stored")
BLOB_PART = make_table("blob_part", "sha256", "number", "sealed")
OFFLINE_FILE = make_table("offline_file", "path sha256", "size opened message")
DNS_ANSWER = make_table("dns_answer", "name type answer", "asked ttl")
REEXAMINATION = make_table(
    "reexamination", "root artifact path password came actor", "id raised made"
)
REVIEW = make_table("review", "tenant subject key disposition state reason", "message")
NATURE = make_table(
    "nature", "tenant key address kind note archive archive_note archive_told", "told"
)
CONTAINMENT = make_table(
    "containment",
    "id tenant kind address key what reason state snapshot detail actor reverses",
    "created",
)
SETTING = make_table("setting", "name value")
PROPOSAL = make_table(
    "proposal",
    "id tenant origin action title reason evidence messages scope hash state became note detail",
    "made settled rows copies mailboxes",
)
INDICATOR = make_table("indicator", "kind value note actor", "added")
OBSERVABLE = make_table("observable", "kind value", "message")
POLICY = make_table(
    "policy", "name tenant origins action fence armed_by disarmed_by",
    "minimum per_run per_day expires armed disarmed",
)  # fmt: skip
POLICY_RUN = make_table("policy_run", "policy proposal action note", "began copies")
