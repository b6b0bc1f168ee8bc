"""User submissions (beta) and alerts of Defender."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from workbench.simulation.dice import unique_id
from workbench.simulation.server.calls import Answer, Call, GraphRefusal, stamp
from workbench.simulation.server.listing import Resource, collection, single
from workbench.simulation.server.options import Limits
from workbench.simulation.server.site import Site
from workbench.simulation.world import Letter, SimAlert, SimMessage, SimReport

SECURITY = Limits(100, 2000)
EXERCISE = "P7D"  # how long an attack simulation runs


def _network_id(message: str) -> str:
    """The id Exchange gives a message on its way through the tenant."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, message))


def report_resource(site: Site) -> Resource[SimReport]:
    def message(report: SimReport) -> SimMessage | None:
        return site.copies.get(report.message)

    def letter(report: SimReport) -> Letter | None:
        found = message(report)
        return site.world.letters.get(found.source) if found else None

    def received(report: SimReport) -> str | None:
        found = message(report)
        return stamp(found.received) if found else None

    def sender(report: SimReport) -> str | None:
        found = message(report)
        return found.sender if found else None

    def sender_ip(report: SimReport) -> str | None:
        found = letter(report)
        return found.origin.ip or None if found else None

    def created_by(report: SimReport) -> dict[str, object]:
        person = site.state.person(report.reporter)
        return {
            "displayName": person.name if person else None,
            "id": person.key if person else None,
            "email": report.reporter,
        }

    return Resource(
        "microsoft.graph.security.emailThreatSubmission",
        {
            "id": lambda r: r.key,
            "tenantId": lambda r: site.world.tenant_id,
            "createdDateTime": lambda r: stamp(r.reported),
            "contentType": lambda r: "email",
            "category": lambda r: r.category,
            "source": lambda r: "user",
            "clientSource": lambda r: "microsoft",
            "createdBy": created_by,
            "status": lambda r: "succeeded",
            "result": lambda r: None,
            "adminReview": lambda r: site.state.reviews.get(r.key),
            "internetMessageId": lambda r: r.internet_id,
            "sender": sender,
            "senderIP": sender_ip,
            "subject": lambda r: r.subject,
            "receivedDateTime": received,
            "recipientEmailAddress": lambda r: r.recipient,
            "originalCategory": lambda r: None,
            "attackSimulationInfo": _exercise,
            "tenantAllowOrBlockListAction": lambda r: None,
        },
        marks={"@odata.type": lambda r: "#microsoft.graph.security.emailThreatSubmission"},
        limits=SECURITY,
    )


def _exercise(report: SimReport) -> dict[str, object] | None:
    if not report.simulation:
        return None
    return {
        "attackSimId": _network_id(f"exercise {report.internet_id}"),
        "attackSimUserId": report.reporter,
        "attackSimDateTime": stamp(report.reported),
        "attackSimDurationTime": EXERCISE,
    }


