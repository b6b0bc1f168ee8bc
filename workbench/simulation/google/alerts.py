"""The Alert Center: what users reported and what Google found, and feedback about it."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime

from workbench.simulation.google.calls import GoogleCall, GoogleRefusal, found, paged
from workbench.simulation.google.site import GoogleSite
from workbench.simulation.server.calls import Answer
from workbench.simulation.world import SimAlert, SimReport

MAIL_PHISHING = "type.googleapis.com/google.apps.alertcenter.type.MailPhishing"
SEVERITIES = {"informational": "LOW", "low": "LOW", "medium": "MEDIUM", "high": "HIGH"}
FEEDBACK = frozenset({"NOT_USEFUL", "SOMEWHAT_USEFUL", "VERY_USEFUL"})


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _alerts(site: GoogleSite) -> list[tuple[datetime, dict[str, object]]]:
    """Newest first, as the service orders them unless asked otherwise."""
    rows = [(r.reported, _reported(site, r)) for r in site.world.reports]
    rows += [(a.created, _detected(site, a)) for a in site.world.alerts]
    return sorted(rows, key=lambda row: row[0], reverse=True)


def _alert(
    site: GoogleSite, key: str, kind: str, when: datetime, severity: str, data: dict[str, object]
) -> dict[str, object]:
    alert = str(uuid.uuid5(uuid.UUID(site.world.tenant_id), f"alert {key}"))
    stamp = _stamp(when)
    head = {"customerId": site.customer, "alertId": alert}
    return {
        **head,
        "createTime": stamp,
        "startTime": stamp,
        "updateTime": stamp,
        "type": kind,
        "source": "Gmail phishing",
        "data": {"@type": MAIL_PHISHING, **data},
        "metadata": {**head, "status": "NOT_STARTED", "severity": severity, "updateTime": stamp},
    }


def _reported(site: GoogleSite, report: SimReport) -> dict[str, object]:
    spam = report.category == "spam"
    kind = "User reported spam spike" if spam else "User reported phishing"
    message = _message(report.internet_id, report.recipient, report.subject, report.reported)
    data: dict[str, object] = {
        "maliciousEntity": {"fromHeader": "unknown"},
        "messages": [message],
        "isInternal": False,
    }
    return _alert(site, report.key, kind, report.reported, "MEDIUM", data)


def _detected(site: GoogleSite, alert: SimAlert) -> dict[str, object]:
    kind = "Malware reclassification" if "alware" in alert.title else "Phishing reclassification"
    messages = [
        _message(internet_id, recipient, alert.title, alert.created)
        for internet_id in alert.internet_ids
        for recipient in alert.recipients
    ]
    data: dict[str, object] = {"messages": messages, "isInternal": False}
    return _alert(
        site, alert.key, kind, alert.created, SEVERITIES.get(alert.severity, "MEDIUM"), data
    )


def _message(internet_id: str, recipient: str, subject: str, when: datetime) -> dict[str, object]:
    digest = hashlib.md5(subject.encode(), usedforsecurity=False).hexdigest()
    return {
        "messageId": internet_id,
        "md5HashSubject": digest,
        "subjectText": subject,
        "recipient": recipient,
        "date": _stamp(when),
    }


def list_alerts(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    after = _after(call.first("filter"))
    rows = [alert for when, alert in _alerts(site) if _stamp(when) >= after]
    return found(paged("alerts", rows, call.offset(), call.number("pageSize", 50, 1000)))


def _after(text: str) -> str:
    if not text:
        return ""
    match = re.fullmatch(r'(?:createTime|create_time)\s*>=\s*"([0-9T:.Z-]+)"', text.strip())
    if match is None:
        raise GoogleRefusal(400, f"Invalid filter: {text}", "invalidArgument")
    return match[1]


def get_alert(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    return found(_one(site, names["alert"]))


def _one(site: GoogleSite, key: str) -> dict[str, object]:
    for _, alert in _alerts(site):
        if alert["alertId"] == key:
            return alert
    raise GoogleRefusal(404, "Alert not found.", "notFound")


def give_feedback(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    _one(site, names["alert"])
    kind = call.document().get("type")
    if kind not in FEEDBACK:
        raise GoogleRefusal(400, "Invalid feedback type", "invalidArgument")
    row: dict[str, object] = {
        "customerId": site.customer, "alertId": names["alert"], "feedbackId": uuid.uuid4().hex,
        "createTime": _stamp(datetime.now(UTC)), "type": kind, "email": call.subject,
    }  # fmt: skip
    site.state.feedback.setdefault(names["alert"], []).append(row)
    return found(row)


def list_feedback(site: GoogleSite, call: GoogleCall, names: Mapping[str, str]) -> Answer:
    _one(site, names["alert"])
    rows = site.state.feedback.get(names["alert"], [])
    return found({"feedback": rows} if rows else {})
