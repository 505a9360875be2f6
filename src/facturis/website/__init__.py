"""Group III of the statement: the website."""
