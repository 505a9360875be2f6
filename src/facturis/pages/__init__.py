"""The pages that everyone sees, and the layout in which all rooms show theirs."""
