"""The form of the workspace file as SQL, step by step.

``message.arrival`` orders messages by the moment of receipt without ties: milliseconds since 1970
times 2^20 plus a part of the fingerprint.  It is the row id of the full-text index, so that hits
come out in list order without sorting.
"""

from __future__ import annotations

MAIL = """
CREATE TABLE tenant(
  id TEXT PRIMARY KEY, name TEXT NOT NULL, provider TEXT NOT NULL, domains TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE mailbox(
  tenant TEXT NOT NULL, key TEXT NOT NULL, address TEXT NOT NULL, name TEXT NOT NULL,
  quarantine TEXT NOT NULL DEFAULT '',
  PRIMARY KEY(tenant, key)
) WITHOUT ROWID;
CREATE TABLE message(
  id INTEGER PRIMARY KEY,
  arrival INTEGER NOT NULL UNIQUE,
  tenant TEXT NOT NULL, fingerprint TEXT NOT NULL, internet_id TEXT NOT NULL,
  sender_name TEXT NOT NULL, sender_address TEXT NOT NULL, subject TEXT NOT NULL,
  preview TEXT NOT NULL, recipients TEXT NOT NULL,
  received INTEGER NOT NULL, sent INTEGER,
  has_attachments INTEGER NOT NULL, source TEXT NOT NULL,
  mailboxes INTEGER NOT NULL DEFAULT 0, unread INTEGER NOT NULL DEFAULT 0,
  user_flags INTEGER NOT NULL DEFAULT 0, reports INTEGER NOT NULL DEFAULT 0,
  open_reports INTEGER NOT NULL DEFAULT 0, alerts INTEGER NOT NULL DEFAULT 0,
  label TEXT NOT NULL DEFAULT 'not analysed', score INTEGER NOT NULL DEFAULT 0,
  headline TEXT NOT NULL DEFAULT '',
  analysis TEXT NOT NULL DEFAULT 'not analysed', analysis_key TEXT NOT NULL DEFAULT '',
  analysis_error TEXT NOT NULL DEFAULT '', raw TEXT NOT NULL DEFAULT '',
  disposition TEXT, closed INTEGER NOT NULL DEFAULT 0,
  flagged INTEGER GENERATED ALWAYS AS
    (closed = 0 AND (alerts > 0 OR user_flags > 0 OR label IN ('malicious', 'suspicious'))) VIRTUAL,
  UNIQUE(tenant, fingerprint)
);
CREATE INDEX message_internet_id ON message(tenant, internet_id);
CREATE INDEX message_sender ON message(sender_address COLLATE NOCASE, arrival);
CREATE INDEX message_subject ON message(subject COLLATE NOCASE, arrival);
CREATE INDEX message_score ON message(score, arrival);
CREATE INDEX message_label ON message(label, arrival);
CREATE INDEX message_reported ON message(arrival) WHERE open_reports > 0;
CREATE INDEX message_flagged ON message(arrival) WHERE flagged = 1;
CREATE INDEX message_offline ON message(arrival) WHERE source = 'file';
CREATE INDEX message_raw ON message(raw) WHERE raw <> '';
CREATE VIRTUAL TABLE search USING fts5(
  sender, subject, preview, recipients,
  content='', prefix='2 3', tokenize='unicode61 remove_diacritics 2'
);
CREATE TABLE copy(
  tenant TEXT NOT NULL, mailbox TEXT NOT NULL, key TEXT NOT NULL,
  message INTEGER NOT NULL REFERENCES message(id) ON DELETE CASCADE,
  mailbox_address TEXT NOT NULL, folder TEXT NOT NULL, version TEXT NOT NULL,
  received INTEGER NOT NULL, is_read INTEGER NOT NULL, is_flagged INTEGER NOT NULL,
  PRIMARY KEY(tenant, mailbox, key)
) WITHOUT ROWID;
CREATE INDEX copy_message ON copy(message, mailbox, is_read, is_flagged);
CREATE TABLE report(
  tenant TEXT NOT NULL, key TEXT NOT NULL, internet_id TEXT NOT NULL, reporter TEXT NOT NULL,
  recipient TEXT NOT NULL, category TEXT NOT NULL, reported INTEGER NOT NULL,
  subject TEXT NOT NULL, simulation INTEGER NOT NULL, closed INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY(tenant, key)
) WITHOUT ROWID;
CREATE INDEX report_internet_id ON report(tenant, internet_id, closed);
CREATE TABLE alert(
  tenant TEXT NOT NULL, key TEXT NOT NULL, title TEXT NOT NULL, severity TEXT NOT NULL,
  created INTEGER NOT NULL, PRIMARY KEY(tenant, key)
) WITHOUT ROWID;
CREATE TABLE alert_message(
  tenant TEXT NOT NULL, internet_id TEXT NOT NULL, alert TEXT NOT NULL,
  PRIMARY KEY(tenant, internet_id, alert),
  FOREIGN KEY(tenant, alert) REFERENCES alert(tenant, key) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE analysis(
  sha256 TEXT NOT NULL, schema INTEGER NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,
  made INTEGER NOT NULL, PRIMARY KEY(sha256, schema, key)
);
CREATE TABLE disposition(
  id INTEGER PRIMARY KEY, message INTEGER NOT NULL REFERENCES message(id), disposition TEXT,
  closes INTEGER NOT NULL, note TEXT NOT NULL, actor TEXT NOT NULL, decided INTEGER NOT NULL
);
CREATE INDEX disposition_message ON disposition(message);
CREATE TRIGGER disposition_kept BEFORE UPDATE ON disposition
  BEGIN SELECT RAISE(ABORT, 'decisions are followed, never overwritten'); END;
CREATE TRIGGER disposition_stays BEFORE DELETE ON disposition
  BEGIN SELECT RAISE(ABORT, 'decisions are followed, never deleted'); END;
CREATE TABLE blob(
  sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, parts INTEGER NOT NULL,
  fidelity TEXT NOT NULL, stored INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE blob_part(
  sha256 TEXT NOT NULL REFERENCES blob(sha256) ON DELETE CASCADE, number INTEGER NOT NULL,
  sealed BLOB NOT NULL, PRIMARY KEY(sha256, number)
);
CREATE TABLE offline_file(
  path TEXT NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL, opened INTEGER NOT NULL,
  message INTEGER NOT NULL REFERENCES message(id), PRIMARY KEY(path, sha256)
);
CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE lease(
  only INTEGER PRIMARY KEY CHECK(only = 1), owner TEXT NOT NULL, host TEXT NOT NULL,
  boot_id TEXT NOT NULL, heartbeat INTEGER NOT NULL
);
"""

