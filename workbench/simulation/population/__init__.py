"""The ordinary life of the simulated company."""
