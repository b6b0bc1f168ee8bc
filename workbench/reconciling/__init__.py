"""Compares what a tenant says was done in our name with what the journal says."""
