"""Group IV of the statement: security."""