REMEDIATION = """
CREATE TABLE approval(
  id TEXT PRIMARY KEY, manifest_hash TEXT NOT NULL, approver TEXT NOT NULL,
  signature TEXT NOT NULL, approved INTEGER NOT NULL, expires INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE action(
  id TEXT PRIMARY KEY, tenant TEXT NOT NULL, kind TEXT NOT NULL, message INTEGER NOT NULL,
  internet_id TEXT NOT NULL, subject TEXT NOT NULL, reason TEXT NOT NULL, state TEXT NOT NULL,
  manifest_hash TEXT NOT NULL, reverses TEXT REFERENCES action(id),
  approval_id TEXT REFERENCES approval(id), created_by TEXT NOT NULL,
  tool_version TEXT NOT NULL, created INTEGER NOT NULL, finished INTEGER,
  confirmed INTEGER NOT NULL, tenant_mailboxes INTEGER NOT NULL, unreached INTEGER NOT NULL,
  cancelling INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE UNIQUE INDEX action_running ON action(tenant) WHERE state = 'running';
CREATE INDEX action_reverses ON action(reverses);
CREATE TABLE item(
  action TEXT NOT NULL REFERENCES action(id), mailbox TEXT NOT NULL, key TEXT NOT NULL,
  mailbox_address TEXT NOT NULL, fingerprint TEXT NOT NULL, tier TEXT NOT NULL,
  target TEXT NOT NULL, target_path TEXT NOT NULL, src_folder TEXT NOT NULL,
  src_path TEXT NOT NULL, was_read INTEGER NOT NULL, dst TEXT NOT NULL DEFAULT '',
  elsewhere INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL,
  request TEXT NOT NULL DEFAULT '', attempts INTEGER NOT NULL DEFAULT 0,
  conflicts INTEGER NOT NULL DEFAULT 0, next_at REAL NOT NULL DEFAULT 0,
  moved INTEGER NOT NULL DEFAULT 0, superseded TEXT NOT NULL DEFAULT '[]',
  last_status TEXT NOT NULL DEFAULT '', last_error TEXT NOT NULL DEFAULT '',
  PRIMARY KEY(action, mailbox, key)
) WITHOUT ROWID;
CREATE INDEX item_open ON item(action, next_at) WHERE state IN ('pending', 'intent');
CREATE INDEX item_copy ON item(key, mailbox);
CREATE TABLE request(
  request TEXT PRIMARY KEY, action TEXT NOT NULL REFERENCES action(id),
  batch_hash TEXT NOT NULL, items INTEGER NOT NULL, planned INTEGER NOT NULL,
  result TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE TABLE audit(
  seq INTEGER PRIMARY KEY, prev TEXT NOT NULL, body TEXT NOT NULL, hash TEXT NOT NULL
);
CREATE TRIGGER audit_kept BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TABLE anchor(
  seq INTEGER NOT NULL, hash TEXT NOT NULL, kind TEXT NOT NULL, receipt TEXT NOT NULL,
  anchored INTEGER NOT NULL
);
"""

