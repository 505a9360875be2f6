"""The command `grondslag`."""
