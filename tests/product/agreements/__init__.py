"""I.A: the agreement, and the home of the portal."""
