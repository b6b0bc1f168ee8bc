"""Tenants an analyst works with: how to reach each, and where the secrets lie."""
