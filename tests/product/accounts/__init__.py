"""III.C: accounts."""
