"""IV.B: protection."""
