"""Tells Microsoft 365 what became of user submissions and alerts.

The review of a submission is documented (emailThreatSubmission: review) and missing from the
service's machine description.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import quote

from workbench.connectors.graph.calls import GraphCalls
from workbench.connectors.graph.errors import error_of
from workbench.errors import Unexpected
from workbench.model.review import Subject
from workbench.model.verdict import Disposition

RIGHTS: Final = {
    Subject.SUBMISSION: "ThreatSubmission.ReadWrite.All",
    Subject.ALERT: "SecurityAlert.ReadWrite.All",
}
CATEGORIES: Final = {
    Disposition.PHISH: "phishing",
    Disposition.BEC: "phishing",
    Disposition.MALWARE: "malware",
    Disposition.SPAM: "junk",
    Disposition.GRAYMAIL: "junk",
    Disposition.CLEAN: "notSpam",
}
# Classification and determination, members of microsoft.graph.security.alert.
JUDGEMENTS: Final = {
    Disposition.PHISH: ("truePositive", "phishing"),
    Disposition.BEC: ("truePositive", "phishing"),
    Disposition.MALWARE: ("truePositive", "malware"),
    Disposition.SPAM: ("truePositive", "other"),
    Disposition.GRAYMAIL: ("falsePositive", "notMalicious"),
    Disposition.CLEAN: ("falsePositive", "notMalicious"),
    Disposition.SIMULATION: ("informationalExpectedActivity", "securityTesting"),
}
COMMENT: Final = "Closed in the Email Security Workbench as"


class GraphReviews:
    def __init__(self, calls: GraphCalls, rights: Callable[[], frozenset[str]]) -> None:
        self._calls = calls
        self._rights = rights

    def missing(self, subject: Subject) -> str:
        right = RIGHTS[subject]
        return "" if right in self._rights() else right

    def says(self, subject: Subject, disposition: Disposition) -> bool:
        return disposition in (CATEGORIES if subject is Subject.SUBMISSION else JUDGEMENTS)

    async def write(self, subject: Subject, key: str, disposition: Disposition) -> str:
        if subject is Subject.SUBMISSION:
            return await self._review(key, disposition)
        return await self._judge(key, disposition)

    async def _review(self, key: str, disposition: Disposition) -> str:
        url = f"/beta/security/threatSubmission/emailThreats/{quote(key, safe='')}"
        right = RIGHTS[Subject.SUBMISSION]
        body = {"category": CATEGORIES[disposition]}
        answer = await self._calls.post(f"{url}/review", body)
        if answer.status not in (200, 204):
            raise error_of(answer.status, answer.body, right)
        seen = (await self._calls.get(url, right)).json
        return "read back" if seen.get("adminReview") else "accepted; not shown by the tenant yet"

    async def _judge(self, key: str, disposition: Disposition) -> str:
        url, right = f"/v1.0/security/alerts_v2/{quote(key, safe='')}", RIGHTS[Subject.ALERT]
        classification, determination = JUDGEMENTS[disposition]
        wanted = {
            "status": "resolved",
            "classification": classification,
            "determination": determination,
        }
        before = (await self._calls.get(url, right)).json
        if not _holds(before, wanted):
            answer = await self._calls.patch(url, wanted)
            if answer.status != 200:
                raise error_of(answer.status, answer.body, right)
        await self._comment(url, before, f"{COMMENT} {disposition.value}", right)
        if not _holds((await self._calls.get(url, right)).json, wanted):
            raise Unexpected("The alert does not show what was written")
        return "read back"

    async def _comment(self, url: str, alert: Mapping[str, Any], words: str, right: str) -> None:
        comments = alert.get("comments")
        rows = comments if isinstance(comments, list) else ()
        known = [one.get("comment") for one in rows if isinstance(one, dict)]
        if words in known:
            return
        body = {"@odata.type": "microsoft.graph.security.alertComment", "comment": words}
        answer = await self._calls.post(f"{url}/comments", body)
        if answer.status not in (200, 201):
            raise error_of(answer.status, answer.body, right)


def _holds(alert: Mapping[str, Any], wanted: Mapping[str, str]) -> bool:
    return all(alert.get(name) == value for name, value in wanted.items())
