"""The simulated tenant as Google Workspace shows it: sign-in, directory, Gmail, alerts."""
