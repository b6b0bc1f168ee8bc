"""What analysts answer: reviews of submissions, and status, judgement and comments of alerts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from workbench.simulation.server.calls import Answer, Call, GraphRefusal, stamp
from workbench.simulation.server.listing import single
from workbench.simulation.server.security import alert_resource
from workbench.simulation.server.site import Site
from workbench.simulation.world import SimAlert

CATEGORIES = {"notSpam": "clean", "junk": "spam", "phishing": "phishing", "malware": "malware"}
MEMBERS = {
    "status": {"new", "inProgress", "resolved"},
    "classification": {
        "unknown", "falsePositive", "truePositive", "informationalExpectedActivity",
    },
    "determination": {
        "unknown", "malware", "phishing", "other", "notMalicious", "securityTesting",
        "compromisedAccount", "notEnoughDataToValidate",
    },
}  # fmt: skip


def review(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    """204, of a user's submission only, as the method's page says."""
    if not any(report.key == names["report"] for report in site.state.reports):
        raise GraphRefusal(404, "NotFound", "The submission was not found.")
    category = call.document().get("category")
    if category not in CATEGORIES:
        raise GraphRefusal(400, "BadRequest", "Invalid category.")
    site.state.reviews[names["report"]] = {
        "reviewBy": call.client_id,
        "reviewDateTime": stamp(datetime.now(UTC)),
        "reviewResult": CATEGORIES[str(category)],
    }
    site.log.add("review", "", site.cause(call), message=names["report"], after=str(category))
    return Answer(204)


def judge(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    alert = _alert(site, names["alert"])
    changes = {name: str(v) for name, v in call.document().items() if name in MEMBERS}
    if not all(value in MEMBERS[name] for name, value in changes.items()):
        raise GraphRefusal(400, "BadRequest", "Invalid value for a member of the alert.")
    site.state.judgements.setdefault(alert.key, {}).update(changes)
    site.log.add("judge", "", site.cause(call), message=alert.key, after=str(sorted(changes)))
    return single(call, alert_resource(site), alert, "security/alerts_v2/$entity")


def comment(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    alert, words = _alert(site, names["alert"]), call.document().get("comment")
    if not isinstance(words, str) or not words:
        raise GraphRefusal(400, "BadRequest", "A comment is needed.")
    comments = site.state.comments.setdefault(alert.key, [])
    comments.append({
        "@odata.type": "#microsoft.graph.security.alertComment", "comment": words,
        "createdByDisplayName": call.client_id, "createdDateTime": stamp(datetime.now(UTC)),
    })  # fmt: skip
    return Answer(200, {"value": list(comments)})


def _alert(site: Site, key: str) -> SimAlert:
    for alert in site.state.alerts:
        if alert.key == key:
            return alert
    raise GraphRefusal(404, "NotFound", "The alert was not found.")