DNS = """
CREATE TABLE dns_answer(
  name TEXT NOT NULL, type TEXT NOT NULL, answer TEXT NOT NULL,
  asked INTEGER NOT NULL, ttl INTEGER NOT NULL, PRIMARY KEY(name, type)
) WITHOUT ROWID;
"""

REPORT_WAYS = """
ALTER TABLE report ADD COLUMN told TEXT NOT NULL DEFAULT 'submission';
ALTER TABLE report ADD COLUMN words TEXT NOT NULL DEFAULT '';
ALTER TABLE report ADD COLUMN note TEXT NOT NULL DEFAULT '';
"""

CAMPAIGNS = """
CREATE TABLE campaign(
  id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, subject TEXT NOT NULL, sender TEXT NOT NULL,
  variant TEXT NOT NULL DEFAULT '', compared INTEGER NOT NULL DEFAULT 0,
  hosts TEXT NOT NULL DEFAULT '', files TEXT NOT NULL DEFAULT '',
  structure TEXT NOT NULL DEFAULT '', UNIQUE(tenant, subject, sender, variant)
);
ALTER TABLE message ADD COLUMN campaign INTEGER REFERENCES campaign(id);
ALTER TABLE message ADD COLUMN alike TEXT NOT NULL DEFAULT '';
ALTER TABLE message ADD COLUMN split INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN exposed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN alarm INTEGER NOT NULL DEFAULT 0;
UPDATE message SET exposed = mailboxes;
ALTER TABLE message ADD COLUMN priority INTEGER GENERATED ALWAYS AS (
  max(alarm, CASE label WHEN 'malicious' THEN 10 WHEN 'suspicious' THEN 6
      WHEN 'not analysed' THEN 4 WHEN 'spam' THEN 2 ELSE 1 END)
  * min(100, max(score, 20) + 15 * min(alerts, 2) + 5 * min(reports, 4))
  * exposed) VIRTUAL;
CREATE INDEX message_campaign ON message(campaign, arrival);
CREATE INDEX message_priority ON message(priority, arrival) WHERE flagged = 1;
"""

REVIEWS = """
CREATE TABLE review(
  tenant TEXT NOT NULL, subject TEXT NOT NULL, key TEXT NOT NULL, message INTEGER NOT NULL,
  disposition TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '',
  PRIMARY KEY(tenant, subject, key)
) WITHOUT ROWID;
CREATE INDEX review_message ON review(message);
CREATE INDEX review_open ON review(tenant) WHERE state IN ('waiting', 'sent', 'failed');
"""

REEXAMINATION = """
CREATE TABLE reexamination(
  id INTEGER PRIMARY KEY, root TEXT NOT NULL, artifact TEXT NOT NULL, path TEXT NOT NULL,
  password TEXT NOT NULL, raised INTEGER NOT NULL, came TEXT NOT NULL, actor TEXT NOT NULL,
  made INTEGER NOT NULL
);
CREATE INDEX reexamination_root ON reexamination(root);
CREATE TRIGGER reexamination_kept BEFORE UPDATE ON reexamination
  BEGIN SELECT RAISE(ABORT, 'what was examined again is followed, never overwritten'); END;
CREATE TRIGGER reexamination_stays BEFORE DELETE ON reexamination
  BEGIN SELECT RAISE(ABORT, 'what was examined again is followed, never deleted'); END;
"""

