"""Forms of tables: where anchors go, and copies kept of what is going to be deleted."""

from __future__ import annotations

# ``action.held`` is a pause that only a person ends.  ``anchor_sink`` holds only sinks whose last
# attempt failed, with the first failure since.
SINKS = """
ALTER TABLE anchor ADD COLUMN sink TEXT NOT NULL DEFAULT 'file';
ALTER TABLE action ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
CREATE TABLE anchor_sink(
  sink TEXT PRIMARY KEY, since INTEGER NOT NULL, reason TEXT NOT NULL
) WITHOUT ROWID;
"""

# Sealed copies of what lies in a Bin that the provider empties; ``asked`` once one was about to be
# put in again.
KEEPSAKES = """
CREATE TABLE keepsake(
  action TEXT NOT NULL REFERENCES action(id), mailbox TEXT NOT NULL, key TEXT NOT NULL,
  sha256 TEXT NOT NULL, signs TEXT NOT NULL, asked INTEGER NOT NULL, kept INTEGER NOT NULL,
  PRIMARY KEY(mailbox, key)
) WITHOUT ROWID;
CREATE INDEX keepsake_sha256 ON keepsake(sha256);
"""

# Events in calendars that an action takes out, or an undo makes again; ``snapshot`` names a sealed
# copy, ``made`` is the key of the new event.
CALENDAR_EVENTS = """
CREATE TABLE calendar_event(
  action TEXT NOT NULL REFERENCES action(id), mailbox TEXT NOT NULL, key TEXT NOT NULL,
  message TEXT NOT NULL, version TEXT NOT NULL, state TEXT NOT NULL,
  snapshot TEXT NOT NULL DEFAULT '', made TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '',
  PRIMARY KEY(action, mailbox, key)
) WITHOUT ROWID;
"""

# How often an event was asked for: one of which nobody knows is asked for again, not for ever.
CALENDAR_TRIES = """
ALTER TABLE calendar_event ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
"""
