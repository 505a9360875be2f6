"""A room that is not installed, and in which hardly anything is declared."""
