"""The form of what is known of mailboxes and done to accounts, as SQL."""

from __future__ import annotations

NATURES = """
CREATE TABLE nature(
  tenant TEXT NOT NULL, key TEXT NOT NULL, address TEXT NOT NULL, kind TEXT NOT NULL,
  note TEXT NOT NULL, PRIMARY KEY(tenant, key)
) WITHOUT ROWID;
"""

ARCHIVES = """
ALTER TABLE nature ADD COLUMN archive TEXT NOT NULL DEFAULT '';
ALTER TABLE nature ADD COLUMN archive_note TEXT NOT NULL DEFAULT '';
ALTER TABLE nature ADD COLUMN archive_told TEXT NOT NULL DEFAULT '';
"""
"""What online archives are said to be there, and of which day that is."""

KINDS_TOLD = """
ALTER TABLE nature ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
"""
"""When the provider told the kind."""

CONTAINMENT = """
CREATE TABLE containment(
  id TEXT PRIMARY KEY, tenant TEXT NOT NULL, kind TEXT NOT NULL, address TEXT NOT NULL,
  key TEXT NOT NULL, what TEXT NOT NULL, reason TEXT NOT NULL, state TEXT NOT NULL,
  snapshot TEXT NOT NULL, detail TEXT NOT NULL DEFAULT '', actor TEXT NOT NULL,
  created INTEGER NOT NULL, reverses TEXT REFERENCES containment(id)
) WITHOUT ROWID;
CREATE INDEX containment_reverses ON containment(reverses);
"""

INCIDENTS = """
ALTER TABLE alert ADD COLUMN incident TEXT NOT NULL DEFAULT '';
CREATE TABLE incident(
  tenant TEXT NOT NULL, key TEXT NOT NULL, title TEXT NOT NULL, severity TEXT NOT NULL,
  status TEXT NOT NULL, created INTEGER NOT NULL, PRIMARY KEY(tenant, key)
) WITHOUT ROWID;
"""
