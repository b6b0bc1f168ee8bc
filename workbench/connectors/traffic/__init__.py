"""How fast a tenant may be asked: published limits, what it really bears, and what is repeated."""
