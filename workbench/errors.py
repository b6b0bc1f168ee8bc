"""Every error the workbench raises on purpose.

WorkbenchError
    BadInput                    a file or argument cannot be used; names it
    ConnectorError              a tenant did not do what was asked
        SignInNeeded            the token is gone or refused; sign in again
            SignInDeclined      the user said no
            SignInExpired       the user did not sign in in time
        PermissionMissing       the tenant has not granted a right
        Throttled               come back after ``retry_after`` seconds
        Refused                 the service understood the request, and says why it will not
        Gone                    the message, folder or mailbox is no longer there
        Overtaken               it is no longer as it was when it was read
        Unreachable             the network or the service is down
            Interrupted         it was there and fell silent: nobody knows what it did
        Untrusted               the service is not who the profile says it is
        Unexpected              the service answered what no description allows
    IsolationFailed             the analysis host cannot run, or not safely enough
    StoreError                  the workspace file cannot be used
        DiskFull                    nothing more can be written to it
    RemediationRefused          the guard or a precondition forbids the action
Cancelled                       the analyst stopped the work; not an error

Whatever else escapes is a bug: it is logged with its traceback and shown as one.
"""

from __future__ import annotations


class WorkbenchError(Exception):
    """Base of what is expected to go wrong; its text is fit for an analyst to read."""


class BadInput(WorkbenchError):
    pass


class ConnectorError(WorkbenchError):
    pass


class SignInNeeded(ConnectorError):
    pass


class SignInDeclined(SignInNeeded):
    pass


class SignInExpired(SignInNeeded):
    pass


class PermissionMissing(ConnectorError):
    def __init__(self, right: str, detail: str = "") -> None:
        super().__init__(f"The tenant has not granted {right}" + (f": {detail}" if detail else ""))
        self.right = right


class Throttled(ConnectorError):
    def __init__(self, retry_after: float, why: str = "") -> None:
        told = f"The tenant asks to wait {retry_after:.0f} s"
        super().__init__(f"{told}; {why}" if why else told)
        self.retry_after = retry_after


class Refused(ConnectorError):
    pass


class Gone(ConnectorError):
    pass


class Overtaken(ConnectorError):
    pass


class Unreachable(ConnectorError):
    pass


class Interrupted(Unreachable):
    pass


class Untrusted(ConnectorError):
    pass


class Unexpected(ConnectorError):
    pass


class IsolationFailed(WorkbenchError):
    pass


class StoreError(WorkbenchError):
    pass


class DiskFull(StoreError):
    pass


class RemediationRefused(WorkbenchError):
    pass


class Cancelled(Exception):
    pass