def list_reports(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    reports = sorted(site.state.reports, key=lambda r: r.reported, reverse=True)
    context = "security/threatSubmission/emailThreats"
    return collection(call, report_resource(site), reports, context)


def get_report(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    for report in site.state.reports:
        if report.key == names["report"]:
            context = "security/threatSubmission/emailThreats/$entity"
            return single(call, report_resource(site), report, context)
    raise GraphRefusal(404, "NotFound", "The submission was not found.")


def alert_resource(site: Site) -> Resource[SimAlert]:
    def judged(alert: SimAlert, member: str) -> str | None:
        return site.state.judgements.get(alert.key, {}).get(member)

    def evidence(alert: SimAlert) -> list[dict[str, object]]:
        copies = (c for key in alert.internet_ids for c in site.copies_of.get(key, []))
        named = {address.casefold() for address in alert.recipients}
        chosen = [c for c in copies if _owner(site, c).casefold() in named or not named]
        return [_evidence(site, alert, copy) for copy in chosen]

    return Resource(
        "microsoft.graph.security.alert",
        {
            "id": lambda a: a.key,
            "providerAlertId": lambda a: a.key,
            "incidentId": incident_key,
            "status": lambda a: judged(a, "status") or "new",
            "severity": lambda a: a.severity,
            "classification": lambda a: judged(a, "classification"),
            "determination": lambda a: judged(a, "determination"),
            "serviceSource": lambda a: "microsoftDefenderForOffice365",
            "detectionSource": lambda a: "microsoftDefenderForOffice365",
            "productName": lambda a: "Microsoft Defender for Office 365",
            "tenantId": lambda a: site.world.tenant_id,
            "title": lambda a: a.title,
            "description": lambda a: a.description,
            "category": lambda a: a.category,
            "assignedTo": lambda a: None,
            "createdDateTime": lambda a: stamp(a.created),
            "lastUpdateDateTime": lambda a: stamp(a.created),
            "firstActivityDateTime": lambda a: stamp(a.created),
            "lastActivityDateTime": lambda a: stamp(a.created),
            "resolvedDateTime": lambda a: None,
            "mitreTechniques": lambda a: [],
            "comments": lambda a: site.state.comments.get(a.key, []),
            "evidence": evidence,
        },
        limits=SECURITY,
        by_skip=False,
    )


def incident_key(alert: SimAlert) -> str:
    """The service holds alike detections for one incident."""
    return str(uuid.UUID(_network_id(alert.title)).int % 100_000)


def list_incidents(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    first: dict[str, SimAlert] = {}
    for alert in sorted(site.state.alerts, key=lambda a: a.created):
        first.setdefault(incident_key(alert), alert)
    newest = sorted(first.values(), key=lambda a: a.created, reverse=True)
    return collection(call, INCIDENT, newest, "security/incidents")


INCIDENT: Resource[SimAlert] = Resource(
    "microsoft.graph.security.incident",
    {
        "id": incident_key,
        "displayName": lambda a: f"{a.title} involving mail",
        "severity": lambda a: a.severity,
        "status": lambda a: "active",
        "createdDateTime": lambda a: stamp(a.created),
        "lastUpdateDateTime": lambda a: stamp(a.created),
        "classification": lambda a: "unknown",
        "determination": lambda a: "unknown",
        "assignedTo": lambda a: None,
    },
    limits=Limits(50, 50),
)


def _owner(site: Site, copy: SimMessage) -> str:
    return site.state.people[copy.mailbox].address


def _evidence(site: Site, alert: SimAlert, copy: SimMessage) -> dict[str, object]:
    letter = site.world.letters.get(copy.source)
    origin = letter.origin if letter else None
    sender = {
        "emailAddress": copy.sender, "displayName": copy.sender_name,
        "domainName": copy.sender.rpartition("@")[2],
    }  # fmt: skip
    return {
        "@odata.type": "#microsoft.graph.security.analyzedMessageEvidence",
        "createdDateTime": stamp(alert.created),
        "verdict": "suspicious",
        "remediationStatus": "none",
        "roles": [],
        "tags": [],
        "networkMessageId": unique_id("network", copy.source),
        "internetMessageId": copy.internet_id,
        "subject": copy.subject,
        "recipientEmailAddress": _owner(site, copy),
        "receivedDateTime": stamp(copy.received),
        "senderIp": origin.ip if origin else None,
        "p1Sender": sender,
        "p2Sender": sender,
        "deliveryAction": "Delivered",
        "attachmentsCount": int(copy.has_attachments),
        "urlCount": None,
        "urls": [],
        "threats": [],
        "threatDetectionMethods": [],
    }


def list_alerts(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    alerts = sorted(site.state.alerts, key=lambda a: a.created, reverse=True)
    return collection(call, alert_resource(site), alerts, "security/alerts_v2")


def get_alert(site: Site, call: Call, names: Mapping[str, str]) -> Answer:
    for alert in site.state.alerts:
        if alert.key == names["alert"]:
            return single(call, alert_resource(site), alert, "security/alerts_v2/$entity")
    raise GraphRefusal(404, "NotFound", "The alert was not found.")
