"""Which cell of a database is whose, and of which category."""
