"""The journal's tables as SQLAlchemy Core sees them; ``workbench.store.schema`` makes them."""

from __future__ import annotations

from workbench.store.tables import make_table

ACTION = make_table(
    "action",
    "id tenant kind internet_id subject reason state manifest_hash reverses approval_id "
    "created_by tool_version note approvers",
    "message created finished confirmed tenant_mailboxes unreached cancelling held",
)
ITEM = make_table(
    "item",
    "action mailbox key mailbox_address fingerprint tier target target_path src_folder src_path "
    "dst state request superseded last_status last_error",
    "was_read elsewhere attempts conflicts moved",
    reals="next_at",
)
REQUEST = make_table("request", "request action batch_hash result", "items planned")
APPROVAL = make_table(
    "approval", "id manifest_hash approver signature body key", "approved expires"
)
AUDIT = make_table("audit", "prev body hash", "seq")
SWEEP = make_table("sweep", "action state unreached note proposal", "number due looked found")
LEFT_OUT = make_table("left_out", "action mailbox key folder")
ANCHOR = make_table("anchor", "hash kind receipt sink", "seq anchored")
KEEPSAKE = make_table("keepsake", "action mailbox key sha256 signs", "asked kept")
MEETING = make_table(
    "calendar_event", "action mailbox key message version state snapshot made note", "tries"
)
SINK = make_table("anchor_sink", "sink reason", "since")
