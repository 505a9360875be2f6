"""The pages that everyone may read, and the layout, forms and messages in which all rooms show theirs."""
