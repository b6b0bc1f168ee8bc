"""Writers of files that look hostile to a parser and do nothing when run."""