# ``mark`` is the connector's own text; ``gone`` is when a copy was found to have left its mailbox;
# ``doubted`` ones wait for a round that tells of everything to name them or to come to its end.
WATCHING = """
CREATE TABLE checkpoint(
  tenant TEXT NOT NULL, mailbox TEXT NOT NULL, place TEXT NOT NULL, known TEXT NOT NULL,
  mark TEXT NOT NULL, start INTEGER NOT NULL, caught_up INTEGER,
  PRIMARY KEY(tenant, mailbox, place)
) WITHOUT ROWID;
ALTER TABLE copy ADD COLUMN gone INTEGER;
ALTER TABLE copy ADD COLUMN doubted INTEGER NOT NULL DEFAULT 0;
CREATE INDEX copy_doubted ON copy(tenant, mailbox, folder) WHERE doubted = 1;
CREATE INDEX copy_place ON copy(tenant, mailbox, folder, received);
"""

# ``left_out`` are copies that an action's frozen scope showed and nobody chose, with their folder
# then; ``proposal.scope`` is empty until the tenant was asked.
SWEEPS = """
CREATE TABLE sweep(
  action TEXT NOT NULL REFERENCES action(id), number INTEGER NOT NULL, due INTEGER NOT NULL,
  state TEXT NOT NULL, looked INTEGER, found INTEGER NOT NULL DEFAULT 0,
  unreached TEXT NOT NULL DEFAULT '[]', note TEXT NOT NULL DEFAULT '',
  proposal TEXT NOT NULL DEFAULT '', PRIMARY KEY(action, number)
) WITHOUT ROWID;
CREATE INDEX sweep_waiting ON sweep(due) WHERE state = 'waiting';
CREATE TABLE left_out(
  action TEXT NOT NULL REFERENCES action(id), mailbox TEXT NOT NULL, key TEXT NOT NULL,
  folder TEXT NOT NULL, PRIMARY KEY(action, mailbox, key)
) WITHOUT ROWID;
CREATE TABLE proposal(
  id TEXT PRIMARY KEY, tenant TEXT NOT NULL, origin TEXT NOT NULL,
  action TEXT NOT NULL DEFAULT '', title TEXT NOT NULL, reason TEXT NOT NULL,
  evidence TEXT NOT NULL, messages TEXT NOT NULL, scope TEXT NOT NULL DEFAULT '',
  hash TEXT NOT NULL DEFAULT '', state TEXT NOT NULL, made INTEGER NOT NULL, settled INTEGER,
  became TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '',
  rows INTEGER NOT NULL DEFAULT 0, copies INTEGER NOT NULL DEFAULT 0,
  mailboxes INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX proposal_state ON proposal(state, made);
CREATE INDEX proposal_action ON proposal(action);
"""

# ``observable`` is what the last analysis of a message saw; a policy's name is used once.
INDICATORS = """
CREATE TABLE indicator(
  kind TEXT NOT NULL, value TEXT NOT NULL, note TEXT NOT NULL, actor TEXT NOT NULL,
  added INTEGER NOT NULL, PRIMARY KEY(kind, value)
) WITHOUT ROWID;
CREATE INDEX indicator_value ON indicator(value);
CREATE TABLE observable(
  message INTEGER NOT NULL REFERENCES message(id) ON DELETE CASCADE, kind TEXT NOT NULL,
  value TEXT NOT NULL, PRIMARY KEY(message, kind, value)
) WITHOUT ROWID;
CREATE INDEX observable_value ON observable(kind, value);
CREATE TABLE policy(
  name TEXT PRIMARY KEY, tenant TEXT NOT NULL, origins TEXT NOT NULL, minimum INTEGER NOT NULL,
  action TEXT NOT NULL, fence TEXT NOT NULL, per_run INTEGER NOT NULL, per_day INTEGER NOT NULL,
  expires INTEGER NOT NULL, armed INTEGER NOT NULL, armed_by TEXT NOT NULL,
  disarmed INTEGER, disarmed_by TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE TABLE policy_run(
  policy TEXT NOT NULL REFERENCES policy(name), proposal TEXT NOT NULL, began INTEGER NOT NULL,
  copies INTEGER NOT NULL, action TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '',
  PRIMARY KEY(policy, proposal)
) WITHOUT ROWID;
"""

# Of an indicator its kind, of a rule its name.
DETAILS = """
ALTER TABLE proposal ADD COLUMN detail TEXT NOT NULL DEFAULT '';
"""

APPROVALS = """
ALTER TABLE action ADD COLUMN approvers TEXT NOT NULL DEFAULT '';
ALTER TABLE approval ADD COLUMN body TEXT NOT NULL DEFAULT '';
ALTER TABLE approval ADD COLUMN key TEXT NOT NULL DEFAULT '';
"""
