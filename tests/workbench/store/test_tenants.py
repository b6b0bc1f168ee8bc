"""Tenants and mailboxes."""

from __future__ import annotations

from workbench.model.tenant import Mailbox, Tenant
from workbench.store import tenants
from workbench.store.workspace import Workspace

TENANT = Tenant("contoso", "Contoso", "Microsoft 365", ("contoso.example", "xn--bcher-kva.example"))
ANN = Mailbox("1", "ann@contoso.example", "Ann")


def test_a_tenant_and_its_mailboxes_come_back(workspace: Workspace) -> None:
    workspace.run_blocking(tenants.save, TENANT)
    workspace.run_blocking(tenants.save, TENANT)
    workspace.run_blocking(tenants.save_mailboxes, "contoso", [ANN])
    assert workspace.run_blocking(tenants.load) == (TENANT,)
    assert workspace.run_blocking(tenants.mailboxes, "contoso") == (ANN,)
    assert workspace.run_blocking(tenants.count_mailboxes, "contoso") == 1


def test_our_folder_is_remembered_over_a_fresh_list_of_mailboxes(workspace: Workspace) -> None:
    workspace.run_blocking(tenants.remember_quarantine, "contoso", "1", "folder-9")
    workspace.run_blocking(tenants.save_mailboxes, "contoso", [ANN])
    assert workspace.run_blocking(tenants.quarantines, "contoso") == {"1": "folder-9"}
