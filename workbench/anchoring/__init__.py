"""Sends heads of the audit log to places outside this computer."""
