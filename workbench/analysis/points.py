"""How many points a finding adds to the score.

A first scale, made for explaining and not learnt from data: one critical finding alone crosses the
malicious line, one high finding alone the suspicious line, low ones never add up to more than a
suspicion.
"""

from __future__ import annotations

from analyzers.model.observation import Severity

POINTS: dict[Severity, int] = {
    Severity.GOOD: -4,
    Severity.INFO: 0,
    Severity.LOW: 5,
    Severity.MEDIUM: 15,
    Severity.HIGH: 40,
    Severity.CRITICAL: 75,
}

MALICIOUS_FROM = 70
SUSPICIOUS_FROM = 30
LOW_TOGETHER = 20  # the most that all low findings of one analysis may add
