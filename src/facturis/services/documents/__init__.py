"""I.A of the statement: documents that people hand in."""
