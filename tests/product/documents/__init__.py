"""I.A: documents."""
