"""Watching a tenant for new mail: a first round of the last days, then rounds by need."""
