"""Where it is known from how users sign in, and what their tokens reach."""

from __future__ import annotations

from workbench.simulation.sources import Behaviour, described, documented, remembered, reported

SIGNED_IN = (
    Behaviour("users sign in by PKCE S256, form_post", documented("v2-oauth2-auth-code-flow")),
    Behaviour(
        "Google's installed applications: loopback redirect with the answer in the query, PKCE",
        documented("developers.google.com/identity/protocols/oauth2/native-app"),
    ),
    Behaviour(
        "Google renews with the same refresh token",
        documented("developers.google.com/identity/protocols/oauth2/native-app"),
    ),
    Behaviour("users.getProfile names who signed in", described("Gmail discovery document")),
    Behaviour("a pending device code is 400", documented("v2-oauth2-device-code")),
    Behaviour("each renewal brings another refresh token", documented("refresh-tokens")),
    Behaviour(
        "a user's token reaches mailboxes of others by Mail.*.Shared, where these are shared",
        documented("outlook-share-messages-folders"),
    ),
    Behaviour(
        "another's mailbox without Mail.*.Shared in the token is 403 ErrorAccessDenied",
        reported("microsoft-graph-explorer-v4 3786"),
    ),
    Behaviour(
        "a mailbox that is not shared with the user is 403 ErrorAccessDenied",
        reported("microsoft-graph-explorer-v4 900"),
    ),
    Behaviour(
        "a mailbox that is not shared with the user may be 404 ErrorItemNotFound",
        reported("O365/python-o365 170"),
    ),
    Behaviour("settings of a mailbox shared with the user are 403", reported("office-js 6057")),
    Behaviour(
        "Mail.*.Shared holds for the own mailbox too, and needs no administrator",
        documented("permissions-reference"),
    ),
    Behaviour("delta tells of a shared mailbox as of the own one", remembered()),
    Behaviour(
        "delta of a shared folder may be 404 ErrorItemNotFound",
        reported("microsoft-graph-docs-contrib 3606"),
    ),
    Behaviour("a revoked session is a claims challenge", documented("claims-challenge")),
)
