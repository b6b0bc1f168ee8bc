"""Google Workspace: sign-in by delegation, directory, Gmail, Alert Center."""
