"""Group I of the statement: the services."""
